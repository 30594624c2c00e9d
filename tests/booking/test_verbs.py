"""The product's promises: hold, confirm, book, cancel, release, forget. Each fact on both databases."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from hoanhap import booking, people, schedule
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.base.ids import is_reference
from hoanhap.booking import Booking, BookingView, Choice, Claim, Leg, Overlapping, rules, verbs
from hoanhap.booking.refusals import NoSuchTime, NotCancellable, NotConfirmedByPhone, SlotFull, TooLate, TooLateToCancel
from hoanhap.booking.views import journey_view
from hoanhap.catalogue import Party, Unit
from hoanhap.events import Event
from hoanhap.schedule import Want
from hoanhap.web.login import NewLogin
from tests import makers
from tests.makers import LATER, NAME, NOON, PHONE, SECRET, SOMEBODY, SOON, Place

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
Offer = Callable[..., Place]
"""Makes a place with an offering as described."""


@pytest.fixture
def offer(database: Database) -> Offer:
    return lambda **offering: Place(database, **offering)


def view_of(place: Place, token: str) -> BookingView:
    with place.database.reading() as db:
        return journey_view(db, token)


# --- holding -----------------------------------------------------------------------------------------


def test_a_full_slot_refuses_one_more(offer: Offer) -> None:
    """Field case 17: what is held counts."""
    place = offer(capacity=2)
    place.hold()
    place.hold()

    with pytest.raises(SlotFull):
        place.hold()

    assert place.taken() == 2
    assert place.breaches() == []


def test_a_refusal_offers_the_nearest_times_that_are_free(offer: Offer) -> None:
    place = offer(opens=8 * 60, closes=14 * 60)
    for number in (1, 2, 3):
        place.book(number)

    with pytest.raises(SlotFull) as refused:
        place.hold(2, journey="typed")

    assert [place.slots.index(start.slot_id) for start in refused.value.nearest] == [0, 4, 5]
    assert (refused.value.journey, refused.value.offering, refused.value.party) == ("typed", place.offering, Party())


def test_a_refusal_carries_the_choice_in_its_address(offer: Offer) -> None:
    place = offer(capacity=2, wheelchairs=1)
    place.hold(people=2, wheelchairs=1)

    with pytest.raises(SlotFull) as refused:
        place.hold(people=2, wheelchairs=1)

    assert f"place={place.offering.id}&people=2&wheelchairs=1" in refused.value.address


@pytest.mark.parametrize("notice", [0, 60, 3 * 24 * 60])
def test_the_last_moment_to_book_is_the_notice_before_the_start(offer: Offer, notice: int) -> None:
    place = offer(notice=notice, capacity=2)
    last_moment = place.starts[0] - timedelta(minutes=notice)

    place.hold(now=last_moment)
    with pytest.raises(TooLate):
        place.hold(now=last_moment + SECOND)

    assert place.taken() == 1


def test_too_late_offers_what_can_still_be_booked(offer: Offer) -> None:
    place = offer(notice=60)

    with pytest.raises(TooLate) as refused:
        place.hold(0, now=place.starts[0])

    assert [place.slots.index(start.slot_id) for start in refused.value.nearest] == [1, 2, 3]


def test_what_lies_beyond_the_horizon_cannot_be_booked_yet(offer: Offer) -> None:
    place = offer(horizon=7)
    week_before = place.starts[0] - timedelta(days=7)

    with pytest.raises(NoSuchTime):
        place.hold(now=week_before)

    assert place.hold(now=week_before + SECOND)


@pytest.mark.parametrize(
    ("people", "wheelchairs"), [(0, 0), (-1, 0), (4, 0), (1, 2), (2, -1)], ids=["none", "less", "many", "more", "minus"]
)
def test_a_party_that_cannot_come_is_refused(offer: Offer, people: int, wheelchairs: int) -> None:
    place = offer(capacity=9, party_max=3, wheelchairs=9)

    with pytest.raises(NoSuchTime):
        place.hold(people=people, wheelchairs=wheelchairs)


def test_a_wheelchair_is_refused_where_there_is_no_space_for_one(offer: Offer) -> None:
    with pytest.raises(NoSuchTime):
        offer().hold(wheelchairs=1)


def test_a_slot_of_another_offering_is_refused(offer: Offer) -> None:
    """Field case 18: what is not offered at that time, or not at all."""
    place, other = offer(), offer()

    with pytest.raises(NoSuchTime):
        place.database.write_now(makers.hold, Choice("journey", place.offering.id, other.slots[0]))
    with pytest.raises(NoSuchTime):
        place.database.write_now(makers.hold, Choice("journey", place.offering.id, 10**9))
    with pytest.raises(Missing):
        place.database.write_now(makers.hold, Choice("journey", 10**9, place.slots[0]))

    assert (place.taken(), other.taken()) == (0, 0)


def test_a_start_whose_steps_go_beyond_closing_is_refused(offer: Offer) -> None:
    """Field case 18: how long it takes is the offering's, and nobody can book a part of it or beyond the opening."""
    place = offer(opens=480, closes=600, duration=60, step=30)

    with pytest.raises(NoSuchTime):
        place.hold(3)

    assert place.hold(2)


