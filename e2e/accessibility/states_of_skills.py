"""The states of the pages about what only some have or can do who serve at a place."""

from playwright.sync_api import Response

from e2e import given
from e2e.accessibility.states_of_capacity import AT, plan
from e2e.accessibility.states_of_the_day import run
from e2e.accessibility.walking import Walk, state

EXPLAINS = "plain-words"
"""What one of the two sample therapists can do."""
THERAPY = "/services/vat-ly-tri-lieu"


@state
def what_a_room_has(go: Walk) -> Response:
    plan(go)
    go.open(f"{AT}/weeks/resources")
    return go.press(f"main a[href^='{AT}/weeks/resources/']:has-text('Phòng')")


@state
def what_somebody_can_do(go: Walk) -> Response:
    go.open(f"{AT}/weeks/resources")
    return go.press(f"main a[href^='{AT}/weeks/resources/']:has-text('Hồng')")


@state
def what_somebody_can_do_was_said(go: Walk) -> Response:
    go.choose("input[name=feature-patient-ear]")
    return go.press("main form button")


@state(status=422)
def what_somebody_is_needed_for(go: Walk) -> Response:
    given.who_comes_for(go.site, EXPLAINS)
    what_somebody_can_do(go)
    go.page.locator(f"input[name=feature-{EXPLAINS}]").uncheck()
    return go.press("main form button")


@state
def times_at_the_desk_for_somebody_who_needs_it(go: Walk) -> Response:
    offering = given.therapy_with_two_therapists(go.site)
    run(go)
    return go.open(f"{AT}/desk/times?offering={offering.id}&people=1&wheelchairs=0&needs={EXPLAINS}")


@state
def who_needs_it_at_the_desk(go: Walk) -> Response:
    return go.press("main .day-list a")


@state
def days_for_somebody_who_needs_it(go: Walk) -> Response:
    go.start_afresh()
    go.open(f"/needs?next={THERAPY}")
    go.choose(f"input[name=calm-{EXPLAINS}]")
    go.press("main form[action='/needs'] button[type=submit]")
    return go.open(f"{THERAPY}/times?place={given.therapy_with_two_therapists(go.site).id}")


@state
def times_for_somebody_who_needs_it(go: Walk) -> Response:
    return go.press("main .day-list a")
