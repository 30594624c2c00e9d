"""The pages of those who say what a place offers: a draft becomes something people find; what cannot be is said."""

import pytest
from sqlalchemy import update

from hoanhap.catalogue import Offering
from hoanhap.organizations import MemberRole
from tests import makers
from tests.makers import SERVICE
from tests.pages import Site
from tests.states_at_work import at_work
from tests.states_of_offerings import (
    COST,
    HINT,
    SAID,
    a_draft_just_added,
    an_offering_just_paused,
    an_offering_that_lost_what_somebody_needs,
    offerings,
    path_of,
    tell_all,
    therapy,
    topic,
    topic_that_somebody_else_has_changed,
    what_else_to_offer,
    words_just_said,
)
from tests.stating import Here
from tests.town import Town

OTHER = "am-ngu-tri-lieu"
HOW_LONG = "Nhập một buổi dài bao lâu, từ 5 phút đến 12 tiếng, ví dụ 1 tiếng 30 phút."
NO_ROOM_AFTER = "Có lịch tuần mở ngắn hơn một buổi cộng thời gian để trống. Đổi lịch tuần trước, rồi đổi ở đây."
LONGER = "Có lịch tuần mở ngắn hơn thời gian này. Đổi lịch tuần trước, rồi đổi ở đây."


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(site, town, site.browser(), monkeypatch)


async def test_a_draft_is_told_what_is_missing_and_seen_once_it_is_published(here: Here) -> None:
    draft = await here.browser.send((await what_else_to_offer(here)).forms()[1], service=OTHER)
    place = f"/places/{here.town.therapy.location_slug}"
    refused = await here.browser.send(draft.forms()[0], 409)
    assert "Chưa công bố được" in refused.text
    assert "Chưa có lịch tuần nào" in refused.links()
    assert "Âm ngữ trị liệu" not in (await here.browser.open(place)).text

    number = int(draft.address.split("/")[-1].split("?")[0])
    here.site.database.write_now(tell_all, number)
    here.site.database.write_now(makers.make_schedule, number, weeks=None)
    done = await here.browser.send(draft.forms()[0])

    assert "Đã công bố" in done.text
    public = await here.browser.open(place)
    assert "Âm ngữ trị liệu" in public.text
    assert COST in public.text


async def test_the_search_among_services_needs_no_accents(here: Here) -> None:
    page = await what_else_to_offer(here)

    found = await here.browser.send(page.forms()[0], q="am ngu")

    assert "Âm ngữ trị liệu" in found.text
    assert "Xe đưa đón" not in found.text


async def test_own_words_stand_before_those_of_the_service_wherever_they_are_said(here: Here) -> None:
    await words_just_said(here)

    service = await here.browser.open(f"/services/{SERVICE}")
    times = await here.browser.open(f"/services/{SERVICE}/times?place={here.town.therapy.id}")

    assert f"Chi phí ở nơi này: {COST}" in service.text
    assert COST in times.text
    assert HINT in times.text


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("time", {"duration": "lâu"}, HOW_LONG),
        ("time", {"duration": "13 tiếng"}, HOW_LONG),
        ("time", {"duration": "50 phút"}, "Nhập thời gian chia hết cho 15 phút, vì giờ bắt đầu cách nhau như vậy."),
        (
            "time",
            {"duration": "5 tiếng"},
            "Có lịch tuần mở ngắn hơn thời gian này. Đổi lịch tuần trước, rồi đổi ở đây.",
        ),
        ("time", {"buffer": "20 phút"}, "Nhập thời gian chia hết cho 15 phút, vì giờ bắt đầu cách nhau như vậy."),
        ("time", {"buffer": "-15"}, "Nhập thời gian để trống, nhiều nhất 4 tiếng. Không cần thì không ghi."),
        ("time", {"buffer": "4 tiếng"}, NO_ROOM_AFTER),
        ("time", {"horizon": "9 tuần"}, "Nhập đặt trước được bao xa, từ 1 ngày đến 8 tuần, ví dụ 4 tuần."),
        ("time", {"horizon": "25 tiếng"}, "Nhập tròn ngày hoặc tròn tuần, ví dụ 4 tuần."),
        ("people", {"people": "<b>2</b>"}, "Nhập số người từ 1 đến 50, bằng chữ số."),
        ("approval", {"approval": "yes", "answer": "0"}, "Nhập số ngày từ 1 đến 20, bằng chữ số."),
        ("words", SAID | {"cost_vi": " "}, "Viết giá, hoặc viết rằng không phải trả tiền."),
        ("words", SAID | {"bring_vi": ""}, "Viết những thứ cần mang, mỗi dòng một thứ."),
        ("words", SAID | {"know_vi": "a" * 501}, "Viết ngắn hơn, nhiều nhất 500 chữ cái."),
    ],
)
async def test_what_cannot_be_is_said_at_its_field_and_kept(
    here: Here, name: str, typed: dict[str, str], sentence: str
) -> None:
    here.browser.typed |= {"<b>2</b>", "a" * 501}
    page = await topic(here, name)

    refused = await here.browser.send(page.forms()[0], 422, **typed)

    assert refused.errors == [sentence]
    for field, value in typed.items():
        assert refused.forms()[0].fields[field] == value