def test_the_same_form_sent_twice_holds_the_same_places(offer: Offer) -> None:
    place = offer(capacity=2)

    tokens = {place.hold(journey="one form") for _ in range(3)}

    assert len(tokens) == 1
    assert place.taken() == 1
    assert place.events("PlacesHeld") == 1


def test_the_same_form_sent_again_after_booking_changes_nothing(offer: Offer) -> None:
    place = offer()
    token = place.ready(journey="one form")
    reference = place.confirm(token)

    assert place.hold(journey="one form") == token
    assert place.lives(reference) == ["booked"]
    assert place.confirm(token) == reference


def test_another_choice_moves_the_places(offer: Offer) -> None:
    place = offer()
    place.hold(0, journey="one form")

    place.hold(1, journey="one form")

    assert [place.taken(number) for number in range(4)] == [0, 1, 0, 0]
    assert place.breaches() == []


def test_another_choice_keeps_who_comes(offer: Offer) -> None:
    place = offer()
    account_id = place.account()
    place.ready(0, journey="one form", account_id=account_id, full_name=NAME)

    token = place.hold(1, journey="one form")

    moved = view_of(place, token)
    assert (moved.full_name, moved.phone, moved.account_id) == (NAME, PHONE, account_id)
    assert place.confirm(token)


def test_the_old_places_stay_when_the_new_ones_cannot_be_had(offer: Offer) -> None:
    place = offer()
    place.book(1)
    token = place.hold(0, journey="one form")

    with pytest.raises(SlotFull):
        place.hold(1, journey="one form")

    assert place.lives(token) == ["held"]
    assert [place.taken(0), place.taken(1)] == [1, 1]


def test_one_more_person_is_not_kept_out_by_the_places_held_already(offer: Offer) -> None:
    place = offer(capacity=3)
    place.hold(journey="one form", people=2)

    place.hold(journey="one form", people=3)

    assert place.taken() == 3
    assert place.breaches() == []


def test_going_back_to_the_first_choice_lets_the_second_go(offer: Offer) -> None:
    place = offer()
    first = place.hold(0, journey="one form")
    place.hold(1, journey="one form")

    again = place.hold(0, journey="one form")

    assert again == first
    assert [place.taken(0), place.taken(1)] == [1, 0]
    assert place.breaches() == []


def test_going_back_to_the_first_choice_keeps_what_was_typed_since(offer: Offer) -> None:
    place = offer()
    place.ready(0, journey="one form", full_name="Tên cũ")
    second = place.hold(1, journey="one form")
    place.say_who(second, full_name="Tên mới")

    again = place.hold(0, journey="one form")

    assert view_of(place, again).full_name == "Tên mới"


def test_a_third_choice_keeps_what_was_typed_last(offer: Offer) -> None:
    place = offer()
    place.ready(1, journey="one form", full_name="Tên cũ")
    second = place.hold(0, journey="one form")
    place.say_who(second, full_name="Tên mới")

    third = place.hold(2, journey="one form")

    assert view_of(place, third).full_name == "Tên mới"


def test_another_choice_after_booking_is_another_booking(offer: Offer) -> None:
    place = offer()
    reference = place.confirm(place.ready(0, journey="one form"))

    token = place.hold(1, journey="one form")

    assert place.lives(reference) == ["booked"]
    assert place.lives(token) == ["held"]
    assert view_of(place, token).full_name == ""


