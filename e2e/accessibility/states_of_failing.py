"""The states of the pages about what does not work at a place."""

from datetime import timedelta
from urllib.parse import urlencode

from playwright.sync_api import Response

from e2e.accessibility.states_of_capacity import AT, plan
from e2e.accessibility.walking import Walk, state


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
