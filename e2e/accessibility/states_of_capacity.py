"""The states of the pages of those who plan a place's days and solve what that asks of people."""

from datetime import timedelta
from urllib.parse import urlencode

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state

AT = "/organization/places/trung-tam-nang-am"


@state
def days_that_are_closed(go: Walk) -> Response:
    plan(go)
    return go.open(f"{AT}/closures")


@state
def days_to_close(go: Walk) -> Response:
    plan(go)
    return go.open(f"{AT}/closures/new")


@state(status=422)
def days_to_close_with_faults(go: Walk) -> Response:
    return go.press("main form button")


@state
def what_closing_days_would_do(go: Walk) -> Response:
    plan(go)
    return go.open(f"{AT}/closures/preview?{closing(go)}")


@state
def what_opening_days_again_would_do(go: Walk) -> Response:
    plan(go)
    go.open(f"{AT}/closures")
    return go.press("main section a")


@state
def another_number_of_places(go: Walk) -> Response:
    plan(go)
    return go.open(f"{AT}/capacity")


@state
def what_another_number_of_places_would_do(go: Walk) -> Response:
    go.choose("input[name=what]")
    day = go.site.today() + timedelta(days=1)
    go.fill(**{f"first-{part}": str(getattr(day, part)) for part in ("day", "month", "year")})
    go.fill(capacity="1", public_limit="1")
    go.choose("input[name=reason]")
    return go.press("main form button")


@state
def people_who_wait(go: Walk) -> Response:
    plan(go)
    return go.open(f"{AT}/needs-you")


@state
def somebody_who_waits(go: Walk) -> Response:
    people_who_wait(go)
    return go.press("main h2 a")


@state(status=422)
def a_move_without_a_time(go: Walk) -> Response:
    somebody_who_waits(go)
    return go.press("form[action$=times] button")


@state
def somebody_was_moved(go: Walk) -> Response:
    somebody_who_waits(go)
    go.choose("input[name=time]")
    return go.press("form[action$=times] button")


def plan(go: Walk) -> None:
    """Sign in as whoever plans the days of the place."""
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=capacity]")


def closing(go: Walk) -> str:
    """What is asked for to close everything for the next two weeks."""
    days = {"first": go.site.today() + timedelta(days=1), "last": go.site.today() + timedelta(days=14)}
    said = {f"{which}-{part}": getattr(day, part) for which, day in days.items() for part in ("day", "month", "year")}
    return urlencode({"what": "all", "reason": "flood"} | said)
