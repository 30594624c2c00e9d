"""The states of the pages of those who say what a place offers."""

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state

OFFERINGS = "/organization/places/trung-tam-nang-am/offerings"
DRAFT = "main .link-list li:has(.tag-caution) a"


@state
def what_a_place_offers(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=capacity]")
    return go.open(OFFERINGS)


@state
def what_else_to_offer(go: Walk) -> Response:
    what_a_place_offers(go)
    return go.open(f"{OFFERINGS}/new?q=am")


@state(status=409)
def a_draft_that_is_not_ready(go: Walk) -> Response:
    what_a_place_offers(go)
    go.press(DRAFT)
    return go.press("main form[action$='/publication'] button")


@state
def a_draft_that_may_be_deleted(go: Walk) -> Response:
    what_a_place_offers(go)
    go.press(DRAFT)
    return go.press("main a[href$='/removal']")


@state(status=422)
def words_of_a_draft_with_faults(go: Walk) -> Response:
    what_a_place_offers(go)
    go.press(DRAFT)
    go.press("main a[href$='/words']")
    go.fill(cost_vi="", know_vi="a" * 501)
    return go.press("main form button")


@state
def what_people_often_ask(go: Walk) -> Response:
    what_a_place_offers(go)
    go.press(DRAFT)
    return go.press("main a[href$='/needs']")


@state
def how_long_a_service_takes(go: Walk) -> Response:
    return _topic(go, "time")


@state
def who_may_come(go: Walk) -> Response:
    return _topic(go, "people")


@state
def whether_a_place_agrees_first(go: Walk) -> Response:
    return _topic(go, "approval")


@state
def how_people_get_there(go: Walk) -> Response:
    go.open(OFFERINGS)
    return go.press("main a[href$='/way']")


def _topic(go: Walk, name: str) -> Response:
    go.open(OFFERINGS)
    go.press(DRAFT)
    return go.press(f"main a[href$='/{name}']")
