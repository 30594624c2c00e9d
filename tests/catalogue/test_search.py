"""Finding by words, on both databases: what is found, in which order, and that the index answers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, text

from hoanhap import catalogue
from hoanhap.base.db import Database, Db
from hoanhap.catalogue import search
from hoanhap.catalogue.model import SearchEntry
from tests import makers

ODD = [
    '"',
    "*",
    "NEAR(",
    "xe NEAR lan",
    "-xe",
    "xe:lan",
    "a AND",
    "OR",
    "'",
    "\\",
    "& | !",
    "<->",
    ":*",
    "(",
    "^x",
    "%",
]
WORDS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=60)


def titles(db: Db, typed: str, language: str = "vi") -> list[str]:
    """What is found, in order."""
    return [each.title for each in catalogue.find(db, typed, language)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("vat ly tri lieu", "Vật lý trị liệu"),
        ("Vật lý", "Vật lý trị liệu"),
        ("VAT LY TR", "Vật lý trị liệu"),
        ("phuc hoi", "Tập phục hồi tại nhà"),
        ("xe lan", "Mượn, sửa xe lăn và dụng cụ"),
        ("khoẻ", "Vật lý trị liệu"),
        ("khỏe", "Vật lý trị liệu"),
        ("dua don", "Xe đưa đón tận nhà"),
        ("đưa đón", "Xe đưa đón tận nhà"),
    ],
)
def test_a_service_is_found_however_it_is_typed(db: Db, typed: str, first: str) -> None:
    assert titles(db, typed)[0] == first


def test_a_word_in_the_middle_must_be_whole_and_the_last_may_be_begun(db: Db) -> None:
    assert "Vật lý trị liệu" in titles(db, "vat ly tri li")
    assert "Vật lý trị liệu" not in titles(db, "vatl ly tri lieu")


def test_words_in_another_language_find_what_there_is(db: Db) -> None:
    found = catalogue.find(db, "physiotherapy", "vi")

    assert (found[0].title, found[0].language) == ("Physiotherapy", "en")
    assert catalogue.find(db, "vật lý trị liệu", "en")[0].language == "vi"


def test_a_place_is_found_by_its_commune_its_old_district_and_what_it_gives(db: Db) -> None:
    offering = makers.make_offering(db)
    catalogue.index(db)

    for typed in (offering.place, "phuong tan ninh", "thanh pho tay ninh", "vật lý trị liệu tân ninh"):
        found = catalogue.find(db, typed, "vi")
        assert offering.location_slug in [each.ref for each in found if each.kind == search.PLACE], typed


def test_a_place_that_is_not_written_down_yet_is_found_once_it_is(db: Db) -> None:
    offering = makers.make_offering(db)

    assert titles(db, offering.place) == []
    catalogue.index(db)
    assert titles(db, offering.place) == [offering.place]


def test_writing_down_again_changes_nothing(db: Db) -> None:
    makers.make_offering(db)
    catalogue.index(db)
    columns = [each for each in SearchEntry.__table__.columns if each.name != "id"]
    statement = select(*columns).order_by(SearchEntry.kind, SearchEntry.ref, SearchEntry.language)
    before = db.execute(statement).all()

    catalogue.index(db)

    assert db.execute(statement).all() == before
    assert len(titles(db, "vat ly tri lieu")) == len(set(titles(db, "vat ly tri lieu")))


@pytest.mark.parametrize("typed", [*ODD, "x" * 10_000, "xe " * 5000, "", " ", "²", "ß", "💺", "ﷺ", "\u0301"])
def test_whatever_is_typed_is_plain_words(db: Db, typed: str) -> None:
    catalogue.find(db, typed, "vi")
    catalogue.near_words(db, typed[:200], "vi")


@pytest.mark.parametrize("typed", ["xe NEAR lan", '"xe" lan', "xe:lan*", "-xe lan"])
def test_what_would_be_an_operator_is_a_word_or_nothing(db: Db, typed: str) -> None:
    assert titles(db, typed) == titles(db, typed.translate(str.maketrans('":*-', "    ")))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS)
def test_no_text_is_an_error(db: Db, typed: str) -> None:
    catalogue.find(db, typed, "vi")


def test_near_words_find_something(db: Db) -> None:
    for typed in ("phuk hoi", "xe lann", "toi muon di phuc hoi chuc nang"):
        assert catalogue.find(db, typed, "vi") == []
        near = catalogue.near_words(db, typed, "vi")
        assert catalogue.find(db, near[0], "vi") != []


def test_the_index_answers(database: Database) -> None:
    plan = plan_of(database)

    if database.is_sqlite:
        assert "SCAN search_index VIRTUAL TABLE INDEX 0:M1" in plan
        assert "SCAN search_entry" not in plan
        assert "SCAN location" not in plan
    else:
        assert "Bitmap Index Scan on ix_search_entry_folded" in plan
        assert "Seq Scan" not in plan


def test_one_statement_finds_everything(database: Database) -> None:
    with database.reading() as db:
        statements = []
        event.listen(db, "before_cursor_execute", lambda *told: statements.append(told[2]))
        catalogue.find(db, "xe lan", "vi")

    assert len([each for each in statements if each != "BEGIN"]) == 1


def plan_of(database: Database) -> str:
    """How the database goes about finding "xe"; PostgreSQL is told that reading every row is no way."""
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    with database.writing() as db:
        statement = search.BY_INDEX[db.dialect.name].compile(dialect=db.dialect)
        if not database.is_sqlite:
            db.execute(text("SET LOCAL enable_seqscan = off"))
        asked = {name: "xe" if name == "asked" else value for name, value in statement.params.items()}
        values = [asked[name] for name in statement.positiontup or []] if database.is_sqlite else asked
        rows = db.exec_driver_sql(f"{explain} {statement}", tuple(values) if database.is_sqlite else asked).all()
    return "\n".join(str(row[-1]) for row in rows)