def test_everybody_of_a_party_has_a_claim(offer: Offer) -> None:
    place = offer(capacity=3)

    token = place.hold(people=3)

    assert place.taken() == 3
    assert place.lives(token) == ["held"] * 3
    assert view_of(place, token).party == Party(3)


def test_a_party_finds_places_for_all_or_for_none(offer: Offer) -> None:
    place = offer(capacity=3)
    place.hold(people=2)

    with pytest.raises(SlotFull):
        place.hold(people=2)

    assert place.taken() == 2
    assert place.hold(people=1)


def test_a_seat_and_a_wheelchair_space_are_taken_together(offer: Offer) -> None:
    place = offer(unit=Unit.SEAT, capacity=2, wheelchairs=1)
    token = place.hold(people=2, wheelchairs=1)

    with pytest.raises(SlotFull):
        place.hold(people=2, wheelchairs=1)

    assert (place.taken(unit="seat"), place.taken(unit="wheelchair")) == (1, 1)
    assert view_of(place, token).party == Party(2, 1)
    assert place.breaches() == []


def test_a_booking_of_several_steps_takes_each_of_them(offer: Offer) -> None:
    place = offer(opens=480, closes=660, duration=90, step=30)

    token = place.hold(1)

    assert [place.taken(number) for number in range(6)] == [0, 1, 1, 1, 0, 0]
    assert place.lives(token) == ["held"] * 3
    assert (view_of(place, token).starts_at, view_of(place, token).ends_at) == (place.starts[1], place.starts[4])


@pytest.mark.parametrize(("start", "is_free"), [(0, False), (1, False), (2, False), (3, True)])
def test_one_full_step_refuses_every_start_that_covers_it(offer: Offer, start: int, *, is_free: bool) -> None:
    place = offer(opens=480, closes=660, duration=90, step=30, capacity=1)
    place.database.write_now(schedule.take, [Want(place.slots[2], "place", 1)])

    if is_free:
        assert place.hold(start)
    else:
        with pytest.raises(SlotFull):
            place.hold(start)
    assert [place.taken(number) for number in range(6)] == [0, 0, 1, *([1] * 3 if is_free else [0] * 3)]
    assert list(place.free()) == ([] if is_free else [3])


def test_the_public_limit_refuses_though_places_are_left(offer: Offer) -> None:
    place = offer(capacity=3, public_limit=1)
    place.hold()

    with pytest.raises(SlotFull):
        place.hold()

    assert place.taken() == 1


# --- lapsing -----------------------------------------------------------------------------------------


def test_a_hold_lives_for_half_an_hour(offer: Offer) -> None:
    place = offer()
    token = place.hold()

    assert place.database.write_now(booking.release_lapsed, now=NOON + rules.HOLD - SECOND) == 0
    assert place.database.write_now(booking.release_lapsed, now=NOON + rules.HOLD) == 1

    assert place.lives(token) == ["lapsed"]
    assert place.taken() == 0
    assert place.events("HoldsLapsed") == 1


def test_releasing_again_changes_nothing(offer: Offer) -> None:
    place = offer()
    place.hold()
    place.database.write_now(booking.release_lapsed, now=NOON + LATER)

    assert place.database.write_now(booking.release_lapsed, now=NOON + LATER) == 0
    assert place.taken() == 0
    assert place.events("HoldsLapsed") == 1


def test_a_lapsed_hold_counts_for_nothing_even_while_the_worker_rests(offer: Offer) -> None:
    """Field case 17: what has lapsed does not count."""
    place = offer()
    first = place.hold()

    second = place.hold(now=NOON + LATER)

    assert (place.lives(first), place.lives(second)) == (["lapsed"], ["held"])
    assert place.breaches() == []


def test_any_number_of_lapsed_holds_elsewhere_stand_in_nobodys_way(offer: Offer) -> None:
    crowd = offer(capacity=300, party_max=300)
    for _ in range(3):
        crowd.hold(people=90)
    place = offer()
    place.hold()

    assert place.hold(now=NOON + LATER)
    assert place.taken() == 1
    assert place.breaches() == []


