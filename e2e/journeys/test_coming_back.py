"""Coming back in another browser: signed in by a code, the booking is there, and can be cancelled."""

from e2e.given import NAME, a_booking, a_phone, an_offering, slots
from e2e.journeys.steps import (
    GO_ON,
    given_somebody_at,
    given_somebody_at_home,
    then_the_page_is_theirs,
    when_they_enter_the_code,
)
from e2e.person import Person
from e2e.site import Site
from hoanhap.base.text import groups
from tests import makers


def test_somebody_signs_in_sees_their_booking_and_cancels_it(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    slot = slots(site, offering)[1]
    reference = a_booking(site, phone, slot, offering)
    given_somebody_at_home(person)

    person.presses('header a[href="/bookings"]')
    when_they_sign_in(person, phone)
    assert person.path == "/bookings"
    person.presses(f'main a[href="/bookings/{reference}"]')
    then_the_booking_is_told(person, reference)

    person.presses(f'main a[href="/bookings/{reference}/cancellation"]')
    person.presses(f'main a[href="/bookings/{reference}"]')  # they keep it after all
    then_the_booking_is_told(person, reference)
    person.presses(f'main a[href="/bookings/{reference}/cancellation"]')
    person.presses(GO_ON)

    assert person.sees(".tag-off")
    assert not person.sees('a[href$="/cancellation"]')
    with site.database.reading() as db:
        assert makers.taken(db, slot) == 0


def test_on_a_shared_machine_nothing_stays_after_signing_out(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    reference = a_booking(site, phone, slots(site, offering)[0], offering)
    given_somebody_at(person, f"/bookings/{reference}")
    when_they_sign_in(person, phone)
    then_the_booking_is_told(person, reference)

    person.presses('header a[href="/bookings"]')
    person.presses('main form[action="/sign-out"] button')
    person.opens(f"/bookings/{reference}")

    assert person.path.startswith("/sign-in")
    assert NAME not in person.page.content()


def when_they_sign_in(person: Person, phone: str) -> None:
    assert person.path.startswith("/sign-in")
    person.writes("#phone", phone)
    person.presses(GO_ON)
    when_they_enter_the_code(person, phone)


def then_the_booking_is_told(person: Person, reference: str) -> None:
    assert person.reads(".reference").strip() == groups(reference)
    assert NAME in person.reads()
    then_the_page_is_theirs(person)
