"""The weeks of a place as a file, and a file as new weeks: nothing is changed before it was shown."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hoanhap import capacity, schedule
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.events import Event
from hoanhap.planning import Importing, Replanning, Rule, changes, queries
from hoanhap.planning.rules import Places
from hoanhap.schedule import Schedule
from tests import makers
from tests.makers import NOON, SOMEBODY, TOMORROW, Place
from tests.pages import Page, Site
from tests.states_of_weeks import (
    book_on_monday,
    lines_of_weeks,
    on,
    preview_of_import,
    to_import,
    weeks,
    what_a_file_would_do_now,
)
from tests.stating import Here
from tests.town import NEXT_MONDAY, Town

UNREAD = "Chúng tôi không đọc được tệp này. Mời quý vị chép các dòng trong bảng tính, rồi dán vào ô."
EDGE = "----edge"
NEXT_WEEK = TOMORROW + timedelta(weeks=1)


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(site, town, site.browser(), monkeypatch)


async def upload(here: Here, content: bytes, status: int) -> Page:
    """Choose a file and press the button, as a browser sends it."""
    page = await to_import(here)
    fields = on("first", NEXT_MONDAY) | {"lines": ""}
    heads = [f'name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    heads.append('name="file"; filename="tuan.csv"\r\nContent-Type: text/csv\r\n\r\n')
    parts = "\r\n".join(f"--{EDGE}\r\nContent-Disposition: form-data; {head}" for head in heads)
    body = parts.encode() + content + f"\r\n--{EDGE}--\r\n".encode()
    here.browser.typed.add(" ".join(content.decode("utf-8-sig", "replace").split()))
    kind = {"content-type": f"multipart/form-data; boundary={EDGE}"}
    return await here.browser.arrive(await here.browser.request("POST", page.address, body=body, headers=kind), status)


async def test_a_file_that_was_sent_as_it_came_changes_nothing(here: Here) -> None:
    lines = await lines_of_weeks(here)
    assert '"Thứ Hai","8 giờ","12 giờ","2","2"' in lines

    page = await upload(here, lines.encode("utf-8-sig"), 422)

    assert page.errors == ["Tệp nói đúng như lịch đang có. Không có gì để đổi."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Dịch vụ".encode("utf-16"), UNREAD),
        (b"PK\x03\x04\x00\x00", UNREAD),
        (b"x" * 1_000_001, "Tệp dài quá một triệu chữ cái. Chia thành nhiều tệp nhỏ hơn."),
        ("Giờ vào;Ngày".encode(), "Dòng đầu có cột không biết: Giờ vào."),
    ],
)
async def test_a_file_that_is_no_sheet_is_refused_in_words(here: Here, content: bytes, sentence: str) -> None:
    page = await upload(here, content, 422)

    assert page.errors[0] == sentence
    assert len(page.form("lines").fields["lines"]) < 100


async def test_every_wrong_line_is_said_and_nothing_is_written(here: Here) -> None:
    lines = await lines_of_weeks(here)
    form = (await to_import(here)).form("lines")
    before = here.site.rows()

    page = await here.browser.send(form, 422, lines=lines.replace('"12 giờ"', '"7 giờ"') + "Cắt tóc,,,,,,,,,,,\r\n")

    assert "cột Đóng cửa: giờ đóng cửa phải sau giờ mở cửa, trong cùng một ngày." in page.errors[0]
    assert len(page.errors) > 1
    assert "Cắt tóc" in page.form("lines").fields["lines"]
    assert here.site.rows() == before


async def test_a_good_file_is_shown_first_and_names_who_loses_a_place(here: Here) -> None:
    here.site.database.write_now(book_on_monday, here)
    shown = await preview_of_import(here)
    assert "Giờ mở cửa thêm vào" in shown.text
    assert makers.NAME not in shown.text  # they keep their place

    lines = (await lines_of_weeks(here)).replace('"Thứ Hai","8 giờ"', '"Thứ Hai","10 giờ"')
    form = (await to_import(here)).form("lines")
    later = await here.browser.send(form, lines=lines, **on("first", NEXT_MONDAY))

    assert makers.NAME in later.text
    with here.site.database.reading() as db:
        assert db.scalars(select(Event.kind).order_by(Event.id.desc()).limit(1)).one() == "ConcernedSeen"


async def test_a_file_that_was_shown_is_done_once(here: Here) -> None:
    shown = await preview_of_import(here)
    for _ in range(2):
        done = await here.browser.send(shown.form("version"))
        assert "Đã đổi lịch tuần" in done.text

    assert "Thứ Hai, 8 giờ đến 11 giờ" in (await weeks(here)).text
    with here.site.database.reading() as db:
        assert len(db.scalars(select(Event.id).where(Event.kind == "WeeksImported")).all()) == 1


async def test_a_stale_preview_is_shown_anew(here: Here) -> None:
    """Field case 32."""
    anew = await what_a_file_would_do_now(here)

    assert "Đã có thay đổi trong lúc quý vị xem" in anew.text
    assert "Đã đổi lịch tuần" in (await here.browser.send(anew.form("version"))).text


def test_a_file_displaces_whoever_has_no_hour_any_more(database: Database) -> None:
    place = Place(database)
    database.write_now(makers.make_schedule, place.offering.id, day=NEXT_WEEK, weeks=None)
    database.write_now(schedule.make_openings, first=TOMORROW, last=NEXT_WEEK)
    with database.reading() as db:
        place.slots = makers.slots(db, place.offering)
        old = next(rule for rule in queries.rules_of(db, place.offering.id, since=TOMORROW) if rule.valid_until is None)
    reference = place.book(4)
    new = Rule(place.offering.id, old.weekday, 540, 720, (Places("place", 1, 1),), NEXT_WEEK)
    change = Importing((Replanning(place.offering.id, NEXT_WEEK, (old.id,), (new,)),))
    with database.reading() as db:
        proposal = capacity.propose(db, change, now=NOON)
        assert change.added(db, today=local_day(NOON)) == {}

    for _ in range(2):
        database.write_now(changes.plan, change, proposal.version, by=SOMEBODY, now=NOON)

    assert [each.reference for each in proposal.displaced] == [reference]
    assert (place.events("WeeksImported"), place.events("BookingDisplaced")) == (1, 1)
    begun = select(Schedule.opens).where(Schedule.valid_from == NEXT_WEEK).order_by(Schedule.id)
    with database.reading() as db:
        assert db.scalars(begun).all() == [480, 540]
    assert place.breaches() == []