def test_looking_at_a_page_renews_the_hold(offer: Offer) -> None:
    place = offer()
    token = place.hold()

    place.database.write_now(verbs.renew, token, now=NOON + SOON)

    assert view_of(place, token).held_until == NOON + SOON + rules.HOLD


def test_renewing_does_not_bring_back_what_has_lapsed(offer: Offer) -> None:
    place = offer()
    token = place.hold()
    place.database.write_now(booking.release_lapsed, now=NOON + LATER)

    place.database.write_now(verbs.renew, token, now=NOON + LATER)

    assert place.lives(token) == ["lapsed"]
    assert place.taken() == 0


def test_a_lapsed_hold_is_simply_taken_again_by_the_same_form(offer: Offer) -> None:
    place = offer()
    token = place.hold(journey="one form")
    place.database.write_now(booking.release_lapsed, now=NOON + LATER)

    assert place.hold(journey="one form", now=NOON + LATER) == token
    assert place.lives(token) == ["held"]
    assert place.taken() == 1


@pytest.mark.parametrize("is_released", [True, False])
def test_a_lapsed_hold_is_simply_confirmed(offer: Offer, *, is_released: bool) -> None:
    place = offer(capacity=2)
    token = place.ready(people=2)
    if is_released:
        place.database.write_now(booking.release_lapsed, now=NOON + LATER)

    reference = place.confirm(token, now=NOON + LATER)

    assert place.lives(reference) == ["booked"] * 2
    assert place.taken() == 2
    assert place.breaches() == []


def test_lapsed_and_taken_by_others_is_refused_with_everything_kept(offer: Offer) -> None:
    place = offer()
    token = place.ready(full_name=NAME)
    other = place.book(now=NOON + LATER)

    with pytest.raises(SlotFull) as refused:
        place.confirm(token, now=NOON + LATER)

    kept = view_of(place, token)
    assert (kept.full_name, kept.phone, kept.reference) == (NAME, PHONE, None)
    assert [place.slots.index(start.slot_id) for start in refused.value.nearest] == [1, 2, 3]
    assert place.lives(other) == ["booked"]
    assert place.confirm(place.hold(1, journey=refused.value.journey, now=NOON + LATER), now=NOON + LATER)


def test_a_party_of_which_half_has_lapsed_gets_all_its_places_again(offer: Offer) -> None:
    place = offer(capacity=2)
    token = place.ready(people=2)
    place.database.write_now(booking.release_lapsed, now=NOON + LATER, at_most=1)

    reference = place.confirm(token, now=NOON + LATER)

    assert place.lives(reference) == ["booked"] * 2
    assert place.taken() == 2


def test_a_party_of_which_half_has_lost_its_places_is_refused_whole(offer: Offer) -> None:
    place = offer(capacity=2)
    token = place.ready(people=2)
    place.database.write_now(booking.release_lapsed, now=NOON + LATER, at_most=1)
    place.book(now=NOON + LATER)

    with pytest.raises(SlotFull):
        place.confirm(token, now=NOON + LATER)

    assert sorted(place.lives(token)) == ["held", "lapsed"]
    assert place.taken() == 2
    assert place.breaches(now=NOON) == []


def test_a_held_place_can_be_confirmed_after_the_notice_has_passed(offer: Offer) -> None:
    place = offer(notice=60)
    token = place.ready(now=place.starts[0] - timedelta(minutes=61))

    assert place.confirm(token, now=place.starts[0] - timedelta(minutes=59))


def test_a_lapsed_place_cannot(offer: Offer) -> None:
    place = offer(notice=60)
    held_at = place.starts[0] - timedelta(minutes=91)
    token = place.ready(now=held_at)
    place.database.write_now(booking.release_lapsed, now=held_at + LATER)

    with pytest.raises(TooLate):
        place.confirm(token, now=held_at + LATER + SECOND)


def test_what_has_begun_cannot_be_confirmed(offer: Offer) -> None:
    place = offer()
    token = place.ready(now=place.starts[0] - MINUTE)

    with pytest.raises(TooLate):
        place.confirm(token, now=place.starts[0] + SECOND)

    assert view_of(place, token).reference is None


# --- confirming --------------------------------------------------------------------------------------


