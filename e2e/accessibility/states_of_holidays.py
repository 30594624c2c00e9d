"""The states of the pages of those who say which days are off."""

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state

AT = "/agency/holidays"


@state
def holidays_of_a_year(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=agency]")
    return go.open(f"{AT}?year={go.site.today().year + 1}")


@state(status=422)
def a_day_off_without_a_name(go: Walk) -> Response:
    go.unfold()
    return go.press("main form[action$=days-off] button")


@state
def a_day_off_to_take_away(go: Walk) -> Response:
    return go.press("main a[href$='/removal']")
