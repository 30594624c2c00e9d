"""Taking a booking along, and getting help: the calendar's file, the slip, a call that was asked for and made."""

from icalendar import Calendar

from e2e.conftest import Newcomer
from e2e.given import NAME, a_booking, a_phone, an_offering, fetched, slots
from e2e.journeys.steps import GO_ON, given_somebody_at, then_the_page_is_theirs
from e2e.journeys.test_coming_back import when_they_sign_in
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site
from hoanhap.base.text import groups

pytestmark = EITHER_WAY
HELP = 'header a[href^="/help"]'


def test_a_booking_goes_into_the_phone_and_onto_paper(person: Person, site: Site, scripts: bool) -> None:
    reference = given_a_booking_on_its_page(person, site)

    (event,) = Calendar.from_ical(when_they_take_the_file(person)).events
    assert groups(reference) in str(event["summary"])
    assert NAME not in str(event["summary"])
    person.presses('main a[href$="/slip"]')

    then_the_page_is_theirs(person)
    assert groups(reference) in person.reads(".print-slip")
    assert NAME in person.reads(".print-slip")
    assert person.one('[data-module="print"]').is_visible() == scripts
    person.presses(f'main a[href="/bookings/{reference}"]')
    assert person.path == f"/bookings/{reference}"


def test_a_slip_prints_without_what_is_for_the_screen(person: Person, site: Site) -> None:
    reference = given_a_booking_on_its_page(person, site)
    person.opens(f"/bookings/{reference}/slip")

    person.page.emulate_media(media="print")

    for hidden in ("header.masthead", "footer", ".slip-tools"):
        assert not person.one(hidden).is_visible(), hidden
    assert person.one(".print-slip-code").is_visible()
    assert person.one(".print-slip").evaluate("e => getComputedStyle(e).fontSize") == f"{16 * 96 / 72:.4f}px"


def test_a_calendar_follows_all_bookings_until_it_is_ended(person: Person, site: Site) -> None:
    given_a_booking_on_its_page(person, site)
    person.presses('main a[href="/calendar"]')
    person.presses(GO_ON)

    address = person.one("#address").input_value()
    followed = fetched(person.context, address)
    assert len(Calendar.from_ical(followed.body()).events) == 1
    person.presses('form[action="/calendar/ending"] button')

    then_the_page_is_theirs(person)
    assert fetched(person.context, address).status == 404


def test_somebody_lost_is_called_back(person: Person, newcomer: Newcomer) -> None:
    phone = a_phone()
    given_somebody_at(person, "/services/xe-dua-don")
    person.presses(HELP)
    assert person.sees('.back-link a[href="/services/xe-dua-don"]')
    person.presses('main a[href="/help/callback"]')
    person.writes("#full_name", NAME)
    person.writes("#phone", phone)
    person.chooses("#suits-3")
    person.chooses("#way")
    person.writes("#about", "Xe lăn")
    person.presses(GO_ON)
    asked = person.path
    assert groups(phone.replace(" ", "")) in person.reads()

    staff = newcomer(language=person.language)
    when_staff_call_everybody(staff, phone)
    before = person.reads("h1")
    person.opens(asked)

    assert person.reads("h1") != before
    then_the_page_is_theirs(person)


def given_a_booking_on_its_page(person: Person, site: Site) -> str:
    offering, phone = an_offering(site), a_phone()
    reference = a_booking(site, phone, slots(site, offering)[1], offering)
    given_somebody_at(person, f"/bookings/{reference}")
    when_they_sign_in(person, phone)
    return reference


def when_they_take_the_file(person: Person) -> bytes:
    with person.page.expect_download() as coming:
        person.hands.press(person.one('main a[href$="/calendar.ics"]'))
    return coming.value.path().read_bytes()


def when_staff_call_everybody(staff: Person, phone: str) -> None:
    given_somebody_at(staff, "/sign-in")
    staff.presses("button[name=account][value=admin]")
    staff.presses('main a[href="/staff/calls"]')
    assert groups(phone.replace(" ", "")) in staff.reads()
    while staff.sees(GO_ON):
        staff.presses(GO_ON)
    then_the_page_is_theirs(staff)