def test_confirming_makes_a_promise_with_a_reference(offer: Offer) -> None:
    place = offer()
    token = place.ready()

    reference = place.confirm(token)

    assert is_reference(reference)
    assert place.lives(reference) == ["booked"]
    assert view_of(place, token).booked_at == NOON
    assert place.events("BookingMade") == 1


def test_confirming_twice_is_confirming_once(offer: Offer) -> None:
    place = offer(capacity=2)
    token = place.ready()

    references = {place.confirm(token, now=now) for now in (NOON, NOON + SOON, NOON + LATER)}

    assert len(references) == 1
    assert place.taken() == 1
    assert place.events("BookingMade") == 1


def test_nobody_books_without_a_confirmed_phone(offer: Offer) -> None:
    place = offer()
    token = place.hold()

    with pytest.raises(NotConfirmedByPhone):
        place.confirm(token)
    place.say_who(token, full_name="")
    with pytest.raises(NotConfirmedByPhone):
        place.confirm(token)

    assert place.lives(token) == ["held"]


def test_an_unknown_journey_is_missing(offer: Offer) -> None:
    place = offer()

    with pytest.raises(Missing):
        place.database.write_now(verbs.renew, "nobody's", now=NOON)
    with pytest.raises(Missing):
        ask_for_code(place, "nobody's")
    with pytest.raises(Missing):
        type_code(place, "nobody's", "123456")
    with pytest.raises(Missing):
        place.confirm("nobody's")


@pytest.mark.parametrize(("number", "overlaps"), [(0, False), (1, True), (2, True), (3, True), (4, False)])
def test_one_person_cannot_be_in_two_places(offer: Offer, number: int, *, overlaps: bool) -> None:
    place = offer(opens=480, closes=660, duration=60, step=30, capacity=2)
    account_id = place.account()
    place.book(2, account_id=account_id)
    token = place.ready(number, account_id=account_id)

    if overlaps:
        with pytest.raises(Overlapping) as refused:
            place.confirm(token)
        assert refused.value.token == token
        assert set(place.lives(token)) == {"held"}
    else:
        assert place.confirm(token)


def test_one_person_can_be_in_two_places_knowingly(offer: Offer) -> None:
    place = offer(capacity=2)
    account_id = place.account()
    place.book(account_id=account_id)

    assert place.confirm(place.ready(account_id=account_id), knowingly=True)
    assert place.taken() == 2


def test_a_cancelled_booking_is_in_nobodys_way(offer: Offer) -> None:
    place = offer()
    account_id = place.account()
    place.cancel(place.book(account_id=account_id), account_id)

    assert place.confirm(place.ready(account_id=account_id))


def test_a_family_with_one_phone_can_come_together(offer: Offer) -> None:
    place = offer(capacity=2)
    account_id = place.account()
    place.confirm(place.ready(account_id=account_id, full_name="Nguyễn Văn An"))

    assert place.confirm(place.ready(account_id=account_id, full_name="Nguyễn Thị Bình"))


def test_the_same_name_typed_without_marks_is_the_same_person(offer: Offer) -> None:
    place = offer(capacity=2)
    account_id = place.account()
    place.confirm(place.ready(account_id=account_id, full_name="Đặng Thúy"))

    with pytest.raises(Overlapping):
        place.confirm(place.ready(account_id=account_id, full_name="dang thuy"))


def test_the_same_name_behind_another_phone_is_somebody_else(offer: Offer) -> None:
    place = offer(capacity=2)
    place.confirm(place.ready())

    assert place.confirm(place.ready())


def test_whoever_is_signed_in_confirms_without_a_code(offer: Offer) -> None:
    place = offer()
    account_id, token = place.account("+84987654321"), place.hold()

    reference = place.database.write_now(
        verbs.confirm_as, token, account_id=account_id, full_name=NAME, by=SOMEBODY, now=NOON
    )

    booked = view_of(place, token)
    assert (booked.reference, booked.account_id, booked.phone) == (reference, account_id, "+84987654321")


def test_whoever_is_signed_in_does_not_take_over_what_somebody_else_confirmed(offer: Offer) -> None:
    place = offer()
    owner, other, token = place.account(), place.account(), place.hold()
    place.say_who(token, account_id=owner)
    reference = place.confirm(token)

    again = place.database.write_now(verbs.confirm_as, token, account_id=other, full_name="X", by=SOMEBODY, now=NOON)

    assert again == reference
    assert (view_of(place, token).account_id, view_of(place, token).full_name) == (owner, NAME)


