"""Staff come in by two proofs, by keyboard alone; and somebody who is invited makes them for the first time."""

from e2e.given import a_member_of_staff, a_phone, an_invitation, code_of_authenticator
from e2e.journeys.steps import (
    GO_ON,
    given_somebody_at,
    then_the_error_is_told,
    then_the_page_is_theirs,
    when_they_enter_the_code,
)
from e2e.person import Person
from e2e.site import Site
from tests.staffing import CODES, PASSWORD


def test_somebody_mistypes_and_comes_in_by_both_proofs(person: Person, site: Site, scripts: bool) -> None:
    phone = a_member_of_staff(site)
    given_somebody_at(person, "/staff/account")

    person.writes("#username", phone)
    person.writes("#password", "mật khẩu của người khác")
    person.presses(GO_ON)
    then_the_error_is_told(person, "password", scripts=scripts)
    person.writes("#password", PASSWORD)
    person.presses(GO_ON)
    person.writes("#code", code_of_authenticator(site))
    person.presses(GO_ON)

    assert person.path == "/staff/account"
    then_the_page_is_theirs(person)


def test_somebody_without_their_phone_comes_in_by_a_recovery_code(person: Person, site: Site) -> None:
    phone = a_member_of_staff(site)
    given_somebody_at(person, "/organization")

    person.writes("#username", phone)
    person.writes("#password", PASSWORD)
    person.presses(GO_ON)
    person.writes("#code", CODES[4])
    person.presses(GO_ON)

    assert person.path == "/organization/places/trung-tam-nang-am"


def test_somebody_who_is_invited_makes_both_proofs(person: Person, site: Site) -> None:
    phone = a_phone()
    given_somebody_at(person, an_invitation(site, phone))

    person.presses(GO_ON)
    when_they_enter_the_code(person, phone)
    person.writes("#new_password", PASSWORD)
    person.presses(GO_ON)
    secret = person.reads(".reference").replace(" ", "")
    person.writes("#code", code_of_authenticator(site, secret))
    person.presses(GO_ON)

    assert person.path == "/staff/account/recovery-codes"
    assert len(person.all(".reference")) == 10
    then_the_page_is_theirs(person)
