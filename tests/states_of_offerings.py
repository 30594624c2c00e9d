"""The states of the pages of those who say what a place offers."""

from sqlalchemy import insert, select, update

from hoanhap import booking, catalogue
from hoanhap.base.db import Db
from hoanhap.catalogue import Location, Offering, OfferingFeature
from hoanhap.organizations import MemberRole
from tests import makers
from tests.makers import KNOWN_ON
from tests.pages import Page
from tests.states_at_work import at_work
from tests.stating import Here, state

COST, PAPER, HINT = "50.000 đồng một buổi.", "Thẻ bảo hiểm y tế", "Mặc đồ rộng."
WAY = "Xuống xe buýt ở cổng chợ, đi thẳng 200 mét. Lối vào không có bậc."
SAID = {"cost_vi": COST, "brings": "yes", "bring_vi": PAPER, "know_vi": HINT}


async def offerings(here: Here) -> Page:
    """What is offered where therapy is given, as its capacity manager sees it."""
    here.browser.typed |= {COST, PAPER, HINT, WAY}
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(path_of(here))


def path_of(here: Here) -> str:
    """Where everything is listed that is offered where therapy is given."""
    return f"/organization/places/{here.town.therapy.location_slug}/offerings"


async def therapy(here: Here) -> Page:
    """The page of what is offered there already."""
    await offerings(here)
    return await here.browser.open(f"{path_of(here)}/{here.town.therapy.id}")


async def topic(here: Here, name: str) -> Page:
    """The form of a topic of it."""
    await offerings(here)
    return await here.browser.open(f"{path_of(here)}/{here.town.therapy.id}/{name}")


@state("publishing/offerings.html", "offerings")
async def what_a_place_offers(here: Here) -> Page:
    return await offerings(here)


@state("publishing/offerings.html", "offerings", "offer a service")
async def what_a_place_offers_with_a_draft(here: Here) -> Page:
    await a_draft_just_added(here)
    return await here.browser.open(path_of(here))


@state("publishing/offering.html", "offering")
async def an_offering(here: Here) -> Page:
    return await therapy(here)


@state("publishing/offering.html", "offering", "pause")
async def an_offering_just_paused(here: Here) -> Page:
    page = await therapy(here)
    return await here.browser.send(page.forms()[0])


@state("publishing/new.html", "what else to offer")
async def what_else_to_offer(here: Here) -> Page:
    await offerings(here)
    return await here.browser.open(f"{path_of(here)}/new")


@state("publishing/new.html", "what else to offer")
async def what_else_to_offer_of_a_name_that_is_none(here: Here) -> Page:
    await offerings(here)
    here.browser.typed.add("<b>xyz</b>")
    return await here.browser.open(f"{path_of(here)}/new?q=%3Cb%3Exyz%3C/b%3E")


@state("publishing/new.html", "offer a service", status=422)
async def no_service_chosen(here: Here) -> Page:
    page = await what_else_to_offer(here)
    return await here.browser.send(page.forms()[1], 422)


@state("publishing/offering.html", "offer a service", "offering")
async def a_draft_just_added(here: Here) -> Page:
    page = await what_else_to_offer(here)
    return await here.browser.send(page.forms()[1], service="am-ngu-tri-lieu")


@state("publishing/removal.html", "deletion of a draft")
async def a_draft_that_may_be_deleted(here: Here) -> Page:
    page = await a_draft_just_added(here)
    return await here.browser.open(f"{page.address.partition('?')[0]}/removal")


@state("publishing/offerings.html", "delete a draft", "offerings")
async def a_draft_just_deleted(here: Here) -> Page:
    page = await a_draft_that_may_be_deleted(here)
    return await here.browser.send(page.form("service"))


@state("publishing/offering.html", "publish", status=409)
async def a_draft_that_is_not_ready(here: Here) -> Page:
    page = await a_draft_just_added(here)
    return await here.browser.send(page.forms()[0], 409)


@state("publishing/offering.html", "publish", "offering")
async def an_offering_just_published(here: Here) -> Page:
    here.site.database.write_now(tell_all, here.town.therapy.id)
    page = await an_offering_just_paused(here)
    return await here.browser.send(page.forms()[0])


@state("publishing/offering.html", "say a topic", "offering")
async def words_just_said(here: Here) -> Page:
    page = await topic(here, "words")
    return await here.browser.send(page.form("cost_vi"), **SAID)