def test_confirming_by_code_signs_in_once(offer: Offer) -> None:
    place = offer()
    token = place.ready()

    reference, login = place.database.write_now(verbs.confirm_and_sign_in, token, now=NOON, instead_of=None)
    again, no_login = place.database.write_now(verbs.confirm_and_sign_in, token, now=NOON, instead_of=None)

    assert again == reference
    assert login is not None
    assert no_login is None


# --- the code on the way -----------------------------------------------------------------------------


def ask_for_code(place: Place, token: str, *, full_name: str = NAME, phone: str = PHONE) -> None:
    place.database.write_now(
        verbs.ask_for_code,
        token,
        full_name=full_name,
        phone=phone,
        language="vi",
        address="10.0.0.1",
        secret=SECRET,
        now=NOON,
    )


def code_of(place: Place, token: str) -> str:
    """The code that is on its way for a journey."""
    code = (
        select(people.CodeRequest.code)
        .join(Booking, Booking.code_request == people.CodeRequest.token)
        .where(Booking.token == token)
    )
    with place.database.reading() as db:
        return str(db.execute(code).scalar_one())


def type_code(place: Place, token: str, typed: str) -> people.Checked:
    return place.database.write_now(verbs.confirm_phone, token, typed, secret=SECRET, language="vi", now=NOON + SOON)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_code_makes_the_journey_somebodys(offer: Offer) -> None:
    place = offer()
    token = place.hold()
    ask_for_code(place, token)

    checked = type_code(place, token, code_of(place, token))

    assert checked.outcome is people.CodeCheck.ACCEPTED
    assert view_of(place, token).account_id == checked.account_id
    assert place.confirm(token)


def test_a_wrong_code_leaves_the_journey_nobodys(offer: Offer) -> None:
    place = offer()
    token = place.hold()
    ask_for_code(place, token)

    checked = type_code(place, token, wrong(code_of(place, token)))

    assert checked.outcome is people.CodeCheck.WRONG
    with pytest.raises(NotConfirmedByPhone):
        place.confirm(token)


def test_only_the_newest_code_counts(offer: Offer) -> None:
    place = offer()
    token = place.hold()
    ask_for_code(place, token)
    old = code_of(place, token)
    place.database.write_now(
        verbs.ask_for_another_code, token, language="vi", address="10.0.0.1", secret=SECRET, now=NOON
    )
    new = code_of(place, token)

    outcomes = [type_code(place, token, code).outcome for code in (old, new)]

    assert outcomes == [people.CodeCheck.ACCEPTED if old == new else people.CodeCheck.WRONG, people.CodeCheck.ACCEPTED]


def test_another_phone_needs_another_code(offer: Offer) -> None:
    place = offer()
    token = place.hold()
    ask_for_code(place, token)
    type_code(place, token, code_of(place, token))

    ask_for_code(place, token, phone="+84987654321")

    with pytest.raises(NotConfirmedByPhone):
        place.confirm(token)


def test_whoever_presses_twice_has_booked_once_and_is_signed_in_by_either_answer(offer: Offer) -> None:
    """Of two answers a browser keeps the last, and with it the sign-in that came along."""
    place = offer()
    token = place.hold()
    ask_for_code(place, token)
    code = code_of(place, token)

    first, second = (confirm_by_code(place, token, code) for _ in range(2))

    assert (first[0], second[0]) == (people.CodeCheck.ACCEPTED, people.CodeCheck.AGAIN)
    assert first[1] == second[1] != ""
    assert len({login.token for login in (first[2], second[2]) if login}) == 2
    assert place.events("BookingMade") == 1
    assert confirm_by_code(place, token, wrong(code)) == (people.CodeCheck.WRONG, "", None)
    later = NOON + SOON + timedelta(minutes=1, seconds=1)
    assert confirm_by_code(place, token, code, now=later) == (people.CodeCheck.EXPIRED, "", None)


