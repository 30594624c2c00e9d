"""Whoever finds something hard can say so from any page, reads by when we answer, and finds the answer there."""

from urllib.parse import quote

import pytest

from hoanhap.hotline import GUIDES
from tests import makers
from tests.journeys import (
    ANSWER,
    HARD,
    OTHER_PHONE,
    PHONE,
    answer_feedback,
    book,
    give_feedback,
    open_feedback,
    path_of,
    see_times,
    sign_in,
    sign_in_as,
)
from tests.makers import NAME
from tests.pages import Page, Site
from tests.states import FIX_BY
from tests.town import Town


def feedback_link(page: Page) -> str:
    """Where the link to feedback leads."""
    return page.links()["Góp ý về trang này"]


async def test_feedback_speaks_of_the_page_somebody_came_from_and_leads_back(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.therapy)

    page = await browser.open(feedback_link(times))
    back = await browser.follow(page, "Quay lại trang quý vị vừa xem")

    assert GUIDES["times"].about in page.text
    assert (back.address, back.h1) == (times.address, times.h1)


async def test_the_page_is_kept_by_its_name_and_never_by_its_address(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = path_of(await book(browser, town.therapy))

    page = await give_feedback(browser, came_from=booked)

    assert GUIDES["booking"].about in page.text
    with site.database.reading() as db:
        rows = str(db.exec_driver_sql("SELECT * FROM feedback").all())
    assert booked.rpartition("/")[2] not in rows


@pytest.mark.parametrize(
    "came_from",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/khong/co", "", "x" * 5000],
)
async def test_only_pages_of_ours_lead_back(came_from: str, site: Site) -> None:
    browser = site.browser()

    page = await browser.open(f"/accessibility/feedback?from={quote(came_from)}")
    wrong = await browser.post("/accessibility/feedback", page.form("hard").fields, 422)
    received = await give_feedback(browser, came_from=came_from)

    for each in (page, wrong):
        assert "Quay lại trang quý vị vừa xem" not in each.links()
        assert "Trang quý vị vừa xem" not in each.text
    assert "Trang đã xem" not in received.text


async def test_a_very_long_address_leads_to_feedback_all_the_same(site: Site) -> None:
    page = await site.browser().open("/services?q=" + "x" * 2000)

    assert feedback_link(page) == "/accessibility/feedback"


async def test_nobody_is_asked_what_they_have(site: Site) -> None:
    page = await site.browser().open("/accessibility/feedback")

    assert "khuyết tật" not in page.text.casefold()


async def test_words_alone_are_enough(site: Site) -> None:
    page = await give_feedback(site.browser())

    assert page.h1 == "Chúng tôi đã nhận góp ý"
    assert "Chúng tôi trả lời chậm nhất Thứ Tư, ngày 9 tháng 12 năm 2026." in page.text
    assert "Sở Y tế tỉnh Tây Ninh" in page.text
    assert HARD in page.text


@pytest.mark.parametrize("reply", ["call", "message"])
async def test_whoever_wants_to_be_reached_is_asked_for_a_phone(reply: str, site: Site) -> None:
    browser = site.browser()

    page = await give_feedback(browser, 422, reply=reply, came_from="/services", **{"aid-switch": "yes"})
    received = await browser.send(page.form("hard"), phone=PHONE)

    assert page.errors == ["Nhập số điện thoại."]
    assert (page.value("hard"), page.value("reply"), page.value("aid-switch")) == (HARD, reply, "yes")
    assert GUIDES["services"].about in page.text
    assert "09 12 34 56 78" in received.text
    assert "Công tắc" in received.text


@pytest.mark.parametrize("reply", ["page", "none"])
async def test_a_phone_that_is_not_needed_is_not_kept(reply: str, site: Site) -> None:
    await give_feedback(site.browser(), reply=reply, phone="không có")
    await give_feedback(site.browser(), reply=reply, phone=PHONE)

    with site.database.reading() as db:
        assert db.exec_driver_sql("SELECT DISTINCT phone FROM feedback").scalars().all() == [""]


async def test_everything_that_is_missing_is_said_at_once_in_the_order_of_the_page(site: Site) -> None:
    typed = {"reply": "call", "phone": "09", "full_name": "x" * 201}

    page = await give_feedback(site.browser(), 422, hard=" \n ", **typed)

    assert [each.partition(".")[0] for each in page.errors] == [
        "Viết điều quý vị thấy khó dùng",
        "Số này còn thiếu",
        "Nhập tên ngắn hơn, nhiều nhất 200 chữ cái",
    ]
    assert {name: page.value(name) for name in typed} == typed


@pytest.mark.parametrize(("length", "status"), [(2000, 200), (2001, 422)])
async def test_what_somebody_writes_may_be_as_long_as_the_hint_says(length: int, status: int, site: Site) -> None:
    await give_feedback(site.browser(), status, hard="ễ" * length)


async def test_boxes_that_are_not_on_the_page_tick_nothing(site: Site) -> None:
    forged = {"aid-everything": "yes", "aid-switch": "x", "aid": "voice"}

    await give_feedback(site.browser(), **forged)

    with site.database.reading() as db:
        assert db.exec_driver_sql("SELECT aids FROM feedback").scalar_one() in ("[]", [])


async def test_somebody_signed_in_need_not_type_what_we_know_and_finds_what_they_gave(site: Site, town: Town) -> None:
    browser, other = site.browser(), site.browser()
    await book(browser, town.therapy)
    received = await give_feedback(browser)
    await sign_in(other, phone=OTHER_PHONE)

    page = await browser.open("/accessibility/feedback")
    elsewhere = await other.open("/accessibility/feedback")

    assert (page.value("full_name"), page.value("phone")) == (NAME, "09 12 34 56 78")
    assert path_of(received) in page.links().values()
    assert "Góp ý quý vị đã gửi" not in elsewhere.text


async def test_whoever_writes_too_often_keeps_what_they_typed(site: Site) -> None:
    browser = site.browser()
    for _ in range(5):
        await give_feedback(browser, reply="message", phone=PHONE)

    page = await give_feedback(browser, 429, reply="message", phone=PHONE, came_from="/services")

    assert [each.split(",")[0] for each in page.errors] == ["Đã có nhiều góp ý trong một tiếng"]
    assert (page.value("hard"), page.value("reply"), page.value("phone")) == (HARD, "message", PHONE)
    assert GUIDES["services"].about in page.text


@pytest.mark.parametrize("token", ["x", "x" * 3000, "%E1%BB%85"])
async def test_feedback_nobody_gave_is_missing(token: str, site: Site) -> None:
    await site.browser().open(f"/accessibility/feedback/{token}", 404)


async def test_the_reference_alone_opens_nothing_to_others(site: Site) -> None:
    await give_feedback(site.browser())
    with site.database.reading() as db:
        reference = db.exec_driver_sql("SELECT reference FROM feedback").scalar_one()

    await site.browser().open(f"/accessibility/feedback/{reference}", 404)


async def test_the_answer_stands_where_somebody_was_told_that_it_would(site: Site) -> None:
    browser = site.browser()
    received = await give_feedback(browser)
    await answer_feedback(site.browser(), outcome="will-fix", **FIX_BY)
    browser.typed.add(ANSWER)

    page = await browser.open(path_of(received))

    assert page.h1 == "Chúng tôi đã trả lời góp ý"
    assert "Chúng tôi sẽ sửa xong chậm nhất Thứ Sáu, ngày 15 tháng 1 năm 2027." in page.text
    assert ANSWER in page.text


async def test_whoever_asked_for_a_message_gets_one_that_tells_nothing(site: Site) -> None:
    await give_feedback(site.browser(), reply="message", phone=PHONE)
    await answer_feedback(site.browser())

    (body,) = site.messages()

    assert body.startswith("Hòa Nhập: chúng tôi đã trả lời góp ý của quý vị. Mã góp ý: ")
    assert HARD not in body
    assert ANSWER not in body


async def test_whoever_asked_for_a_call_is_called_and_the_caller_finds_the_answer(site: Site) -> None:
    admin = site.browser()
    await give_feedback(site.browser(), reply="call", phone=PHONE)
    await answer_feedback(admin)
    site.work()

    calls = await admin.open("/staff/calls")
    answer = await admin.open(next(href for name, href in calls.links().items() if name.startswith("Đọc câu trả lời")))
    noted = await admin.send(calls.form("line"))

    assert "Báo đã trả lời góp ý" in calls.text
    assert ANSWER in answer.text
    assert "Không còn ai chờ gọi." in noted.text


async def test_staff_come_from_the_overview_and_are_told_what_is_late(site: Site) -> None:
    await give_feedback(site.browser())
    admin = site.browser()
    admin.typed.add(HARD)
    overview = await sign_in_as(admin, "admin")
    before = await admin.follow(overview, "Xem góp ý")

    site.clock.forward(days=15)
    await sign_in_as(admin, "admin")
    after = await admin.open("/staff/feedback")

    assert HARD in before.text
    assert "Đã trễ hẹn" not in before.text
    assert "Đã trễ hẹn" in after.text


async def test_a_long_list_has_pages(site: Site) -> None:
    for each in range(11):
        await give_feedback(site.browser(), hard=f"Việc thứ {each}.")
    admin = site.browser()
    admin.typed |= {f"Việc thứ {each}." for each in range(11)}
    await sign_in_as(admin, "admin")

    first = await admin.open("/staff/feedback")
    second = await admin.follow(first, "Trang sau")
    behind = await admin.open("/staff/feedback?page=99")
    not_found = await admin.open("/staff/feedback?noted=yes&reference=12", 422)
    from_there = await admin.follow(not_found, "Trang sau")

    assert "Việc thứ 0." in first.text
    assert "Việc thứ 10." not in first.text
    assert "Việc thứ 10." in second.text
    assert behind.text == from_there.text == second.text


async def test_the_list_asks_as_often_however_much_there_is(site: Site) -> None:
    admin = site.browser()
    admin.typed.add(HARD)
    await sign_in_as(admin, "admin")
    before = [await admin.statements(path) for path in ("/staff/feedback", "/staff/feedback?list=answered")]

    for _ in range(4):
        await give_feedback(site.browser())

    after = [await admin.statements(path) for path in ("/staff/feedback", "/staff/feedback?list=answered")]
    assert after == before
    assert max(after) <= 3


@pytest.mark.parametrize("written", ["{0}", "{1}", " {0} "])
async def test_staff_find_feedback_by_the_reference_that_somebody_says(written: str, site: Site) -> None:
    await give_feedback(site.browser())
    admin = site.browser()
    admin.typed.add(HARD)
    await sign_in_as(admin, "admin")
    with site.database.reading() as db:
        digits = db.exec_driver_sql("SELECT reference FROM feedback").scalar_one()
    spoken = " ".join(digits[start : start + 2] for start in range(0, 8, 2))
    form = (await admin.open("/staff/feedback")).form("reference")

    page = await admin.send(form, reference=written.format(digits, spoken))

    assert page.h1 == f"Góp ý mã {spoken}"


@pytest.mark.parametrize("typed", ["x", "12345678", "٤٨٢٧١٩٣٥", "' OR 1=1 --", "9" * 500])
async def test_a_reference_that_is_none_is_said_on_the_list(typed: str, site: Site) -> None:
    admin = site.browser()
    await sign_in_as(admin, "admin")

    page = await admin.send((await admin.open("/staff/feedback")).form("reference"), 422, reference=typed)

    assert page.errors == ["Không có góp ý nào mang mã này. Nhập lại đủ 8 chữ số."]
    await admin.open(f"/staff/feedback/{quote(typed)}", 404)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"outcome": ""}, ["Chọn kết quả"]),
        ({"outcome": "maybe"}, ["Chọn kết quả"]),
        ({"answer": " "}, ["Viết câu trả lời"]),
        ({"answer": "x" * 1001}, ["Viết ngắn hơn, nhiều nhất 1"]),
        ({"outcome": "will-fix"}, ["Nhập ngày sẽ sửa xong"]),
        ({"outcome": "will-fix", **FIX_BY, "fix_by-month": "13"}, ["Nhập tháng từ 1 đến 12"]),
        ({"outcome": "will-fix", **FIX_BY, "fix_by-year": "2026"}, ["Nhập ngày 25 tháng 11 năm 2026 hoặc muộn hơn"]),
    ],
)
async def test_an_answer_that_lacks_something_is_not_sent(typed: dict[str, str], errors: list[str], site: Site) -> None:
    await give_feedback(site.browser())
    admin = site.browser()
    page = await open_feedback(admin)
    before = site.rows()

    wrong = await admin.send(page.form("answer"), 422, **({"outcome": "fixed", "answer": ANSWER} | typed))

    assert [each.partition(":")[0].partition(".")[0] for each in wrong.errors] == errors
    assert site.rows() == before


