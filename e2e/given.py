"""What a story needs to exist before it begins, written by the product's own verbs."""

import itertools
import re
import time
from contextlib import suppress
from datetime import date, timedelta

from playwright.sync_api import APIRequestContext, APIResponse, BrowserContext, CDPSession, Page
from sqlalchemy import func, select, update

from e2e.site import Site, by_number
from hoanhap import booking, catalogue, feedback, organizations, schedule, staff
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import Refusal
from hoanhap.booking import Booking, Claim, Leg
from hoanhap.catalogue import Location, Offering, OfferingView, Party
from hoanhap.events import Actor
from hoanhap.notify import Message
from hoanhap.organizations import MemberRole, Post
from hoanhap.people import PERSON_ROLE, Account
from hoanhap.web.login import Login
from tests import makers, staffing

NAME = "Đặng Thị Ánh Nguyệt"
OF_OUR_OWN = "tro-chuyen-tham-van"
"""The service at which stories have places of their own, so that they never stand in each other's way."""
DECIDES_FIRST, DESK, MANAGER = "trung-tam-nang-am", "+84900000004", "+84900000005"
"""The sample place that decides about requests, and the phone of its desk."""
OPENED_BY_A_FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A key as phones have it, without the finger."""
A_DAY = timedelta(days=1)
ANY_DAY_SOON = 3 * A_DAY
LONG_AGO = timedelta(days=10)

_MESSAGE = re.compile(r"<li>\s*<h2>.*?<p[^>]*>(.*?)</p>", re.DOTALL)
_CODE = re.compile(r"(?<!\d)(?<!\d )\d\d \d\d \d\d(?! ?\d)")
_NO_MESSAGE_AFTER = 10.0
_phones = itertools.count(1)


def a_phone() -> str:
    """A number nobody else in this run has, as people type it."""
    digits = f"{next(_phones):06d}"
    return f"0912 {digits[:3]} {digits[3:]}"


def called(phone: str) -> str:
    """The same number as the database keeps it."""
    return f"+84{phone.replace(' ', '')[1:]}"


def code_sent_to(browser: APIRequestContext, url: str, phone: str, nth: int = 1) -> str:
    """The latest code in the messages of a phone, once there are as many codes as were asked for."""
    until = time.monotonic() + _NO_MESSAGE_AFTER
    while time.monotonic() < until:
        outbox = browser.get(by_number(f"{url}/demo/outbox"), params={"phone": phone.replace(" ", "")})
        codes = [code for message in _MESSAGE.findall(outbox.text()) for code in _CODE.findall(message)]
        if len(codes) >= nth:
            return str(codes[0])
        time.sleep(0.1)
    raise AssertionError(f"No code came to {phone}.")


def fetched(context: BrowserContext, address: str) -> APIResponse:
    """What a browser gets at an address without showing it."""
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in context.cookies(address))
    return context.request.get(by_number(address), headers={"cookie": cookies})


def an_offering(
    site: Site,
    *,
    capacity: int = 1,
    closes: int = 12 * 60,
    cancel: int = 0,
    party_max: int = 1,
    day: date | None = None,
) -> OfferingView:
    """An offering at a place of its own, open from 8 o'clock on one day soon, an hour for each."""

    def make(db: Db) -> OfferingView:
        return makers.make_offering(
            db,
            service=OF_OUR_OWN,
            day=day or _open_day(db, site.today() + ANY_DAY_SOON, A_DAY),
            closes=closes,
            capacity=capacity,
            party_max=party_max,
            cancel=cancel,
        )

    return site.database.write_now(make)


def a_past_day(site: Site) -> date:
    """The latest day before today on which nothing was closed for a holiday."""
    with site.database.reading() as db:
        return _open_day(db, site.today() - A_DAY, -A_DAY)


def slots(site: Site, offering: OfferingView) -> list[int]:
    """The slots of an offering, in order of time."""
    with site.database.reading() as db:
        return makers.slots(db, offering)


