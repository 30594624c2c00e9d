"""The same proof shown by several processes at once opens one door, and without the guard it opens more."""

import pytest

from hoanhap import organizations
from hoanhap.base.db import Database, Db
from hoanhap.organizations import MemberRole, Post
from hoanhap.staff import verbs
from tests.concurrency.crew import PROCESSES, Crew
from tests.concurrency.deeds import ShowProof, ShowProofUnguarded
from tests.makers import NOON, SECRET, SOMEBODY, make_account, make_organization
from tests.staffing import CODES, NAME, code_at, give_credential

PROOFS = {"a code of the authenticator": code_at(NOON), "a recovery code": CODES[0]}
every_proof = pytest.mark.parametrize("proof", PROOFS.values(), ids=PROOFS)


@every_proof
def test_a_proof_that_four_show_at_once_lets_one_in(
    proof: str, database: Database, database_url: str, crew: Crew
) -> None:
    ways = database.write_now(_ways_in)

    results = crew.at_once(database_url, *[[ShowProof(way, proof)] for way in ways])

    assert sorted(each.answer for (each,) in results) == ["accepted", *["wrong"] * (PROCESSES - 1)]


@every_proof
def test_without_the_guard_it_lets_in_more(proof: str, database: Database, database_url: str, crew: Crew) -> None:
    ways = database.write_now(_ways_in)

    results = crew.at_once(database_url, *[[ShowProofUnguarded(way, proof)] for way in ways])

    assert [each.answer for (each,) in results].count("accepted") > 1


def test_one_way_in_that_four_go_at_once_is_one_press(database: Database, database_url: str, crew: Crew) -> None:
    way = database.write_now(_ways_in)[0]

    results = crew.at_once(database_url, *[[ShowProof(way, CODES[0])]] * PROCESSES)

    assert {each.answer for (each,) in results} == {"accepted"}


def _ways_in(db: Db) -> list[str]:
    """As many ways in of one member of staff as there are processes, each after the right password."""
    account_id = make_account(db)
    post = Post(make_organization(db), MemberRole.DESK)
    organizations.appoint(db, account_id, post, full_name=NAME, by=SOMEBODY, now=NOON)
    give_credential(db, account_id, secret=SECRET)
    return [verbs.enter(db, account_id, now=NOON) for _ in range(PROCESSES)]
