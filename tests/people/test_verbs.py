"""Signing in by a code: once, for ten minutes, and with limits that end by themselves."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from hoanhap import people
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.events import Event
from hoanhap.people import Account, CodeCheck, CodeRequest, TooManyCodes, rules
from hoanhap.people.model import Person, Tally
from hoanhap.people.verbs import count
from hoanhap.web import login
from tests.makers import NAME, NOON, PHONE, SECRET, SOON

OTHER_PHONE = "+84987654321"
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
QUARTER = rules.TRIES_PER_PHONE.period


def ask(database: Database, *, phone: str = PHONE, address: str = "10.0.0.1", now: datetime = NOON) -> str:
    """Ask for a code, and return the token under which it is checked."""
    return database.write_now(people.request_code, phone, language="vi", address=address, secret=SECRET, now=now)


def sent(database: Database, token: str) -> str:
    """The code on its way."""
    with database.reading() as db:
        return str(db.execute(select(CodeRequest.code).where(CodeRequest.token == token)).scalar_one())


def check(
    database: Database, token: str, typed: str, *, now: datetime = NOON + SOON, is_asker: bool = False
) -> CodeCheck:
    checked = database.write_now(
        people.check_code, token, typed, secret=SECRET, language="vi", now=now, is_asker=is_asker
    )
    return checked.outcome


def wrong(database: Database, token: str) -> str:
    """A code that is not the one on its way."""
    return f"{(int(sent(database, token)) + 1) % 1_000_000:06d}"


def test_the_right_code_is_accepted_and_makes_the_account(database: Database) -> None:
    token = ask(database)

    checked = database.write_now(
        people.check_code, token, sent(database, token), secret=SECRET, language="en", now=NOON
    )

    with database.reading() as db:
        account = db.execute(select(Account.id, Account.phone, Account.role, Account.language)).one()
    assert checked == people.Checked(CodeCheck.ACCEPTED, account.id)
    assert tuple(account)[1:] == (PHONE, "person", "en")


def test_a_code_is_accepted_once_and_known_for_a_minute(database: Database) -> None:
    token = ask(database)
    code, used = sent(database, token), NOON + SOON

    assert check(database, token, code, now=used) is CodeCheck.ACCEPTED
    assert check(database, token, code, now=used) is CodeCheck.EXPIRED
    assert check(database, token, code, now=used, is_asker=True) is CodeCheck.AGAIN
    assert check(database, token, code, now=used + rules.AGAIN, is_asker=True) is CodeCheck.AGAIN
    assert check(database, token, f"{(int(code) + 1) % 1_000_000:06d}", now=used, is_asker=True) is CodeCheck.WRONG
    assert check(database, token, code, now=used + rules.AGAIN + SECOND, is_asker=True) is CodeCheck.EXPIRED


def test_a_code_that_is_no_longer_good_is_not_taken_once_more(database: Database) -> None:
    token = ask(database)
    code, last = sent(database, token), NOON + rules.CODE_LIFE - SECOND
    assert check(database, token, code, now=last) is CodeCheck.ACCEPTED

    assert check(database, token, code, now=last + SECOND, is_asker=True) is CodeCheck.EXPIRED


def test_a_wrong_code_is_wrong_and_the_right_one_still_counts(database: Database) -> None:
    token = ask(database)

    assert check(database, token, wrong(database, token)) is CodeCheck.WRONG
    assert check(database, token, sent(database, token)) is CodeCheck.ACCEPTED


@pytest.mark.parametrize(("age", "outcome"), [(-SECOND, CodeCheck.ACCEPTED), (timedelta(), CodeCheck.EXPIRED)])
def test_a_code_is_good_for_ten_minutes(database: Database, age: timedelta, outcome: CodeCheck) -> None:
    token = ask(database)

    assert check(database, token, sent(database, token), now=NOON + timedelta(minutes=10) + age) is outcome


def test_a_code_of_another_request_is_wrong(database: Database) -> None:
    first, second = ask(database), ask(database)
    code = sent(database, second)

    assert check(database, first, code) is (CodeCheck.ACCEPTED if code == sent(database, first) else CodeCheck.WRONG)


def test_an_unknown_request_is_missing(database: Database) -> None:
    with pytest.raises(Missing):
        check(database, "nobody's", "123456")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "\N{FULLWIDTH DIGIT ONE}23456"])
def test_whatever_is_typed_is_judged(database: Database, typed: str) -> None:
    assert check(database, ask(database), typed) is CodeCheck.WRONG


def test_ten_tries_are_enough_even_for_the_right_code(database: Database) -> None:
    token = ask(database)
    for _ in range(10):
        assert check(database, token, wrong(database, token)) is CodeCheck.WRONG

    assert check(database, token, sent(database, token)) is CodeCheck.TOO_MANY


def test_a_new_code_does_not_begin_the_count_anew(database: Database) -> None:
    for _ in range(5):
        token = ask(database)
        for _ in range(2):
            check(database, token, wrong(database, token))
    newest = ask(database)

    assert check(database, newest, sent(database, newest)) is CodeCheck.TOO_MANY


def test_too_many_tries_of_one_phone_hold_up_no_other(database: Database) -> None:
    token, other = ask(database), ask(database, phone=OTHER_PHONE)
    for _ in range(11):
        check(database, token, wrong(database, token))

    assert check(database, other, sent(database, other)) is CodeCheck.ACCEPTED


def test_the_limit_of_tries_ends_by_itself(database: Database) -> None:
    token = ask(database)
    for _ in range(11):
        check(database, token, wrong(database, token))
    later = NOON + QUARTER
    again = ask(database, now=later)

    assert check(database, again, sent(database, again), now=later) is CodeCheck.ACCEPTED


def test_a_phone_gets_six_codes_an_hour(database: Database) -> None:
    for _ in range(6):
        ask(database)

    for _ in range(3):
        with pytest.raises(TooManyCodes):
            ask(database)

    assert ask(database, phone=OTHER_PHONE)
    assert ask(database, now=NOON + HOUR)


def test_an_address_gets_many_codes_but_not_any_number(database: Database) -> None:
    def ask_from_one_address(db: Db) -> None:
        for number in range(rules.CODES_PER_ADDRESS.most):
            people.request_code(
                db, f"+849{number:08d}", language="vi", address="commune office", secret=SECRET, now=NOON
            )

    database.write_now(ask_from_one_address)

    with pytest.raises(TooManyCodes):
        ask(database, address="commune office")
    assert ask(database, address="another office")


def test_a_refused_request_sends_nothing(database: Database) -> None:
    for _ in range(6):
        ask(database)
    with pytest.raises(TooManyCodes):
        ask(database)

    with database.reading() as db:
        assert db.scalar(select(func.count(CodeRequest.id))) == 6
        assert db.scalar(select(func.count(Event.id)).where(Event.kind == "CodeRequested")) == 6


def test_a_code_never_reaches_the_log(database: Database) -> None:
    token = ask(database)
    check(database, token, wrong(database, token))
    check(database, token, sent(database, token))

    with database.reading() as db:
        recorded = [tuple(row) for row in db.execute(select(Event.kind, Event.facts).order_by(Event.id))]
        request_id = db.scalar(select(CodeRequest.id))
    assert recorded == [("CodeRequested", {"code_request_id": request_id}), ("SignedIn", {})]


def test_a_used_code_is_blanked(database: Database) -> None:
    token = ask(database)
    code = sent(database, token)
    check(database, token, code)

    with database.reading() as db:
        blanked = db.execute(select(CodeRequest.code, CodeRequest.code_hash)).one()
    assert blanked.code is None
    assert code not in blanked.code_hash


def test_tries_are_counted_for_each_key_and_period(db: Db) -> None:
    limit = rules.TRIES_PER_PHONE

    counted = [count(db, limit, key, now=now) for key in ("one", "other") for now in (NOON, NOON, NOON + QUARTER)]

    assert counted == [1, 2, 1, 1, 2, 1]


def test_limits_of_different_kinds_do_not_add_up(db: Db) -> None:
    assert [count(db, limit, "key", now=NOON) for limit in (rules.TRIES_PER_PHONE, rules.CODES_PER_PHONE)] == [1, 1]


def test_a_phone_has_one_account(db: Db) -> None:
    first = people.account_for(db, PHONE, language="vi", now=NOON)

    assert people.account_for(db, PHONE, language="en", now=NOON + SOON) == first
    assert people.account_for(db, OTHER_PHONE, language="vi", now=NOON) != first
    assert people.phone_of(db, first) == PHONE


def test_a_phone_has_any_number_of_persons(db: Db) -> None:
    account_id = people.account_for(db, PHONE, language="vi", now=NOON)
    names = (NAME, "nguyen thi anh tuyet", "Nguyễn Văn Bé")

    persons = [people.person_named(db, account_id, name, now=NOON).id for name in names]

    assert persons[0] == persons[1] != persons[2]
    assert people.latest_name(db, account_id) == "Nguyễn Văn Bé"
    assert db.scalars(select(Person.full_name).order_by(Person.id)).all() == [NAME, "Nguyễn Văn Bé"]


def test_nobody_known_has_no_name(db: Db) -> None:
    assert people.latest_name(db, people.account_for(db, PHONE, language="vi", now=NOON)) == ""


def test_signing_in_anew_ends_what_was_before(database: Database) -> None:
    account_id = database.write_now(people.account_for, PHONE, language="vi", now=NOON)
    first = database.write_now(people.sign_in, account_id, now=NOON, instead_of=None)

    second = database.write_now(people.sign_in, account_id, now=NOON, instead_of=first.token)

    with database.reading() as db:
        assert login.find(db, first.token, now=NOON) is None
        found = login.find(db, second.token, now=NOON)
    assert found is not None
    assert (found.account_id, found.role) == (account_id, "person")


def test_old_codes_and_counts_are_forgotten(database: Database) -> None:
    token = ask(database)
    check(database, token, wrong(database, token))

    def left(now: datetime) -> list[int | None]:
        database.write_now(people.forget_old, now=now)
        with database.reading() as db:
            return [db.scalar(select(func.count()).select_from(table)) for table in (CodeRequest, Tally)]

    assert left(NOON + SOON) == [1, 3]
    assert left(NOON + 2 * QUARTER) == [1, 2]
    assert left(NOON + 2 * HOUR) == [1, 0]
    assert left(NOON + timedelta(days=1, minutes=10)) == [1, 0]
    assert left(NOON + timedelta(days=1, minutes=10, seconds=1)) == [0, 0]