def day_of(site: Site, offering: OfferingView) -> date:
    """The day on which an offering is open."""
    with site.database.reading() as db:
        return local_day(makers.starts_at(db, makers.slots(db, offering)[0]))


def therapy_with_two_therapists(site: Site) -> OfferingView:
    """The therapy of the sample place at which two serve side by side."""
    with site.database.reading() as db:
        found = catalogue.offerings_at(db, catalogue.workplace(db, DECIDES_FIRST).location_id)
        return next(each for each in found if each.service_slug == "vat-ly-tri-lieu")


def who_comes_for(site: Site, need: str) -> None:
    """Somebody comes to this therapy because one of those who serve can do what they need."""
    offering = therapy_with_two_therapists(site)
    with site.database.writing() as db:
        wanted = booking.wanted_at(offering, Party(), now=site.now())
        wanted, _ = booking.by_able_in_words(db, wanted, [need], offering, "vi")
        slot_id = schedule.starts(db, wanted)[-1].slot_id
        makers.book(db, makers.make_choice(offering, slot_id, needs=(need,)), now=site.now())


def a_lift(site: Site, offering: OfferingView) -> None:
    """The place has a lift."""
    site.database.write_now(makers.has_lift, offering)


def a_booking(
    site: Site,
    phone: str,
    slot_id: int,
    offering: OfferingView,
    *,
    long_ago: bool = False,
    needs: tuple[str, ...] = (),
) -> str:
    """A booking of the person with this phone, and its reference; `long_ago` it was made before its day came."""
    now = site.now() - LONG_AGO if long_ago else site.now()

    def book(db: Db) -> str:
        return makers.book(
            db,
            makers.make_choice(offering, slot_id, needs=needs),
            account_id=makers.make_account(db, called(phone)),
            full_name=NAME,
            now=now,
        )

    return site.database.write_now(book)


def accepted_by_another(site: Site, reference: str) -> None:
    """Somebody else at the place accepts a request."""

    def accept(db: Db) -> None:
        booking_id = db.execute(select(Booking.id).where(Booking.reference == reference)).scalar_one()
        request = booking.request_of(db, booking_id)
        assert request is not None
        by = Actor(makers.make_account(db, MANAGER), PERSON_ROLE)
        deciding = booking.Deciding(booking.Outcome.ACCEPTED)
        booking.decide(db, DECIDES_FIRST, reference, deciding, request.version, by=by, now=site.now())

    site.database.write_now(accept)


def a_request(site: Site, phone: str, *, question: str = "") -> str:
    """Somebody asks the sample place that decides first, and may be asked back; the reference."""

    def ask(db: Db) -> str:
        at_place = select(Offering.id).join(Location, Location.id == Offering.location_id)
        asks = at_place.where(Location.slug == DECIDES_FIRST, Offering.needs_approval)
        offering = catalogue.offering(db, db.execute(asks).scalar_one())
        account_id = makers.make_account(db, called(phone))
        start = schedule.soonest(db, booking.wanted_at(offering, catalogue.Party(), now=site.now()), limit=1)[0]
        choice, by = makers.make_choice(offering, start.slot_id), Actor(account_id, PERSON_ROLE)
        return booking.book(
            db,
            choice,
            account_id=account_id,
            full_name=NAME,
            phone=called(phone),
            language="vi",
            by=by,
            now=site.now(),
            origin="web",
        )

    reference = site.database.write_now(ask)
    if question:
        by = site.database.write_now(lambda db: Actor(makers.make_account(db, DESK), PERSON_ROLE))
        site.database.write_now(booking.ask_back, DECIDES_FIRST, reference, question, by=by, now=site.now())
    return reference


