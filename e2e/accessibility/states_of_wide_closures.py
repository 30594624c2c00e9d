"""The states of the pages of whoever closes days at many places."""

from datetime import timedelta
from urllib.parse import urlencode

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state

AT = "/organization/closures"


@state
def days_closed_at_many_places(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=agency]")
    return go.open(AT)


@state
def what_opening_many_places_again_would_do(go: Walk) -> Response:
    return go.press("main section a")


@state
def what_closing_everywhere_would_do(go: Walk) -> Response:
    day = go.site.today() + timedelta(days=2)
    first = {f"first-{part}": getattr(day, part) for part in ("day", "month", "year")}
    return go.open(f"{AT}/preview?{urlencode({'what': 'everywhere', 'reason': 'flood'} | first)}")
