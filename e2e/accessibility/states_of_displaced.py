"""The states of the pages of somebody whose place was taken from them: the sample person, whose day was closed."""

from playwright.sync_api import Response

from e2e.accessibility.walking import Walk, state

HIS = "main .day-list li:has(.tag-caution) a"


@state
def bookings_with_one_displaced(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    return go.press("button[name=account][value=person]")


@state
def booking_displaced(go: Walk) -> Response:
    return go.press(HIS)


@state
def another_day_for_a_displaced_booking(go: Walk) -> Response:
    return go.press("main .actions a[href$='/times']")


@state
def cancellation_of_a_displaced_booking(go: Walk) -> Response:
    go.press(".back-link a")
    return go.press("main .actions a[href$='/cancellation']")
