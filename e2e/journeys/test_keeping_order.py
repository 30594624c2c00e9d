"""A booking moves, goes back, is cancelled by mistake and taken back; the page tells what was done with it."""

from e2e.given import a_booking, a_phone, an_offering, slots
from e2e.journeys.steps import (
    GO_ON,
    given_somebody_at,
    then_the_page_is_theirs,
    when_they_choose_a_day,
    when_they_choose_a_time,
    when_they_enter_the_code,
)
from e2e.person import Person
from e2e.site import Site
from hoanhap.base.text import groups
from hoanhap.catalogue import OfferingView
from tests import makers

UNDO_MOVE = 'main .notification-action form[action$="/times"] button'
UNDO_CANCEL = 'main .notification-action form[action$="/restoration"] button'


def test_somebody_moves_a_booking_and_changes_their_mind_twice(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    reference = a_booking(site, phone, slots(site, offering)[1], offering)
    given_somebody_signed_in_at(person, phone, f"/bookings/{reference}")

    person.presses(f'main a[href="/bookings/{reference}/times"]')
    when_they_choose_a_day(person)
    new_time = when_they_choose_a_time(person, 2)
    then_the_booking_is_at(person, site, offering, reference, 3)
    assert new_time in person.reads(".lead")

    person.presses(UNDO_MOVE)
    then_the_booking_is_at(person, site, offering, reference, 1)

    person.presses(f'main a[href="/bookings/{reference}/cancellation"]')
    person.presses(GO_ON)
    assert person.sees(".tag-off")
    person.presses(UNDO_CANCEL)
    assert person.sees(".tag-ok")
    then_the_booking_is_at(person, site, offering, reference, 1)

    person.hands.press(person.one("summary"))
    assert len(person.all(".history li")) == 5
    assert new_time in person.reads(".history")
    then_the_page_is_theirs(person)


def given_somebody_signed_in_at(person: Person, phone: str, path: str) -> None:
    given_somebody_at(person, path)
    person.writes("#phone", phone)
    person.presses(GO_ON)
    when_they_enter_the_code(person, phone)


def then_the_booking_is_at(person: Person, site: Site, offering: OfferingView, reference: str, number: int) -> None:
    assert person.reads(".reference").strip() == groups(reference)
    with site.database.reading() as db:
        taken = [makers.taken(db, slot) for slot in slots(site, offering)]
    assert taken == [int(slot == number) for slot in range(len(taken))]