async def test_a_day_that_belongs_to_no_promise_is_not_kept(site: Site) -> None:
    await give_feedback(site.browser())

    await answer_feedback(site.browser(), outcome="fixed", **FIX_BY)

    with site.database.reading() as db:
        assert db.exec_driver_sql("SELECT fix_by FROM feedback").scalar_one() is None


async def test_whoever_answers_second_keeps_their_words_and_reads_the_first(site: Site) -> None:
    await give_feedback(site.browser())
    second = site.browser()
    page = await open_feedback(second)
    await answer_feedback(site.browser(), outcome="will-fix", **FIX_BY)
    second.typed |= {ANSWER, "Không sửa được."}
    before = site.rows()

    refused = await second.send(page.form("answer"), 409, outcome="cannot", answer="Không sửa được.")
    wrong = await second.send(page.form("answer"), 422, answer="Không sửa được.")

    assert ANSWER in refused.text
    assert "Không sửa được." in refused.text
    assert wrong.value("answer") == "Không sửa được."
    assert site.rows() == before


async def test_people_do_not_see_what_others_wrote(site: Site) -> None:
    browser = site.browser()
    await give_feedback(browser)
    await sign_in(browser, phone=OTHER_PHONE)

    await browser.open("/staff/feedback", 403)


async def test_the_statement_says_what_the_last_check_found_and_what_a_booking_costs(site: Site) -> None:
    browser = site.browser()
    site.app.state.assessment = None
    without = await browser.open("/accessibility")
    site.app.state.assessment = makers.make_assessment()
    site.clock.forward(seconds=1)

    page = await browser.open("/accessibility")

    assert "chưa có kết quả kiểm tra đi kèm" in without.text
    for said in (
        "Ngày kiểm tra: Thứ Tư, ngày 25 tháng 11 năm 2026.",
        "203 tình huống",
        "2.030 lượt",
        "Máy không còn thấy chỗ nào chưa đạt.",
        "đọc 26 việc",
        "Tên trang và lời báo lỗi của 140 tình huống cũng được đọc",
        "Lần nào cũng nghe đúng.",
        "nhiều nhất 60 lần bấm, 350 chữ phải nghe",
        "nhiều nhất 25 lần bấm, 150 chữ phải nghe",
        "393",
        "178",
        "Chưa đạt mức đặt ra: Đặt lần đầu, bằng trình đọc màn hình.",
        "Chưa đạt mức đặt ra: Đặt lại, bằng trình đọc màn hình.",
        "a second screen reader",
    ):
        assert said in page.text, said
    assert page.text.count("Chưa đạt mức đặt ra") == 2


async def test_the_statement_hides_no_fault(site: Site) -> None:
    site.app.state.assessment = makers.make_assessment(findings=2, unheard=1)

    page = await site.browser().open("/accessibility")

    assert "Máy còn thấy 2 chỗ chưa đạt." in page.text
    assert "1 lần nghe chưa đúng." in page.text


async def test_the_statement_counts_what_was_said_and_answered(site: Site) -> None:
    browser = site.browser()
    none = await browser.open("/accessibility")
    await give_feedback(site.browser())
    await give_feedback(site.browser())
    site.clock.forward(days=3)
    await answer_feedback(site.browser())

    page = await browser.open("/accessibility")

    assert "Chưa có góp ý nào." in none.text
    for said in (
        "Đã nhận: 2.",
        "Đã trả lời: 1.",
        "Đang chờ trả lời: 1.",
        "Một nửa số góp ý được trả lời trong 3 ngày.",
    ):
        assert said in page.text
