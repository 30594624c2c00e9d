"""The short way from a service to a time: where it is given for what somebody needs, what is left out and why,
and the earliest times that fit, near where they are. A constant number of statements, however many places there are.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import msgspec

from hoanhap import catalogue, needs, organizations, schedule
from hoanhap.base import ids
from hoanhap.base.clock import Span
from hoanhap.base.db import Db
from hoanhap.booking import forms, queries, usable
from hoanhap.booking.refusals import in_address
from hoanhap.catalogue import VIETNAMESE, Able, DomainView, FeatureText, Gap, Lacking, OfferingView, Party, ServiceView
from hoanhap.needs import Asking
from hoanhap.organizations import Commune
from hoanhap.schedule import Start
from hoanhap.web.filters import whole_kilometres
from hoanhap.web.login import Speaker

LIMITS = (10, 25, 50)
"""How far somebody may want to go at most, in kilometres."""
AT_ONCE = 3
"""How many times the short way offers: enough to choose from, few enough to be heard."""


class Place(msgspec.Struct, frozen=True):
    """Where a service is given: how far, the first time that fits, and what is missing of what is needed."""

    offering: OfferingView
    kilometres: float | None
    first: Start | None
    party: Party
    gaps: tuple[Gap, ...] = ()

    @property
    def id(self) -> int:
        """The offering's number."""
        return self.offering.id

    @property
    def times(self) -> str:
        """The address of its days; who comes is said there already, if needs decide it."""
        return f"/services/{self.offering.service_slug}/times?place={self.offering.id}"

    def choice(self, start: Start) -> str:
        """The address that one of its times is chosen at."""
        chosen = {"place": self.offering.id, **in_address(self.party), "day": start.local_date.isoformat()}
        return f"/services/{self.offering.service_slug}/times?{urlencode(chosen)}"


class Soon(msgspec.Struct, frozen=True):
    """A time that can be taken by one press."""

    place: Place
    start: Start

    def taken(self, journey: str, *, is_on_the_way: bool = False) -> dict[str, object]:
        """Where and with what it is taken, on a page with this key."""
        key = journey if is_on_the_way else f"{forms.OFFERED}{journey}"
        return {"action": self.place.choice(self.start), "fields": {"journey": key, "slot": self.start.slot_id}}

    @property
    def trouble(self) -> float:
        """The wait and the way."""
        return catalogue.wait_and_way(self.start.starts_at, self.place.kilometres)


class LeftOut(msgspec.Struct, frozen=True):
    """What is missing, and at how many places."""

    lacking: Lacking
    places: int


class ServicePage(msgspec.Struct, frozen=True):
    """Everything a person must know of a service, where it is given, and how soon."""

    service: ServiceView
    domain: DomainView
    asking: Asking
    near: Commune | None
    places: list[Place]
    lacking: list[Place]
    reasons: list[LeftOut]
    soonest: list[Soon]
    said: dict[str, FeatureText]
    journey: str
    has_lapsed_holds: bool
    holidays: dict[date, str]
    """What the days of the first times are called that are holidays on which their places open."""
    within: int | None = None
    is_on_the_way: bool = False

    def times(self, place: Place) -> str:
        """The address of a place's days; whoever came from a journey goes on with it."""
        return f"{place.times}&{urlencode({'journey': self.journey})}" if self.is_on_the_way else place.times

    @property
    def has_own_words(self) -> bool:
        """Whether some place says of its price, or of what to bring, something of its own."""
        every = [each.offering for each in (*self.places, *self.lacking)]
        return any(each.own(what, VIETNAMESE) is not None for each in every for what in ("cost", "bring"))

    @property
    def is_at_home(self) -> bool:
        """Whether it is the profile that says where they are; then no address says it."""
        return self.near is not None and self.near.code == self.asking.near

    @property
    def limits(self) -> list[int]:
        """The limits beyond which there is a place: only those make a difference."""
        return [limit for limit in LIMITS if not all(is_within(each.kilometres, limit) for each in self.places)]

    @property
    def shown(self) -> list[Place]:
        """The places that are not too far."""
        return [each for each in self.places if is_within(each.kilometres, self.within)]

    @property
    def farther(self) -> int:
        """How many places are too far."""
        return len(self.places) - len(self.shown)

    @property
    def is_too_far(self) -> bool:
        """Whether there are places, and none is as near as was asked for."""
        return bool(self.places) and not self.shown

    @property
    def unmet(self) -> set[str]:
        """The features that stand in the way everywhere; nothing where some place has all that is needed."""
        return set() if self.places else {gap.feature for place in self.lacking for gap in place.gaps}

    def missing(self, place: Place) -> list[Lacking]:
        """What is missing at a place, in sentences."""
        return [self.said[gap.feature].of(gap) for gap in place.gaps]


