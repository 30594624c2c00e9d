"""What the forms of the journey ask, read into what verbs take."""

from collections.abc import Collection
from datetime import date

import msgspec

from hoanhap import catalogue, needs
from hoanhap.base import ids
from hoanhap.booking.rules import Deciding, DeclineReason, Outcome
from hoanhap.catalogue import NeedView, OfferingView, Party
from hoanhap.web.forms import N_, Form

LONGEST_KEY = 64
OFFERED = "offered."
"""How the key of a journey begins that starts with an offered time: it has no questions before the last ones."""
LONGEST_ID = 15
LAST_PAGE = 10_000
LONGEST_WORDS = 1000
YEARS = range(2000, 3000)


class Chosen(msgspec.Struct, frozen=True):
    """The start that was chosen, and the key of the form it was chosen on."""

    journey: str
    slot_id: int


class Details(msgspec.Struct, frozen=True):
    """Who comes, and how they are reached."""

    full_name: str
    phone: str
    knowingly: bool


def party(form: Form, offering: OfferingView) -> Party:
    """How many come and how many of them stay in their wheelchair; faults are noted on the form."""
    _ = form.translate
    most, extra = offering.party_max, extra_in_address(form)
    people = form.whole(
        "people",
        least=1,
        most=most,
        wrong=_(N_("Nhập số người đến, từ 1 tới {most}.")).format(most=most),
    )
    if not offering.takes_wheelchairs or not form.value("wheelchairs"):
        return Party(people, 0, extra)
    wheelchairs = form.whole(
        "wheelchairs",
        least=0,
        most=people,
        wrong=_(N_("Nhập số người ngồi xe lăn. Không thể nhiều hơn số người đến.")),
    )
    return Party(people, wheelchairs, extra)


def party_in_address(asked: Form) -> Party:
    """How many come, as an address says it; what is not a number becomes a party that no offering takes."""
    people, wheelchairs = whole(asked.value("people") or "1"), whole(asked.value("wheelchairs") or "0")
    return Party(people or 0, wheelchairs or 0, extra_in_address(asked))


def extra_in_address(asked: Form) -> int:
    """How many minutes more, as an address says it; what no booking can have is none."""
    extra = whole(asked.value("extra")) or 0
    return extra if extra in catalogue.EXTRA_MINUTES else 0


def chosen(form: Form) -> Chosen | None:
    """What was chosen on the page of times; None when no time was."""
    slot = whole(form.value("slot"))
    if slot is None:
        form.wrong("slot", form.translate(N_("Chọn một giờ.")))
        return None
    journey = form.value("journey")[:LONGEST_KEY] or ids.token()
    return Chosen(journey, slot)


def details(form: Form, *, is_known: bool) -> Details:
    """Who comes; the phone only from those who are not signed in."""
    full_name = form.name("full_name")
    phone = "" if is_known else form.phone("phone")
    return Details(full_name, phone, form.value("knowingly") == "yes")


def needs_said(form: Form, known: Collection[NeedView]) -> tuple[frozenset[str], int]:
    """What is needed this one time, and how many minutes more."""
    among = [str(each) for each in catalogue.EXTRA_MINUTES]
    extra = form.value("extra_minutes") or "0"
    if extra not in among:
        form.wrong("extra_minutes", form.translate(N_("Chọn một trong các câu trả lời.")))
        extra = "0"
    return needs.ticked(form, known), int(extra)


def needs_written(chosen: Collection[str], extra_minutes: int, known: Collection[NeedView]) -> dict[str, str]:
    """What stands in the fields of needs."""
    boxes = {needs.field_of(each): "yes" for each in known if each.code in chosen}
    return boxes | {"extra_minutes": str(extra_minutes)}


def declining(form: Form) -> Deciding | None:
    """Why a request is declined; None, with faults noted on the form, when something is missing."""
    _ = form.translate
    reason = form.choice("reason", list(DeclineReason), missing=_(N_("Chọn lý do không nhận được.")))
    written = form.text("words", most=LONGEST_WORDS, wrong=_(N_("Viết ngắn hơn, nhiều nhất 1.000 chữ cái.")))
    if reason == DeclineReason.OTHER and not written:
        form.wrong("words", _(N_("Viết lý do, vì quý vị đã chọn Lý do khác.")))
    return Deciding(Outcome.DECLINED, DeclineReason(reason), written) if form.ok else None


def words(form: Form, *, missing: str) -> str:
    """A question or an answer in somebody's own words; `missing` is the translated sentence when there are none."""
    wrong = form.translate(N_("Viết ngắn hơn, nhiều nhất 1.000 chữ cái."))
    written = form.text("words", most=LONGEST_WORDS, wrong=wrong)
    if not written:
        form.wrong("words", missing)
    return written


def day(typed: str) -> date | None:
    """A day in an address, such as 2026-11-26; None for anything else, also for days no calendar here reaches."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def whole(typed: str) -> int | None:
    """A whole number in an address; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID else None


def page_number(typed: str) -> int:
    """The number of a page in an address; the first for anything else."""
    number = whole(typed)
    return number if number and number <= LAST_PAGE else 1
