"""The states of the pages on which people say whether they may be moved, and of the sample person, who was."""

from playwright.sync_api import Response
from sqlalchemy import select

from e2e.accessibility.walking import Walk, state
from hoanhap.booking import Booking, MoveConsent, SaidHow

AT = "/organization/places/trung-tam-nang-am"


@state
def booking_moved_by_the_place(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=person]")
    return go.open(f"/bookings/{somebody_who_said(go, SaidHow.PAGE, name='Trần Văn Út')}")


@state
def whether_it_may_be_moved(go: Walk) -> Response:
    return go.press("main a[href$='/moving']")


@state
def whether_later_bookings_may_be_moved(go: Walk) -> Response:
    return go.press("main a[href='/settings/moving']")


@state(status=422)
def what_somebody_says_without_how(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=desk]")
    go.open(f"{AT}/day/{somebody_who_said(go, SaidHow.PHONE)}/moving")
    return go.press("main form button")


def somebody_who_said(go: Walk, how: SaidHow, *, name: str = "") -> str:
    """The reference of a booking of which somebody said so."""
    its = select(Booking.reference).join(MoveConsent, MoveConsent.booking_id == Booking.id)
    its = its.where(MoveConsent.how == how.value, Booking.full_name.contains(name)).order_by(Booking.id.desc())
    with go.site.database.reading() as db:
        return str(db.execute(its.limit(1)).scalar_one())
