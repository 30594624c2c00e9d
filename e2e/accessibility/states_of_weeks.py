"""The states of the pages of those who plan weeks."""

from datetime import timedelta

from playwright.sync_api import Response

from e2e import given
from e2e.accessibility.walking import Walk, state

WEEKS = "/organization/places/trung-tam-nang-am/weeks"


def _weeks(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=capacity]")
    return go.open(WEEKS)


@state
def weeks_of_a_place(go: Walk) -> Response:
    return _weeks(go)


@state
def a_plan_of_weeks(go: Walk) -> Response:
    _weeks(go)
    return go.press(f"a[href^='{WEEKS}/plan?plan=']")


@state(status=422)
def a_plan_of_weeks_with_faults(go: Walk) -> Response:
    a_plan_of_weeks(go)
    go.fill(opens="", closes="25 giờ")
    return go.press("main form button")


@state
def weeks_to_end(go: Walk) -> Response:
    _weeks(go)
    return go.press(f"a[href^='{WEEKS}/end?plan=']")


@state
def what_ending_weeks_would_do(go: Walk) -> Response:
    weeks_to_end(go)
    last = go.site.today() + timedelta(days=3)
    go.fill(**{f"last-{part}": str(getattr(last, part)) for part in ("day", "month", "year")})
    return go.press("main form button")


@state
def weeks_that_were_ended(go: Walk) -> Response:
    what_ending_weeks_would_do(go)
    return go.press("main form button")


@state
def who_serves_at_a_place(go: Walk) -> Response:
    return go.open(f"{WEEKS}/resources")


@state(status=422)
def weeks_to_import_without_a_file(go: Walk) -> Response:
    go.open(f"{WEEKS}/import")
    return go.press("main form button")


@state
def what_a_file_of_weeks_would_do(go: Walk) -> Response:
    lines = given.fetched(go.page.context, f"{go.site.url}{WEEKS}/file").text()
    go.fill(lines=lines.removeprefix("\ufeff").replace("11 giờ", "10 giờ").replace("11:00", "10:00"))
    return go.press("main form button")


@state(status=422)
def a_day_more_that_is_a_holiday(go: Walk) -> Response:
    """The first of January: the form names it, and asks whether the place opens all the same."""
    _weeks(go)
    go.press(f"a[href^='{WEEKS}/plan?'][href$='days=one']")
    fields = {"opens": "8 giờ", "closes": "10 giờ", "capacity_place": "1", "public_place": "1"}
    go.fill(**fields, **{"first-day": "1", "first-month": "1", "first-year": str(go.site.today().year + 1)})
    return go.press("main form button")
