"""The pages of what does not work: who depends on it is shown first, told why, and has their place back."""

import pytest

from tests import journeys
from tests.makers import NAME, TODAY, TOMORROW
from tests.pages import Site
from tests.states_of_capacity import at, said
from tests.states_of_failing import a_lift_fails, a_lift_to_mend, preview_of_failing, somebody_needs_the_lift
from tests.stating import Here
from tests.town import Town


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    """Somebody who plans the days of a place."""
    return Here(site, town, site.browser(), monkeypatch)


async def test_a_lift_fails_and_is_mended(here: Here) -> None:
    """Field case 35, as staff and those concerned read it."""
    await journeys.book(here.site.browser(), here.town.therapy, nth=4, full_name="Lê Văn Khác")
    shown = await preview_of_failing(here)
    assert "1 lịch hẹn không còn chỗ. Không lịch hẹn nào bị hủy." in shown.text
    assert "Không dùng được\nỞ tầng trệt hoặc có thang máy" in shown.text
    assert NAME in shown.text
    assert "Lê Văn Khác" not in shown.text
    listed = await here.browser.send(shown.form("version"), note="Thợ <b>tới</b> sáng mai")
    assert "Phải đi cầu thang" in listed.text

    waiting = await here.browser.open(f"{at(here.town.therapy)}/needs-you")
    assert NAME in waiting.text
    again = await here.browser.follow(listed, next(each for each in listed.links() if "Dùng lại" in each))
    assert "1 lịch hẹn có chỗ lại." in again.text
    await here.browser.send(again.form("version"))

    told = here.site.messages()
    assert "Lý do: thiết bị ở nơi hẹn bị hỏng." in told[-2]
    assert "lại có chỗ" in told[-1]
    assert "Thợ" not in " ".join(told)


async def test_somebody_who_needs_it_and_booked_meanwhile_is_shown_first(here: Here) -> None:
    """Field case 32."""
    shown = await preview_of_failing(here)
    await somebody_needs_the_lift(here, nth=4)

    stale = await here.browser.send(shown.form("version"), 409, note="Thợ tới sau")

    assert f"Thêm người không còn chỗ: {NAME}." in stale.text
    assert stale.value("note") == "Thợ tới sau"
    await here.browser.send(stale.form("version"))
    assert sum("Lý do: thiết bị ở nơi hẹn bị hỏng." in body for body in here.site.messages()) == 2


async def test_people_read_it_on_the_page_of_the_place_and_before_they_book(here: Here) -> None:
    await a_lift_fails(here)

    visitor = here.site.browser()
    place = await visitor.open(f"/places/{here.town.therapy.location_slug}")
    _, broken, after = place.text.partition("Tạm thời không dùng được")
    assert broken
    assert after.split("\n")[1:2] == ["Phải đi cầu thang Từ Thứ Năm, ngày 26 tháng 11 năm 2026, đến khi có báo lại"]
    await journeys.sign_in_named(visitor)
    await journeys.save_needs(visitor, **{"moving-step-free": "yes"})
    check = await journeys.choose(visitor, here.town.therapy)
    assert "Phải đi cầu thang" in check.text


async def test_a_service_is_not_offered_at_a_place_without_what_is_needed(here: Here) -> None:
    """The short way leaves it out on the day on which it fails, and says why."""
    await a_lift_fails(here)
    visitor = here.site.browser()
    await journeys.sign_in_named(visitor)
    await journeys.save_needs(visitor, **{"moving-step-free": "yes"})

    page = await visitor.open(f"/services/{here.town.therapy.service_slug}")

    assert "Phải đi cầu thang" in page.text


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"what": "feature-braille"}, ["Chọn điều không dùng được."]),
        ({"what": "resource-1", "reason": "<b>"}, ["Chọn điều không dùng được.", "Chọn lý do."]),
        ({"first-day": TODAY.day - 1}, ["Nhập ngày 25 tháng 11 năm 2026 hoặc muộn hơn."]),
        ({"last-day": "32", "last-month": "1", "last-year": "2027"}, ["Nhập ngày từ 1 đến 31."]),
        (
            {f"last-{part}": getattr(TODAY, part) for part in ("day", "month", "year")},
            ["Nhập ngày 26 tháng 11 năm 2026 hoặc muộn hơn."],
        ),
    ],
)
async def test_what_cannot_fail_is_said_on_the_form(here: Here, typed: dict[str, object], errors: list[str]) -> None:
    await preview_of_failing(here)
    form = await here.browser.open(f"{at(here.town.therapy)}/out-of-order")

    page = await here.browser.send(form.form("what"), 422, **said("feature-lift") | typed)

    assert page.errors == errors
    assert page.value("first-month") == str(TOMORROW.month)


async def test_what_is_mended_already_is_not_mended_again(here: Here) -> None:
    page = await a_lift_to_mend(here)
    await here.browser.send(page.form("version"))

    again = await here.browser.send(page.form("version"))

    assert again.h1 == "Thứ không dùng được"
    assert "Mọi thứ đều dùng được." in again.text
