"""The states of the pages about what does not work at a place."""

from datetime import timedelta
from urllib.parse import urlencode

from playwright.sync_api import Response

from e2e import given
from e2e.accessibility.states_of_capacity import AT, plan
from e2e.accessibility.walking import Walk, state
from hoanhap.demo.failing import A_DAY, BEGINS


@state
def what_does_not_work(go: Walk) -> Response:
    plan(go)
    return go.open(f"{AT}/out-of-order")


@state
def what_would_work_again(go: Walk) -> Response:
    return go.press("main section a")


@state
def who_needs_what_does_not_work(go: Walk) -> Response:
    day = go.site.today() + timedelta(days=1)
    first = {f"first-{part}": getattr(day, part) for part in ("day", "month", "year")}
    last = {f"last-{part}": getattr(day, part) for part in ("day", "month", "year")}
    hours = {"first-time": "7 giờ 30", "last-time": "16 giờ"}
    said = urlencode({"what": "feature-step-free", "where": "all", "reason": "broken"} | first | last | hours)
    return go.open(f"{AT}/out-of-order/preview?{said}")


@state
def times_of_a_morning_without_large_print(go: Walk) -> Response:
    """In the sample data what prints is mended that morning."""
    go.start_afresh()
    go.open("/needs?next=/services/vat-ly-tri-lieu")
    go.choose("input[name=seeing-large-print]")
    go.press("main form[action='/needs'] button[type=submit]")
    day = go.site.today() + BEGINS + A_DAY
    return go.open(f"/services/vat-ly-tri-lieu/times?place={given.therapy_with_two_therapists(go.site).id}&day={day}")
