"""The states of the pages of requests, of those who ask and of those who decide."""

from playwright.sync_api import Response

from e2e import given
from e2e.accessibility.walking import Walk, state

QUEUE = f"/organization/places/{given.DECIDES_FIRST}/requests"
BUTTON = "main form button"
QUESTION = "Nhà quý vị có bậc thềm không?"


@state
def requests_that_wait(go: Walk) -> Response:
    at_the_desk(go)
    return go.open(QUEUE)


@state
def request_that_waits_too_long(go: Walk) -> Response:
    return go.press(".link-list li:first-child a")


@state(status=422)
def declined_without_a_reason(go: Walk) -> Response:
    go.press("a[href$='/decline']")
    return go.press(BUTTON)


@state
def question_to_whoever_asks(go: Walk) -> Response:
    go.open(QUEUE)
    go.press(".link-list li:first-child a")
    return go.press("a[href$='/question']")


@state(status=409)
def request_that_was_decided_meanwhile(go: Walk) -> Response:
    reference = given.a_request(go.site, given.a_phone())
    go.open(f"{QUEUE}/{reference}")
    given.accepted_by_another(go.site, reference)
    return go.press("form[action$='/acceptance'] button")


@state
def request_that_was_asked_back(go: Walk) -> Response:
    return go.open(f"{QUEUE}/{given.a_request(go.site, given.a_phone(), question=QUESTION)}")


@state
def request_declined(go: Walk) -> Response:
    go.press("a[href$='/decline']")
    go.choose("input[name=reason]")
    go.fill(words="Tuần sau có người. Mời quý vị chọn giờ khác.")
    return go.press(BUTTON)


@state
def asked_back_on_the_page_of_the_booking(go: Walk) -> Response:
    phone = given.a_phone()
    reference = given.a_request(go.site, phone, question=QUESTION)
    sign_in(go, phone)
    return go.open(f"/bookings/{reference}")


@state
def declined_on_the_page_of_the_booking(go: Walk) -> Response:
    phone = given.a_phone()
    reference = given.a_request(go.site, phone)
    at_the_desk(go)
    go.open(f"{QUEUE}/{reference}/decline")
    go.choose("input[name=reason]")
    go.press(BUTTON)
    sign_in(go, phone)
    return go.open(f"/bookings/{reference}")


def at_the_desk(go: Walk) -> None:
    """Somebody sits at the desk of the place that decides first."""
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=desk]")


def sign_in(go: Walk, phone: str) -> None:
    """Whoever has this phone is signed in."""
    go.start_afresh()
    go.open("/sign-in")
    go.fill(phone=phone)
    go.press(BUTTON)
    go.fill(code=given.code_sent_to(go.page.context.request, go.site.url, phone))
    go.press(BUTTON)
