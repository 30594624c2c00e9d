"""What the page of needs asks, read into what is saved, and what is saved written back into the page."""

from collections.abc import Iterable, Mapping

from hoanhap import organizations
from hoanhap.base.text import fold, tidy
from hoanhap.catalogue import NeedView
from hoanhap.organizations import Commune
from hoanhap.people import EXTRA_MINUTES, Contact, ProfileView, Said
from hoanhap.web.forms import N_, Form

TICKED = "yes"
LONGEST_NUMBER = 15
OTHER_PERSON = "other"
"""The answer to the question for whom, when it is nobody known yet."""


def field_of(need: NeedView) -> str:
    """The name of a need's box: the group it stands in, and its code."""
    return f"{need.topic}-{need.code}"


def ticked(form: Form, needs: Iterable[NeedView]) -> frozenset[str]:
    """The needs whose boxes are ticked."""
    return frozenset(each.code for each in needs if form.value(field_of(each)) == TICKED)


def said(form: Form, needs: Iterable[NeedView]) -> Said:
    """Everything the page asks of somebody who is signed in; every question may be left open."""
    return Said(ticked(form, needs), _extra_minutes(form), _commune(form), _contact(form))


def written(profile: ProfileView, needs: Iterable[NeedView], more: frozenset[str] = frozenset()) -> Mapping[str, str]:
    """What stands in the fields when a profile is shown, with more needs ticked than it has."""
    boxes = {field_of(each): TICKED for each in needs if each.code in profile.needs | more}
    if not profile.is_saved:
        return boxes
    home = organizations.communes().get(profile.home_commune or "")
    return boxes | {
        "extra_minutes": str(profile.extra_minutes),
        "home": home.full_name if home else "",
        "contact": profile.contact.value,
    }


def number(typed: str) -> int | None:
    """A number that a form of ours carries; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER else None


def _extra_minutes(form: Form) -> int:
    if not form.value("extra_minutes"):
        return 0
    among = [str(each) for each in EXTRA_MINUTES]
    return int(form.choice("extra_minutes", among, missing=form.translate(N_("Chọn một trong các câu trả lời."))) or 0)


def _contact(form: Form) -> Contact:
    if not form.value("contact"):
        return Contact.ANY
    missing = form.translate(N_("Chọn cách báo tin trong danh sách."))
    return Contact(form.choice("contact", list(Contact), missing=missing) or Contact.ANY)


def _commune(form: Form) -> str | None:
    _, words = form.translate, tidy(form.value("home"))
    if not words:
        return None
    found = _communes_called(words) or organizations.find_communes(words)
    if len(found) == 1:
        return found[0].code
    if found:
        form.wrong("home", _(N_("Có nhiều nơi tên như vậy. Viết tên có đủ dấu, với chữ xã hoặc phường.")))
    else:
        form.wrong("home", _(N_("Viết tên xã hoặc phường của Tây Ninh, hoặc bỏ trống.")))
    return None


def _communes_called(words: str) -> list[Commune]:
    """The communes of exactly this name today, with or without its kind, accents or not; they need no choice."""
    every = organizations.communes().values()
    exact = [each for each in every if words.casefold() in (each.name.casefold(), each.full_name.casefold())]
    return exact or [each for each in every if fold(words) in (fold(each.name), fold(each.full_name))]