def nothing_to_come(site: Site, phone: str) -> None:
    """Whoever has this phone cancels all that they can still cancel."""

    def cancel_all(db: Db) -> None:
        account_id = db.execute(select(Account.id).where(Account.phone == phone)).scalar_one()
        by = Actor(account_id, PERSON_ROLE)
        for each in booking.of_account(db, account_id, booking.When.UPCOMING, now=site.now()).bookings:
            with suppress(Refusal):
                booking.cancel(db, str(each.reference), account_id=account_id, by=by, now=site.now())

    site.database.write_now(cancel_all)


def somebody_else_takes(site: Site, offering: OfferingView, slot_id: int) -> None:
    """A place is gone, to somebody nobody here knows."""
    site.database.write_now(
        lambda db: makers.book(db, makers.make_choice(offering, slot_id), full_name="Người khác", now=site.now())
    )


def a_day_that_is_closed(site: Site, offering: OfferingView) -> None:
    """The only day of an offering is closed after all; whoever is booked on it has no place any more."""
    day, now = day_of(site, offering), site.now()
    site.database.write_now(lambda db: makers.close_day(db, offering, day=day, now=now))


def another_day(site: Site, offering: OfferingView, day: date) -> None:
    """An offering is open on one day more."""

    def open_it(db: Db) -> None:
        makers.make_schedule(db, offering.id, day=day)
        schedule.make_openings(db, first=day, last=day)

    site.database.write_now(open_it)


def a_key_in_the_browser(page: Page) -> tuple[CDPSession, str]:
    """This browser can make passkeys and have them sign; a finger opens them."""
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    made = keys.send("WebAuthn.addVirtualAuthenticator", {"options": OPENED_BY_A_FINGER})
    return keys, str(made["authenticatorId"])


def a_member_of_staff(site: Site, *, passkey: str = "") -> str:
    """Somebody who receives people at an organisation of the sample data, with both proofs; their phone."""
    phone = a_phone()

    def employ(db: Db) -> None:
        account_id = makers.make_account(db, called(phone))
        ours = organizations.find(db, "trung-tam-nang-am")
        assert ours is not None
        post = Post(ours, MemberRole.DESK)
        organizations.appoint(db, account_id, post, full_name=NAME, by=makers.SOMEBODY, now=site.now())
        staffing.give_credential(db, account_id, now=site.now())
        if passkey:
            staffing.give_passkey(db, account_id, passkey, now=site.now())

    site.database.write_now(employ)
    return phone


def code_of_authenticator(site: Site, secret: str = staffing.SECRET) -> str:
    """What somebody's authenticator shows now."""
    return staffing.code_at(site.now(), secret)


def an_invitation(site: Site, phone: str) -> str:
    """The path of an invitation to work for an organisation of the sample data."""

    def invite(db: Db) -> str:
        ours = organizations.find(db, "trung-tam-nang-am")
        assert ours is not None
        whom = staffing.invited(ours, phone=called(phone))
        return staff.invite_to_house(db, whom, base_url="", by=makers.SOMEBODY, now=site.now())

    return site.database.write_now(invite)


def a_long_pause(site: Site, token: str) -> None:
    """The places of a journey were kept long enough: their time is over, and the worker gives them back."""
    with site.database.reading() as db:
        of_booking = db.execute(select(Booking.id).where(Booking.token == token)).scalar_one()
    over = update(Claim).where(Claim.booking_id == of_booking, Claim.state == "held")
    site.database.write_now(lambda db: db.execute(over.values(held_until=site.now() - timedelta(minutes=1))).rowcount)
    site.database.write_now(booking.release_lapsed, now=site.now())


def a_deadline_that_passed(site: Site, offering: OfferingView) -> None:
    """The last moment to cancel without a call is over for all that is booked at an offering."""
    rule = update(Leg).where(Leg.offering_id == offering.id).values(cancel_minutes=60 * 24 * 30)
    site.database.write_now(lambda db: db.execute(rule).rowcount)


