"""Somebody at the desk who cannot see runs a day: by headings to the hours, by buttons to who has come."""

from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_page_is

DAY = "/organization/places/trung-tam-nang-am/day"
LOOKED_AT_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
NOTHING_SAID = 3.0
"""Seconds after which nothing more will be said."""
TODAY = "Hôm nay, Thứ Ba, ngày 8 tháng 12 năm 2026, Hòa Nhập."


def test_a_day_is_run(listener: Listener) -> None:
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=desk]")
    then_the_page_is(listener.opens(DAY), TODAY)
    assert "tiêu đề cấp 2" in listener.goes_to("Từ ", "2")
    assert "tiêu đề cấp 3" in listener.goes_to("giờ", "3")

    whom = listener.goes_to("Đã đến", "b")
    assert "giờ" in whom, whom
    heard = listener.follows()
    then_the_page_is(heard, f"Đã ghi, {TODAY}")


def test_a_list_that_keeps_up_says_nothing_unasked_but_that_it_has_changed(listener: Listener) -> None:
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=desk]")
    listener.opens(DAY)
    listener.page.locator("[data-htmx-powered]").first.wait_for(state="attached")

    listener.page.evaluate(LOOKED_AT_AGAIN)
    heard = listener.waits(NOTHING_SAID)
    assert not heard, heard

    who = listener.page.locator("button[name=arrive]").first.get_attribute("value") or ""
    listener.phone.post(f"{listener.url}{DAY}", form={"arrive": who}, headers={"sec-fetch-site": "same-origin"})
    listener.page.evaluate(LOOKED_AT_AGAIN)
    heard = listener.waits(NOTHING_SAID)
    heard.once("Danh sách vừa đổi: thêm 1 lịch hẹn có người đến.")
    assert len(heard.utterances) == 1, heard
