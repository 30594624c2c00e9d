"""The pages of whoever closes days at many places: numbers for each of them first, then one deed."""

from datetime import timedelta

import pytest

from hoanhap.organizations import MemberRole
from tests import journeys
from tests.journeys import sign_in_as
from tests.makers import NAME, TODAY, TOMORROW, employ
from tests.pages import Browser, Site
from tests.states_of_capacity import at, said
from tests.states_of_wide_closures import AT, a_commune_to_open_again, preview_of_a_flood
from tests.stating import Here
from tests.town import Town


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    """Somebody of the agency."""
    return Here(site, town, site.browser(), monkeypatch)


async def at_desk(here: Here) -> Browser:
    """Somebody at the desk where therapy is given."""
    browser = here.site.browser()
    here.site.database.write_now(employ, here.town.therapy, "desk", MemberRole.DESK)
    await sign_in_as(browser, "desk")
    return browser


async def test_a_flood_is_closed_by_the_agency_and_solved_by_each_place(here: Here) -> None:
    """Whoever closes sees numbers and no names; those who work there have the names on their list."""
    await journeys.book(here.site.browser(), here.town.single, full_name="Lê Văn Khác", phone=journeys.OTHER_PHONE)

    shown = await preview_of_a_flood(here)
    assert "2 lịch hẹn không còn chỗ. Không lịch hẹn nào bị hủy." in shown.text
    assert here.town.therapy.place in shown.text
    assert NAME not in shown.text
    done = await here.browser.send(shown.form("version"), note="Nước <b>lên</b>")
    assert "Nước <b>lên</b>" in done.text

    assert sum("Lý do: ngập lụt." in body for body in here.site.messages()) == 2
    desk = await at_desk(here)
    waiting = await desk.open(f"{at(here.town.therapy)}/needs-you")
    assert NAME in waiting.text
    assert "Lê Văn Khác" not in waiting.text


async def test_what_changed_at_one_place_is_shown_and_what_was_typed_is_kept(here: Here) -> None:
    """Field case 32."""
    shown = await preview_of_a_flood(here)
    await journeys.book(here.site.browser(), here.town.therapy, nth=4, phone=journeys.OTHER_PHONE)

    stale = await here.browser.send(shown.form("version"), 409, note="Nước lên")

    assert f"Con số đã khác ở: {here.town.therapy.place}." in stale.text
    assert stale.value("note") == "Nước lên"
    await here.browser.send(stale.form("version"))
    assert sum("Lý do: ngập lụt." in body for body in here.site.messages()) == 2


async def test_all_of_it_opens_again_together(here: Here) -> None:
    shown = await a_commune_to_open_again(here)

    assert "1 lịch hẹn có chỗ lại." in shown.text
    done = await here.browser.send(shown.form("version"))
    assert "Không có ngày nào nhiều nơi cùng đóng cửa." in done.text
    assert "lại có chỗ" in here.site.messages()[-1]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"what": ""}, ["Chọn nơi cần đóng."]),
        ({"what": "commune-99999"}, ["Chọn nơi cần đóng."]),
        ({"what": "organization-1", "reason": "<b>"}, ["Chọn lý do."]),
        ({"first-day": TODAY.day - 1}, ["Nhập ngày 25 tháng 11 năm 2026 hoặc muộn hơn."]),
        (
            {f"last-{part}": getattr(TODAY + timedelta(days=366), part) for part in ("day", "month", "year")},
            ["Nhập ngày 25 tháng 11 năm 2027 hoặc sớm hơn."],
        ),
    ],
)
async def test_what_cannot_be_closed_widely_is_said_on_the_form(
    here: Here, typed: dict[str, object], errors: list[str]
) -> None:
    await sign_in_as(here.browser, "agency")
    form = await here.browser.open(AT)

    page = await here.browser.send(form.form("what"), 422, **said("everywhere") | typed)

    assert page.errors == errors
    assert page.value("first-month") == str(TOMORROW.month)