def test_a_code_that_was_never_used_opens_nothing_that_is_booked_already(offer: Offer) -> None:
    """Somebody went on signed in, and the code on its way to another phone is still good."""
    place = offer()
    token, account_id = place.hold(), place.account()
    ask_for_code(place, token)
    code = code_of(place, token)
    place.database.write_now(
        verbs.confirm_as, token, account_id=account_id, full_name=makers.NAME, by=makers.SOMEBODY, now=NOON
    )

    assert confirm_by_code(place, token, code) == (people.CodeCheck.EXPIRED, "", None)


def confirm_by_code(
    place: Place, token: str, typed: str, *, now: datetime = NOON + SOON
) -> tuple[people.CodeCheck, str, NewLogin | None]:
    """Type a code and go on."""
    return place.database.write_now(
        verbs.confirm_by_code,
        token,
        typed,
        secret=SECRET,
        language="vi",
        instead_of=None,
        now=now,
        is_asker=True,
    )


def test_a_code_cannot_be_asked_again_before_a_phone_was_typed(offer: Offer) -> None:
    place = offer()
    token = place.hold()

    with pytest.raises(NotConfirmedByPhone):
        place.database.write_now(
            verbs.ask_for_another_code, token, language="vi", address="10.0.0.1", secret=SECRET, now=NOON
        )
    assert type_code(place, token, "123456").outcome is people.CodeCheck.EXPIRED


# --- booking at once ---------------------------------------------------------------------------------


def test_booking_at_once_makes_one_promise_however_often_it_is_sent(offer: Offer) -> None:
    place = offer(capacity=2)
    account_id = place.account()

    references = {place.book(journey="one form", account_id=account_id) for _ in range(3)}

    assert len(references) == 1
    assert place.taken() == 1
    assert (place.events("BookingMade"), place.events("PlacesHeld")) == (1, 0)


def test_booking_at_once_refuses_what_is_full_or_overlaps(offer: Offer) -> None:
    place = offer(capacity=2)
    account_id = place.account()
    place.book(account_id=account_id)

    with pytest.raises(Overlapping):
        place.book(account_id=account_id)
    place.book()
    with pytest.raises(SlotFull):
        place.book()

    assert place.taken() == 2
    assert place.breaches() == []


# --- cancelling --------------------------------------------------------------------------------------


def test_cancelling_frees_the_places(offer: Offer) -> None:
    """Field case 17: what is cancelled does not count."""
    place = offer(unit=Unit.SEAT, capacity=1, wheelchairs=1)
    account_id = place.account()
    reference = place.book(account_id=account_id, people=2, wheelchairs=1)

    place.cancel(reference, account_id)

    assert place.lives(reference) == ["cancelled"] * 2
    assert (place.taken(unit="seat"), place.taken(unit="wheelchair")) == (0, 0)
    assert place.book(people=2, wheelchairs=1)


def test_cancelling_twice_changes_nothing(offer: Offer) -> None:
    place = offer(capacity=2)
    account_id = place.account()
    reference = place.book(account_id=account_id)
    place.book()

    place.cancel(reference, account_id)
    place.cancel(reference, account_id, now=NOON + SOON)

    assert place.taken() == 1
    assert place.events("BookingCancelled") == 1


@pytest.mark.parametrize("cancel", [0, 1, 24 * 60])
def test_the_last_moment_to_cancel_is_the_deadline_itself(offer: Offer, cancel: int) -> None:
    place = offer(capacity=3, cancel=cancel, day=makers.TOMORROW + timedelta(days=3))
    account_id = place.account()
    before, at, after = (place.book(account_id=account_id, journey=str(each), number=each) for each in range(3))
    deadline = [start - timedelta(minutes=cancel) for start in place.starts]

    place.cancel(before, account_id, now=deadline[0] - SECOND)
    if cancel:
        place.cancel(at, account_id, now=deadline[1])
        with pytest.raises(TooLateToCancel) as refused:
            place.cancel(after, account_id, now=deadline[2] + SECOND)
        assert (refused.value.reference, refused.value.phone) == (after, "0276 000 0101")
    else:
        with pytest.raises(NotCancellable):
            place.cancel(at, account_id, now=deadline[1])

    assert place.lives(after) == ["booked"]


