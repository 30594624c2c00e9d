"""The states of the pages of those who run a day."""

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state

DAY = "/organization/places/trung-tam-nang-am/day"


@state
def day_with_people(go: Walk) -> Response:
    run(go)
    return go.open(DAY)


@state
def day_on_which_somebody_was_noted(go: Walk) -> Response:
    return go.press("main .roster button")


@state
def day_that_has_changed(go: Walk) -> Response:
    return go.open(f"{DAY}/news?seen=1.0.0")


@state(status=422)
def day_that_is_none(go: Walk) -> Response:
    go.open(DAY)
    go.unfold()
    go.fill(**{"on-day": "31", "on-month": "2"})
    return go.press("main details button")


@state
def day_without_anybody(go: Walk) -> Response:
    return go.open(f"{DAY}?day=2026-12-06")


@state
def day_on_paper(go: Walk) -> Response:
    return go.open(f"{DAY}/print")


@state
def somebody_who_is_expected(go: Walk) -> Response:
    go.open(f"{DAY}?show=expected")
    return go.press("main .roster h3 a")


@state
def somebody_who_came(go: Walk) -> Response:
    return go.press("main form button")


@state
def slip_of_the_place(go: Walk) -> Response:
    return go.press('main a[href$="/slip"]')


@state(status=422)
def somebody_who_did_not_come_for_no_reason(go: Walk) -> Response:
    go.open(DAY)
    go.press("main .roster li:has(button[name=fulfil]) h3 a")
    go.press("main form:has([value=undo-arrive]) button")
    go.page.evaluate("document.querySelector('main details').open = true")
    return go.press("main details form button")


@state
def desk_of_a_place(go: Walk) -> Response:
    return go.open(f"{DAY.removesuffix('/day')}/desk")


@state
def times_at_the_desk(go: Walk) -> Response:
    return go.press("main form button")


@state
def times_at_the_desk_on_a_holiday(go: Walk) -> Response:
    """New Year's Day, on which one of the sample therapists works."""
    go.fill(**{"on-day": "1", "on-month": "1", "on-year": str(go.site.today().year + 1)})
    return go.press("main form button")


@state
def who_at_the_desk(go: Walk) -> Response:
    return go.press("main .day-list a")


def run(go: Walk) -> None:
    """Sign in as whoever is at the desk of the place."""
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=desk]")