async def test_all_that_is_wrong_is_told_in_the_order_of_the_page(here: Here) -> None:
    here.browser.typed.add("a" * 501)
    page = await topic(here, "words")

    refused = await here.browser.send(page.forms()[0], 422, cost_vi="", bring_vi="", know_vi="a" * 501)

    assert [each.partition(",")[0] for each in refused.errors] == [
        "Viết giá",
        "Viết những thứ cần mang",
        "Viết ngắn hơn",
    ]


async def test_what_is_kept_free_is_said_on_the_page_of_the_service(here: Here) -> None:
    page = await topic(here, "time")

    told = await here.browser.send(page.forms()[0], buffer="15 phút")

    assert "Để trống sau mỗi buổi 15 phút" in " ".join(told.text.split())
    emptied = await here.browser.open(f"{path_of(here)}/{here.town.therapy.id}/time")
    assert emptied.forms()[0].fields["buffer"] == "15 phút"
    none = await here.browser.send(emptied.forms()[0], buffer="")
    assert "Để trống sau mỗi buổi Không để trống" in " ".join(none.text.split())


async def test_wheelchairs_that_are_promised_cannot_be_taken_away(site: Site, town: Town, here: Here) -> None:
    here.site.database.write_now(makers.employ, town.ride, "capacity", MemberRole.CAPACITY)
    site.database.write_now(
        lambda db: makers.book(
            db, makers.make_choice(town.ride, makers.slots(db, town.ride)[0], people=1, wheelchairs=1)
        )
    )
    await at_work(here, "capacity", MemberRole.CAPACITY)
    page = await here.browser.open(f"/organization/places/{town.ride.location_slug}/offerings/{town.ride.id}/people")

    refused = await here.browser.send(page.forms()[0], 422, wheelchairs="no")

    assert "và 1 lịch hẹn có chỗ đó" in refused.errors[0]


async def test_who_comes_second_sees_what_stands_and_keeps_what_they_typed(here: Here) -> None:
    page = await topic_that_somebody_else_has_changed(here)

    assert "nhiều nhất 2 người" in page.text
    assert page.forms()[0].fields["people"] == "3"
    again = await here.browser.send(page.forms()[0])
    assert "nhiều nhất 3 người" in again.text


async def test_whoever_needs_what_is_there_no_more_is_named_by_the_booking(here: Here) -> None:
    page = await an_offering_that_lost_what_somebody_needs(here)

    (link,) = [href for href in page.links().values() if "/day/" in href]
    await here.browser.open(link)
    assert "Có 1 lịch hẹn cần điều nơi này không còn." in (await here.browser.open(path_of(here))).text


async def test_a_service_that_is_paused_is_said_to_be_and_planned_on(here: Here) -> None:
    await an_offering_just_paused(here)

    public = await here.browser.open(f"/places/{here.town.therapy.location_slug}")
    assert "Tạm ngưng nhận lịch mới: Vật lý trị liệu." in public.text
    await here.browser.open(f"/services/{SERVICE}/times?place={here.town.therapy.id}", 409)
    weeks = await here.browser.open(f"/organization/places/{here.town.therapy.location_slug}/weeks")
    assert "Vật lý trị liệu\nTạm ngưng nhận lịch mới Có lịch cũng chưa ai đặt thêm được." in weeks.text


async def test_a_draft_is_deleted_after_one_more_question(here: Here) -> None:
    page = await a_draft_just_added(here)
    weeks = await here.browser.open(path_of(here).replace("offerings", "weeks"))
    assert "Bản nháp, chưa ai thấy Có lịch cũng chưa ai tìm thấy. Xem để công bố, Âm ngữ trị liệu" in weeks.text
    asked = await here.browser.follow(page, "Xóa bản nháp này")
    assert "Chưa ai thấy và chưa ai đặt dịch vụ này. Những gì đã điền sẽ mất." in asked.text

    listed = await here.browser.send(asked.form("service"))
    assert "Đã xóa bản nháp" in listed.text
    assert "Âm ngữ trị liệu" not in listed.links()
    again = await here.browser.send(asked.form("service"))
    too_late = await here.browser.send(page.forms()[0], 409)

    assert again.address == listed.address
    assert "Bản nháp này vừa được xóa" in too_late.text


async def test_what_people_see_has_nothing_to_delete(here: Here) -> None:
    page = await therapy(here)

    assert "Xóa bản nháp này" not in page.links()
    assert (await here.browser.open(f"{page.address}/removal")).address == page.address


async def test_a_draft_is_not_there_for_anybody_else(here: Here) -> None:
    drafted = update(Offering).where(Offering.id == here.town.therapy.id).values(is_draft=True, is_open=False)
    here.site.database.write_now(lambda db: db.execute(drafted).rowcount)

    await here.browser.open(f"/services/{SERVICE}/times?place={here.town.therapy.id}", 404)


async def test_the_list_asks_as_often_however_much_is_offered(here: Here) -> None:
    page = await offerings(here)
    before = await here.browser.statements(page.address)
    for service in (OTHER, "xe-dua-don"):
        await here.browser.send((await what_else_to_offer(here)).forms()[1], service=service)

    assert await here.browser.statements(page.address) == before


async def test_an_offering_of_another_place_is_not_here(here: Here) -> None:
    await therapy(here)

    for number in (here.town.ride.id, 999_999):
        await here.browser.open(f"{path_of(here)}/{number}", 404)
    await here.browser.open(f"{path_of(here)}/{here.town.therapy.id}/price", 404)
