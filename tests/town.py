"""A small town for pages to be about: places with names, open at known times, and the site that serves it."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from hoanhap import app as house
from hoanhap import catalogue, schedule
from hoanhap.base import db as db_module
from hoanhap.base.db import Database, Db
from hoanhap.catalogue import Location, Offering, OfferingView, Unit
from hoanhap.settings import Settings
from tests import makers
from tests.makers import TODAY, TOMORROW
from tests.pages import BASE, Clock, SharedRenderer, Site, serving, shared_assets

PHONE = "0276 000 0101"
THREE_WEEKS, NEXT_MONDAY = timedelta(weeks=3), TODAY + timedelta(days=5)
PRODUCTION_SECRET = "a secret of at least thirty-two characters"
A_DAY = 24 * 60
PATIENCE_SECONDS = 120.0
"""A busy machine makes tests slow, never wrong."""


class Town(msgspec.Struct, frozen=True):
    """The places of the town; each is open tomorrow unless it says otherwise."""

    therapy: OfferingView
    """One person, 45 minutes in steps of 15, two places, mornings and afternoons; and every Monday."""
    single: OfferingView
    """One person, an hour, one place: the next one is turned away."""
    lone: OfferingView
    """One place at one time, and nothing else in eight weeks."""
    ride: OfferingView
    """Up to four people, one of them in a wheelchair."""
    club: OfferingView
    """Up to ten people, in the evening."""
    walk: OfferingView
    """Up to four people; it takes no wheelchairs."""
    strict: OfferingView
    """Cancelling takes two days' notice."""
    later: OfferingView
    """Opens in three weeks."""
    never: OfferingView
    """Has no openings."""


@pytest.fixture(scope="session")
def town_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Town]:
    """A database with the town in it, copied for each test."""
    file = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("town") / "hoanhap.db"))
    database = Database(f"sqlite:///{file}")
    town = database.write_now(_build)
    database.close()
    return file, town


@pytest.fixture
def town(town_template: tuple[Path, Town]) -> Town:
    """The places of the town."""
    return town_template[1]


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon."""
    return Clock()


@pytest.fixture
def town_url(town_template: tuple[Path, Town], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fresh copy of the town's database; applications started on it share what is costly to start."""
    monkeypatch.setattr(db_module, "ADMISSION_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setattr(house, "Assets", shared_assets)
    monkeypatch.setattr(house, "Renderer", SharedRenderer)
    return f"sqlite:///{shutil.copy(town_template[0], tmp_path / 'town.db')}"


@pytest.fixture
async def site(town_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Site]:
    """The demo, serving the town."""
    async with serving(Settings(database_url=town_url, state=str(tmp_path), base_url=BASE), clock) as opened:
        yield opened


@pytest.fixture
async def postgres_site(
    postgres_url: str, town_url: str, clock: Clock, tmp_path: Path
) -> AsyncIterator[tuple[Site, Town]]:
    """The demo on PostgreSQL, and the town it serves."""
    database = Database(postgres_url)
    places = database.write_now(_build)
    database.close()
    async with serving(Settings(database_url=postgres_url, state=str(tmp_path), base_url=BASE), clock) as opened:
        yield opened, places


@pytest.fixture
async def production(town_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Site]:
    """A real installation, serving the town by https."""
    settings = Settings(
        env="production",
        database_url=town_url,
        secret_key=PRODUCTION_SECRET,
        base_url="https://hoanhap.example",
        state=str(tmp_path),
    )
    async with serving(settings, clock) as opened:
        yield opened


def _build(db: Db) -> Town:
    places = Town(
        therapy=makers.make_offering(
            db, capacity=2, party_max=1, closes=17 * 60, duration=45, step=15, cancel=A_DAY // 2
        ),
        single=makers.make_offering(db, party_max=1),
        lone=makers.make_offering(db, party_max=1, closes=9 * 60),
        ride=makers.make_offering(
            db, service="xe-dua-don", unit=Unit.SEAT, capacity=4, wheelchairs=1, duration=60, step=30
        ),
        club=makers.make_offering(
            db,
            service="the-thao-cau-lac-bo",
            capacity=10,
            party_max=10,
            wheelchairs=3,
            opens=18 * 60,
            closes=22 * 60,
            duration=120,
        ),
        walk=makers.make_offering(db, capacity=4, party_max=4),
        strict=makers.make_offering(db, capacity=3, party_max=1, cancel=2 * A_DAY),
        later=makers.make_offering(db, party_max=1, day=TOMORROW + THREE_WEEKS),
        never=makers.make_offering(db, party_max=1, day=TODAY - THREE_WEEKS),
    )
    makers.make_schedule(db, places.therapy.id, units={Unit.PLACE: (2, 2)}, day=NEXT_MONDAY, weeks=None)
    schedule.make_openings(db, first=TODAY, last=TODAY + schedule.HORIZON)
    for name, offering in zip(_NAMES, msgspec.structs.astuple(places), strict=True):
        _name(db, offering, f"{name} (dữ liệu mẫu)")
    catalogue.index(db)
    named = [catalogue.offering(db, offering.id) for offering in msgspec.structs.astuple(places)]
    return Town(*named)


_NAMES = (
    "Trạm Y tế phường Tân Ninh",
    "Phòng tập Bình Minh",
    "Phòng tập Ninh Thạnh",
    "Hợp tác xã Vận tải Chung Tay",
    "Câu lạc bộ Niềm Vui",
    "Nhóm Đi bộ Trảng Bàng",
    "Trung tâm Phục hồi Hòa Thành",
    "Phòng tập Long Hoa",
    "Phòng tập Thanh Điền",
)


def _name(db: Db, offering: OfferingView, name: str) -> None:
    place = select(Offering.location_id).where(Offering.id == offering.id).scalar_subquery()
    db.execute(update(Location).where(Location.id == place).values(name=name, phone=PHONE))
