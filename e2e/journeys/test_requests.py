"""Somebody asks a place that decides first; somebody at the desk asks back, accepts or declines."""

from e2e.given import DECIDES_FIRST, a_phone, a_request
from e2e.journeys.steps import ERROR_WORD, GO_ON, given_somebody_of_the_demo, then_the_page_is_theirs
from e2e.journeys.test_coming_back import when_they_sign_in
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site

pytestmark = EITHER_WAY
REQUESTS = f"/organization/places/{DECIDES_FIRST}/requests"
QUESTION, ANSWER, WHY = "Nhà quý vị có bậc thềm không?", "Có hai bậc.", "Tuần sau có người."


def test_a_request_is_accepted_at_the_desk(person: Person, site: Site) -> None:
    reference = a_request(site, a_phone())
    given_somebody_of_the_demo(person, "desk")
    person.opens(f"/organization/places/{DECIDES_FIRST}")

    person.presses(f'main a[href="{REQUESTS}"]')
    person.presses(f'main a[href="{REQUESTS}/{reference}"]')
    person.presses('main form[action$="/acceptance"] button')

    then_the_page_is_theirs(person)
    assert person.path.partition("?")[0] == REQUESTS
    assert person.sees(".notification-success")
    assert not person.sees(f'main a[href="{REQUESTS}/{reference}"]')


def test_declining_needs_a_reason_and_keeps_the_words(person: Person, site: Site) -> None:
    reference = a_request(site, a_phone())
    given_somebody_of_the_demo(person, "desk")
    person.opens(f"{REQUESTS}/{reference}")
    person.presses('main a[href$="/decline"]')
    person.writes("#words", WHY)
    person.presses(GO_ON)
    assert person.page.title().startswith(ERROR_WORD[person.language])
    assert person.one("#words").input_value() == WHY

    person.chooses('input[name="reason"][value="nobody-free"]')
    person.presses(GO_ON)

    then_the_page_is_theirs(person)
    assert person.sees(".notification-success")


def test_the_person_answers_what_the_place_asks(person: Person, site: Site) -> None:
    phone = a_phone()
    reference = a_request(site, phone, question=QUESTION)
    person.prefers(person.language)
    person.opens(f"/bookings/{reference}")
    when_they_sign_in(person, phone)
    assert QUESTION in person.reads()

    person.writes("#words", ANSWER)
    person.presses(f'main form[action="/bookings/{reference}/answer"] button')

    then_the_page_is_theirs(person)
    assert ANSWER in person.reads()
    assert not person.sees("#words")


def test_a_request_is_withdrawn(person: Person, site: Site) -> None:
    phone = a_phone()
    reference = a_request(site, phone)
    person.prefers(person.language)
    person.opens(f"/bookings/{reference}")
    when_they_sign_in(person, phone)

    person.presses(f'main a[href="/bookings/{reference}/cancellation"]')
    person.presses(GO_ON)

    then_the_page_is_theirs(person)
    assert person.sees(".tag-off")
