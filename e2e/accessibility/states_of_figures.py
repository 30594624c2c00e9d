"""The states of the pages of figures."""

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state


@state
def figures_of_a_place(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=capacity]")
    return go.press("main a[href$='/figures']")


@state
def figures_of_twelve_weeks(go: Walk) -> Response:
    return go.open(f"{go.page.url.removeprefix(go.site.url)}?span=12")


@state(status=422)
def figures_of_days_that_are_missing(go: Walk) -> Response:
    go.unfold()
    go.choose("input[name=span][value=own]")
    return go.press("main form button[type=submit]")


@state
def figures_of_all_places(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=agency]")
    return go.open("/agency/figures")
