"""The states of the pages of those who work for organisations; whoever adds such a page notes its states here."""

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state


@state
def places_where_somebody_works(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=agency]")
    return go.open("/organization")


@state
def work_at_a_place(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    return go.press("button[name=account][value=capacity]")