def a_sign_in_that_ran_out(site: Site, phone: str) -> None:
    """Whoever has this phone was away for too long."""
    account = select(Account.id).where(Account.phone == called(phone)).scalar_subquery()
    over = update(Login).where(Login.account_id == account).values(seen_at=site.now() - LONG_AGO)
    site.database.write_now(lambda db: db.execute(over).rowcount)


def a_message_that_gave_up(site: Site) -> None:
    """A message about a booking left nobody's phone ringing, for three days."""
    _becomes(site, _a_message(site), gave_up_at=site.now(), attempts=40)


def a_message_to_be_said(site: Site) -> None:
    """A message about a booking is for somebody who wants to be called."""
    _becomes(site, _a_message(site), channel="voice")


def _a_message(site: Site) -> int:
    """The message about a new booking, once the worker has sent it and looks at it no more."""
    offering = an_offering(site)
    reference = a_booking(site, a_phone(), slots(site, offering)[0], offering)
    booked = select(Booking.id).where(Booking.reference == reference).scalar_subquery()
    sent = select(Message.id).where(Message.booking_id == booked, Message.sent_at.is_not(None))
    until = time.monotonic() + _NO_MESSAGE_AFTER
    while time.monotonic() < until:
        with site.database.reading() as db:
            message_id = db.execute(sent).scalar_one_or_none()
        if message_id is not None:
            return message_id
        time.sleep(0.1)
    raise AssertionError(f"No message told of {reference}.")


def _becomes(site: Site, message_id: int, **values: object) -> None:
    """A message that was sent was not sent after all."""
    site.database.write_now(
        lambda db: db.execute(update(Message).where(Message.id == message_id).values(sent_at=None, **values)).rowcount
    )


def somebody_else_answers(site: Site, reference: str) -> None:
    """Other staff answer feedback before we do."""
    answer = feedback.Answering(feedback.Outcome.WILL_FIX, "Chúng tôi đang làm.", site.today() + timedelta(days=30))
    site.database.write_now(feedback.answer, reference, answer, by=Actor(0, "admin"), now=site.now())


def feedback_that_waits_for_long(site: Site) -> None:
    """Nobody answered the latest feedback until the day that was promised."""

    def wait(db: Db) -> None:
        latest = select(func.max(feedback.Feedback.id)).scalar_subquery()
        is_it = update(feedback.Feedback).where(feedback.Feedback.id == latest)
        db.execute(is_it.values(answer_by=site.today() - timedelta(days=1)))

    site.database.write_now(wait)


def nobody_offers(site: Site, slug: str) -> None:
    """A service that no place gives at present."""

    def close(db: Db) -> None:
        service, _ = catalogue.service(db, slug, "vi")
        db.execute(update(Offering).where(Offering.service_id == service.id).values(is_open=False))

    site.database.write_now(close)


def bookings_of(site: Site, phone: str) -> int:
    """How many promises the person with this phone has."""
    with site.database.reading() as db:
        promised = (
            select(func.count(Booking.id))
            .join(Account, Account.id == Booking.account_id)
            .where(Account.phone == called(phone), Booking.reference.is_not(None))
        )
        return int(db.execute(promised).scalar_one())


def units_of(site: Site, reference: str) -> dict[str, int]:
    """How many of each unit a booking has, over all its slots of the same time."""
    with site.database.reading() as db:
        counted = (
            select(Claim.unit, func.count(func.distinct(Claim.participant)))
            .join(Booking, Booking.id == Claim.booking_id)
            .where(Booking.reference == reference, Claim.state == "booked")
            .group_by(Claim.unit)
        )
        return {unit: int(count) for unit, count in db.execute(counted)}


def _open_day(db: Db, day: date, step: timedelta) -> date:
    """The first day from `day`, step by step, on which nothing is closed for a holiday."""
    holidays = set(db.scalars(select(schedule.Holiday.local_date)))
    while day in holidays:
        day += step
    return day