@state("publishing/offering.html", "offering")
async def an_offering_that_lost_what_somebody_needs(here: Here) -> Page:
    here.site.database.write_now(promise_a_lift, here)
    page = await topic(here, "needs")
    return await here.browser.send(page.form("feature-lift"), **{"feature-lift": "no"})


@state("publishing/topic.html", "topic of an offering")
async def topic_of_time(here: Here) -> Page:
    return await topic(here, "time")


@state("publishing/topic.html", "say a topic", status=422)
async def topic_of_time_with_faults(here: Here) -> Page:
    page = await topic(here, "time")
    return await here.browser.send(page.form("duration"), 422, duration="lâu", notice="90", cancel="", horizon="1 năm")


@state("publishing/topic.html", "topic of an offering")
async def topic_of_people(here: Here) -> Page:
    return await topic(here, "people")


@state("publishing/topic.html", "topic of an offering")
async def topic_of_approval(here: Here) -> Page:
    return await topic(here, "approval")


@state("publishing/topic.html", "topic of an offering")
async def topic_of_words(here: Here) -> Page:
    return await topic(here, "words")


@state("publishing/topic.html", "topic of an offering")
async def topic_of_needs(here: Here) -> Page:
    return await topic(here, "needs")


@state("publishing/topic.html", "say a topic", status=409)
async def topic_that_somebody_else_has_changed(here: Here) -> Page:
    page = await topic(here, "people")
    await here.browser.send(page.form("people"), people="2")
    return await here.browser.send(page.form("people"), 409, people="3")


@state("publishing/way.html", "way to a place")
async def way_to_a_place(here: Here) -> Page:
    await offerings(here)
    return await here.browser.open(f"{path_of(here)}/way")


@state("publishing/way.html", "tell the way", status=422)
async def way_that_is_not_told(here: Here) -> Page:
    page = await way_to_a_place(here)
    return await here.browser.send(page.form("number"), 422, number="12", directions_vi="")


@state("publishing/way.html", "tell the way", status=409)
async def way_that_somebody_else_has_told(here: Here) -> Page:
    page = await way_to_a_place(here)
    await here.browser.send(page.form("number"), directions_vi=WAY)
    return await here.browser.send(page.form("number"), 409, directions_vi=HINT)


@state("publishing/offerings.html", "tell the way", "offerings")
async def way_just_told(here: Here) -> Page:
    page = await way_to_a_place(here)
    return await here.browser.send(page.form("number"), directions_vi=WAY)


@state("booking/service.html", "service")
async def service_of_a_place_with_its_own_words(here: Here) -> Page:
    await words_just_said(here)
    return await here.browser.open(f"/services/{makers.SERVICE}")


@state("organizations/place.html", "place")
async def place_of_which_all_is_paused(here: Here) -> Page:
    await an_offering_just_paused(here)
    return await here.browser.open(f"/places/{here.town.therapy.location_slug}")


@state("errors/refusal.html", "times", status=409)
async def times_of_what_is_paused(here: Here) -> Page:
    await an_offering_just_paused(here)
    return await here.browser.open(f"/services/{makers.SERVICE}/times?place={here.town.therapy.id}", 409)


def tell_all(db: Db, offering_id: int) -> None:
    """Everything that people must know of an offering is said."""
    texts = {"vi": {"cost": COST, "bring": [PAPER], "know": HINT}}
    db.execute(update(Offering).where(Offering.id == offering_id).values(texts=texts))
    place = select(Offering.location_id).where(Offering.id == offering_id).scalar_subquery()
    db.execute(update(Location).where(Location.id == place).values(directions={"vi": WAY}))
    one = catalogue.offering(db, offering_id)
    asked = catalogue.wanted_features([each.rule for each in catalogue.needs(db, "vi")], one.setting)
    for feature in sorted(asked - catalogue.OWN_FEATURES):
        row = {"offering_id": offering_id, "feature_code": feature, "has": None, "known_on": KNOWN_ON}
        db.execute(insert(OfferingFeature), row)


def promise_a_lift(db: Db, here: Here) -> None:
    """There is a lift where therapy is given, and somebody has booked who needs it."""
    row = {"offering_id": here.town.therapy.id, "feature_code": "lift", "has": True, "known_on": KNOWN_ON}
    db.execute(insert(OfferingFeature), row)
    makers.book(db, makers.make_choice(here.town.therapy, makers.slots(db, here.town.therapy)[0]))
    db.execute(update(booking.Booking).values(needs=["step-free"], gaps=[{"feature": "step-free", "is_known": False}]))
