"""What somebody asks for: one answer for every page, from the profile or from what the browser keeps for one search."""

from collections.abc import Collection
from enum import StrEnum

import msgspec
from sqlalchemy import bindparam, select

from hoanhap import catalogue, organizations, people
from hoanhap.base.db import Db
from hoanhap.catalogue import Need, NeedView
from hoanhap.needs.rules import kept_needs
from hoanhap.organizations import Commune
from hoanhap.people import Contact, ProfileView, Said
from hoanhap.web.login import Speaker


class Source(StrEnum):
    """Where it is known from."""

    PROFILE = "profile"
    VISITOR = "visitor"
    NONE = "none"


class Asking(msgspec.Struct, frozen=True):
    """What is needed, as codes and as words, for whom, and where that is known from; `near` is a commune's code."""

    needs: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    extra_minutes: int = 0
    near: str | None = None
    contact: Contact = Contact.ANY
    source: Source = Source.NONE
    person_id: int | None = None
    name: str = ""

    @property
    def home(self) -> Commune | None:
        """The commune to begin from."""
        return organizations.communes().get(self.near or "")


class Topic(msgspec.Struct, frozen=True):
    """The needs of one part of life, under one heading."""

    code: str
    needs: list[NeedView]


_WORDS = select(Need.code, Need.texts).where(Need.code.in_(bindparam("codes", expanding=True))).order_by(Need.position)


def asking(db: Db, speaker: Speaker, language: str) -> Asking:
    """What the person an account is used for needs, else what the browser keeps: two statements, or none at all."""
    saved = people.profile(db, speaker.account_id) if speaker.account_id is not None else None
    if saved is not None and saved.is_saved:
        return of_profile(db, saved, language)
    return of_browser(db, speaker.kept, language)


def asking_this_time(db: Db, usual: Asking, codes: Collection[str], extra_minutes: int, language: str) -> Asking:
    """The same for one booking that differs: other needs, other minutes."""
    known = _known(db, frozenset(codes), language)
    return msgspec.structs.replace(
        usual, needs=frozenset(known), words=tuple(known.values()), extra_minutes=extra_minutes
    )


def of_profile(db: Db, saved: ProfileView, language: str) -> Asking:
    """What a profile asks for; a need that is no longer known is left out."""
    known = _known(db, saved.needs, language)
    return Asking(
        frozenset(known),
        tuple(known.values()),
        saved.extra_minutes,
        saved.home_commune,
        saved.contact,
        Source.PROFILE,
        saved.person_id,
        saved.full_name,
    )


def of_said(db: Db, said: Said, language: str) -> Asking:
    """What somebody just said, before it is saved."""
    known = _known(db, said.needs, language)
    return Asking(frozenset(known), tuple(known.values()), said.extra_minutes, said.home_commune, said.contact)


def of_browser(db: Db, kept: str, language: str) -> Asking:
    """What a browser keeps for one search; nothing, if there is no need in it that we know."""
    known = _known(db, kept_needs(kept), language)
    return Asking(frozenset(known), tuple(known.values()), source=Source.VISITOR) if known else Asking()


def topics(db: Db, language: str) -> list[Topic]:
    """Every need people can say, by part of life."""
    found: dict[str, list[NeedView]] = {}
    for need in catalogue.needs(db, language):
        found.setdefault(need.topic, []).append(need)
    return [Topic(code, some) for code, some in found.items()]


def words_of(db: Db, codes: Collection[str], language: str) -> list[str]:
    """How others say these needs, in the order of the catalogue."""
    return list(_known(db, frozenset(codes), language).values())


def _known(db: Db, codes: frozenset[str], language: str) -> dict[str, str]:
    """How others say each of these needs, in the order of the catalogue."""
    if not codes:
        return {}
    rows = db.execute(_WORDS, {"codes": sorted(codes)})
    return {code: str(texts[language]["short"]) for code, texts in rows}
