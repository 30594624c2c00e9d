"""Somebody at work makes a passkey in their browser, and comes in by it; who cannot comes in as before."""

from playwright.sync_api import expect

from e2e.conftest import Newcomer
from e2e.given import a_key_in_the_browser, a_member_of_staff, code_of_authenticator
from e2e.journeys.steps import GO_ON, given_somebody_at
from e2e.person import Person
from e2e.site import Site
from tests.staffing import PASSWORD

NEW, ACCOUNT = "/staff/account/passkeys/new", "/staff/account"
WITH_KEY = "main form[data-passkey]"


def test_a_passkey_is_made_and_opens(newcomer: Newcomer, site: Site) -> None:
    person = newcomer()
    keys, key = a_key_in_the_browser(person.page)
    when_they_come_in_by_both_proofs(person, site, NEW)

    person.writes("#passkey_name", "Máy này")
    person.writes("#password", PASSWORD)
    person.presses(f"{WITH_KEY} button")
    assert person.path == f"{ACCOUNT}?done=passkey"

    person.context.clear_cookies(name="login")
    person.opens(ACCOUNT)
    keys.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    person.hands.press(person.one(f"{WITH_KEY} button"))
    expect(person.page.locator(f"{WITH_KEY} [role=status]")).to_contain_text("Chưa đăng nhập được bằng khóa.")

    keys.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    person.presses(f"{WITH_KEY} button")
    assert person.path == ACCOUNT


def test_without_scripts_password_and_code_are_enough(newcomer: Newcomer, site: Site) -> None:
    person = newcomer(scripts=False)

    when_they_come_in_by_both_proofs(person, site, NEW)

    assert person.path == NEW
    assert not person.one(WITH_KEY).is_visible()


def when_they_come_in_by_both_proofs(person: Person, site: Site, path: str) -> None:
    """Phone and password, then the code."""
    given_somebody_at(person, path)
    person.writes("#username", a_member_of_staff(site))
    person.writes("#password", PASSWORD)
    person.presses(GO_ON)
    person.writes("#code", code_of_authenticator(site))
    person.presses(GO_ON)