def test_what_has_begun_cannot_be_cancelled(offer: Offer) -> None:
    place = offer()
    account_id = place.account()
    reference = place.book(account_id=account_id)

    with pytest.raises(NotCancellable):
        place.cancel(reference, account_id, now=place.starts[0])

    assert place.taken() == 1


@pytest.mark.parametrize("state", ["arrived", "fulfilled", "noshow"])
def test_what_has_happened_cannot_be_cancelled(offer: Offer, state: str) -> None:
    place = offer()
    account_id = place.account()
    reference = place.book(account_id=account_id)
    place.database.write_now(lambda db: db.execute(update(Claim).values(state=state)))

    with pytest.raises(NotCancellable):
        place.cancel(reference, account_id)


def test_somebody_elses_reference_is_missing(offer: Offer) -> None:
    place = offer()
    reference = place.book()

    with pytest.raises(Missing):
        place.cancel(reference, place.account())
    with pytest.raises(Missing):
        place.cancel("00000000", place.account())

    assert place.lives(reference) == ["booked"]


def test_a_journey_without_a_promise_cannot_be_cancelled(offer: Offer) -> None:
    place = offer()
    account_id = place.account()
    token = place.ready(account_id=account_id)

    with pytest.raises(Missing):
        place.cancel(token, account_id)


# --- forgetting --------------------------------------------------------------------------------------


def test_what_was_typed_and_never_confirmed_is_forgotten_after_two_days(offer: Offer) -> None:
    place = offer()
    place.ready()

    early = place.database.write_now(booking.forget_drafts, now=NOON + rules.DRAFT_LIFE)
    forgotten = place.database.write_now(booking.forget_drafts, now=NOON + rules.DRAFT_LIFE + SECOND)

    assert (early, forgotten) == (0, 1)
    with place.database.reading() as db:
        assert [db.scalar(select(func.count()).select_from(table)) for table in (Booking, Leg, Claim)] == [0, 0, 0]
        assert db.scalars(select(Event.booking_id).where(Event.kind == "PlacesHeld")).all() == [None]


def test_forgetting_gives_back_what_was_still_held(offer: Offer) -> None:
    place = offer(capacity=2)
    place.hold(people=2)

    place.database.write_now(booking.forget_drafts, now=NOON + timedelta(days=3))

    assert place.taken() == 0
    assert place.breaches() == []


def test_promises_are_never_forgotten(offer: Offer) -> None:
    place = offer()
    account_id = place.account()
    booked, cancelled = place.book(0), place.book(1, account_id=account_id)
    place.cancel(cancelled, account_id)

    assert place.database.write_now(booking.forget_drafts, now=NOON + timedelta(days=1000)) == 0
    assert (place.lives(booked), place.lives(cancelled)) == (["booked"], ["cancelled"])


# --- the record --------------------------------------------------------------------------------------


def test_every_change_has_its_event_with_who_and_when(offer: Offer) -> None:
    place = offer()
    account_id = place.account()
    token = place.ready(account_id=account_id)
    reference = place.confirm(token, now=NOON + SOON)
    place.cancel(reference, account_id, now=NOON + LATER)

    of_booking = select(Event.kind, Event.at, Event.actor_role, Event.facts).where(
        Event.booking_id == select(Booking.id).where(Booking.token == token).scalar_subquery()
    )
    with place.database.reading() as db:
        recorded = [tuple(row) for row in db.execute(of_booking.order_by(Event.id))]

    assert recorded == [
        ("PlacesHeld", NOON, "visitor", {"slot_id": place.slots[0]}),
        ("BookingMade", NOON + SOON, "visitor", {"reference": reference}),
        ("BookingCancelled", NOON + LATER, "visitor", {"reference": reference}),
    ]


def test_what_is_refused_leaves_no_trace(offer: Offer) -> None:
    place = offer()
    place.book()
    counts = [func.count(table.id) for table in (Booking, Leg, Claim, Event)]

    def rows() -> list[object]:
        with place.database.reading() as db:
            return [db.scalar(select(count)) for count in counts]

    before = rows()
    with pytest.raises(SlotFull):
        place.hold()
    with pytest.raises(SlotFull):
        place.book()
    with pytest.raises(TooLate):
        place.hold(now=place.starts[0] + SECOND)

    assert rows() == before