def service_page(
    db: Db,
    slug: str,
    speaking: Speaker,
    language: str,
    *,
    near: Commune | None,
    now: datetime,
    within: int | None = None,
    journey: str = "",
) -> ServicePage:
    """A service for whoever asks: by what they need, near where they are or live, within so many kilometres.

    Whoever comes back from a journey is asked for what they said on it.
    """
    service, domain = catalogue.service(db, slug, language)
    asking = needs.asking(db, speaking, language)
    if this_time := queries.needs_on(db, journey):
        asking = needs.asking_this_time(db, asking, *this_time, language)
    near = near or asking.home
    every = places_at(db, catalogue.offerings(db, service.id), asking, near=near, now=now)
    fitting = [each for each in every if not each.gaps]
    lacking = [each for each in every if each.gaps]
    said = catalogue.features(db, language) if lacking else {}
    soonest = _soonest(db, fitting, asking, now=now)
    counted = Counter(said[gap.feature].of(gap) for each in lacking for gap in each.gaps)
    return ServicePage(
        service,
        domain,
        asking,
        near,
        fitting,
        lacking,
        [LeftOut(each, count) for each, count in counted.most_common()],
        soonest,
        said,
        journey or ids.token(),
        queries.has_lapsed(db, now),
        schedule.holidays_among(db, [each.start.local_date for each in soonest]),
        within if near else None,
        is_on_the_way=bool(journey),
    )


def is_within(kilometres: float | None, limit: int | None) -> bool:
    """Whether a place is no farther than the limit, by the distance as it is said; an unknown one is never too far."""
    return limit is None or kilometres is None or whole_kilometres(kilometres) <= limit


def places_at(db: Db, found: list[OfferingView], asking: Asking, *, near: Commune | None, now: datetime) -> list[Place]:
    """Every place with what is to be said of it at its first time, what is near and soon first.

    Where something fails at that time that is needed and there otherwise, the first time after that counts.
    """
    needed = catalogue.need_rules(db, asking.needs)
    # Asked for as many as come at most; each place takes as many of them as it can.
    largest = catalogue.party_for(needed, party_max=MANY, takes_wheelchairs=True, extra_minutes=asking.extra_minutes)
    some = _able(db, found, asking, now=now)
    by, met = ({number: getattr(each, what) for number, each in some.items()} for what in ("resources", "features"))
    first = schedule.earliest(db, [each.id for each in found], largest, now=now, by=by)
    gaps = _gaps(db, found, asking, first, met, now=now)
    if later := _works_again(gaps):
        after = schedule.earliest(db, list(later), largest, now=now, not_before=later, by=by)
        first |= after
        gaps |= _gaps(db, [each for each in found if each.id in after], asking, after, met, now=now)
    away = {each.id: organizations.distance_km(near, each) for each in found} if near else {}
    places = [
        Place(
            each,
            away.get(each.id),
            first.get(each.id),
            catalogue.party_for(
                needed,
                party_max=each.party_max,
                takes_wheelchairs=each.takes_wheelchairs,
                extra_minutes=asking.extra_minutes,
            ),
            gaps.get(each.id, ()),
        )
        for each in found
    ]
    return catalogue.order_places(places, away, {each: start.starts_at for each, start in first.items()})


def _able(db: Db, found: list[OfferingView], asking: Asking, *, now: datetime) -> dict[int, Able]:
    """Who can do what is needed, at each place where not everybody can."""
    if not asking.needs:
        return {}
    needed, skills = catalogue.need_rules(db, asking.needs), usable.skills(db, found, on=now)
    some = {each.id: skills.able(each.id, catalogue.wanted_features(needed, each.setting)) for each in found}
    return {number: each for number, each in some.items() if each is not None}


def _gaps(
    db: Db,
    found: list[OfferingView],
    asking: Asking,
    first: Mapping[int, Start],
    met: Mapping[int, frozenset[str]],
    *,
    now: datetime,
) -> dict[int, tuple[Gap, ...]]:
    """What is missing of what is needed at each place, at its first time; now, where there is none."""
    if not asking.needs:
        return {}
    times = {each.id: first[each.id].starts_at if each.id in first else now for each in found}
    lasts = {each.id: timedelta(minutes=each.duration_minutes + asking.extra_minutes) for each in found}
    spans = {number: Span(begins, begins + lasts[number]) for number, begins in times.items()}
    return catalogue.gaps_at(db, found, asking.needs, at=spans, met=met)


def _works_again(gaps: Mapping[int, tuple[Gap, ...]]) -> dict[int, datetime]:
    """When each place has all that is needed again, where it is only wanting for some time that ends."""
    found = {}
    for number, missing in gaps.items():
        ends = [gap.out.until for gap in missing if gap.out and gap.out.until]
        if ends and len(ends) == len(missing):
            found[number] = max(ends)
    return found


def _soonest(db: Db, fitting: list[Place], asking: Asking, *, now: datetime) -> list[Soon]:
    """The few best times: the first of each place and, where places are few, the next ones of the best."""
    open_places = [each for each in fitting if each.first is not None]
    if not open_places:
        return []
    best = open_places[0]
    assert best.first is not None
    wanted = queries.wanted_at(best.offering, best.party, now=now)
    wanted = msgspec.structs.replace(wanted, earliest=best.first.starts_at)  # what is before it is taken
    wanted = usable.leave_out_for(db, wanted, asking.needs, best.offering)
    of_best = [Soon(best, start) for start in schedule.soonest(db, wanted, limit=AT_ONCE)]
    of_others = [Soon(each, each.first) for each in open_places[1 : AT_ONCE + 1] if each.first is not None]
    chosen = sorted([*of_best, *of_others], key=lambda each: each.trouble)[:AT_ONCE]
    return sorted(chosen, key=lambda each: each.start.starts_at)


MANY = 20
"""More people than any booking has."""
