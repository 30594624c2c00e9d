"""Somebody who cannot see finds a time, books it, and hears that it worked."""

from typing import Literal

from e2e import costs
from e2e.costs import Record
from e2e.given import NAME, a_booking, a_phone, an_offering, slots
from e2e.screenreader.listener import Heard, Listener
from e2e.screenreader.steps import (
    given_somebody_signed_in,
    then_a_choice_is_told,
    then_the_page_is,
    when_they_choose_what_comes_first,
    when_they_enter_the_code,
    when_they_say_who_comes,
)
from e2e.site import Site
from hoanhap.base.text import groups
from hoanhap.web.assessment import GOALS, Cost


def test_a_first_booking_by_the_short_way(listener: Listener, record_property: Record) -> None:
    phone = a_phone()
    listener.opens("/")
    listener.begins_to_count()

    offer = when_they_choose_what_comes_first(listener)
    moment = offer.text[: offer.text.index("năm") + len("năm 2026")]
    when_they_say_who_comes(listener, phone)

    then_it_costs_little(listener, "first", record_property)
    then_the_promise_is_told(listener, moment)


def test_the_same_again_by_somebody_known(listener: Listener, site: Site, record_property: Record) -> None:
    offering, phone = an_offering(site, capacity=2), a_phone()
    a_booking(site, phone, slots(site, offering)[-1], offering)
    given_somebody_signed_in(listener, phone, "/")
    listener.begins_to_count()

    assert "Đặt lại như lần trước" in listener.presses("2")
    offer = listener.next("button")
    then_a_choice_is_told(offer, "giờ", "Thứ", "ngày", "tháng", "năm", "còn", "chỗ")
    assert "Xem lại rồi đặt" in listener.follows()
    assert "Đặt lịch nút bấm" in listener.next("button")
    assert "Hoàn tất nạp Đã đặt lịch" in listener.follows()

    then_it_costs_little(listener, "again", record_property)


def test_a_booking_by_the_long_way(listener: Listener, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    title = "Trò chuyện, tham vấn tâm lý."
    heard = listener.opens(f"/services/tro-chuyen-tham-van/times?place={offering.id}")
    then_the_page_is(heard, f"Chọn ngày, Bước 1 trên 4, {title}")

    day = listener.goes_to("Thứ", "k")
    then_a_choice_is_told(day, "Thứ", "ngày", "tháng", "năm", "còn 4 lượt hẹn")
    then_the_page_is(listener.follows(), f"Chọn giờ, Bước 2 trên 4, {title}")
    then_a_choice_is_told(listener.next("radio"), "8 giờ", "còn 1 chỗ")
    assert "9 giờ" in listener.next("radio")
    listener.presses("space")
    listener.next("button")
    then_the_page_is(listener.follows(), f"Xem lại rồi đặt, Bước 3 trên 4, {title}")

    listener.next("field")
    listener.types(NAME)
    listener.tabs()
    listener.types(phone)
    listener.follows()
    then_the_page_is(when_they_enter_the_code(listener, phone), f"Đã đặt lịch, {title}")
    then_the_promise_is_told(listener, "9 giờ")


def then_it_costs_little(listener: Listener, journey: Literal["first", "again"], record: Record) -> None:
    """Not more keys and words than the goals, from the home page to the confirmation; it is noted how many."""
    words = listener.heard.words
    seconds = costs.seconds_of_speech(words)
    cost = Cost(journey, "screen reader", listener.pages, listener.keys, listener.stops, words, seconds)
    costs.note(record, cost)
    assert cost.presses <= costs.most_presses(cost)
    assert words <= GOALS[journey][1], f"{words} words:\n{listener.heard}"


def then_the_promise_is_told(listener: Listener, moment: str) -> None:
    """The reference in groups, and the time, in the first lines of the page."""
    reference = groups(listener.path.removeprefix("/bookings/"))
    listener.next("heading")
    lines = Heard()
    for _ in range(6):
        lines.utterances += listener.presses("Down").utterances
    lines.once(reference)
    assert moment in lines, lines
