"""What the forms of an offering ask, read into what is said of it; what is wrong is said at its field."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from hoanhap.base import phone as phones
from hoanhap.base import text
from hoanhap.catalogue import VIETNAMESE
from hoanhap.publishing import pictures, rules
from hoanhap.publishing.pictures import Picture
from hoanhap.publishing.queries import Album, Offered, Way
from hoanhap.publishing.rules import (
    A_DAY,
    A_WEEK,
    Answers,
    Approval,
    Coming,
    Fault,
    Saying,
    Standing,
    Timing,
    Topic,
    Wanting,
    Words,
)
from hoanhap.web.forms import N_, Form

SHORTEST, LONGEST, LONGEST_NOTICE = 5, 12 * 60, 30 * A_DAY
LONGEST_BUFFER = 4 * 60
LONGEST_HORIZON = 8 * A_WEEK
"""As far ahead as openings are made."""
LENGTHS = {
    "duration": (SHORTEST, LONGEST, N_("Nhập một buổi dài bao lâu, từ {least} đến {most}, ví dụ 1 tiếng 30 phút.")),
    "step": (SHORTEST, LONGEST, N_("Nhập giờ bắt đầu cách nhau bao lâu, từ {least} đến {most}, ví dụ 15 phút.")),
    "buffer": (0, LONGEST_BUFFER, N_("Nhập thời gian để trống, nhiều nhất {most}. Không cần thì không ghi.")),
    "notice": (0, LONGEST_NOTICE, N_("Nhập phải đặt trước bao lâu, từ {least} đến {most}, ví dụ 2 tiếng.")),
    "cancel": (0, LONGEST_NOTICE, N_("Nhập hạn đổi hoặc hủy, từ {least} đến {most}, ví dụ 1 ngày.")),
    "horizon": (A_DAY, LONGEST_HORIZON, N_("Nhập đặt trước được bao xa, từ {least} đến {most}, ví dụ 4 tuần.")),
}
"""The bounds of each length, and the sentence for whatever is none or lies outside."""
MOST_PEOPLE, MOST_DAYS = 50, 20
LONGEST_WORDS, LONGEST_DIRECTIONS = 500, 1000
MOST_PAPERS, LONGEST_PAPER = 12, 120
LANGUAGES = (VIETNAMESE, "en")
ANSWERS = {"yes": True, "no": False, "unknown": None}
FAULTS = {
    Fault.STEP_IN_USE: (
        "step",
        N_("Đã có lịch mở theo giờ cũ. Ngừng các lịch tuần, và đợi qua ngày cuối đã mở, rồi đổi."),
    ),
    Fault.LONGER_THAN_OPEN: (
        "duration",
        N_("Có lịch tuần mở ngắn hơn thời gian này. Đổi lịch tuần trước, rồi đổi ở đây."),
    ),
    Fault.NO_ROOM_AFTER: (
        "buffer",
        N_("Có lịch tuần mở ngắn hơn một buổi cộng thời gian để trống. Đổi lịch tuần trước, rồi đổi ở đây."),
    ),
    Fault.WHEELCHAIRS_PROMISED: (
        "wheelchairs",
        N_(
            "Lịch còn chỗ cho xe lăn, và {booked} lịch hẹn có chỗ đó. "
            "Giảm số chỗ xe lăn về 0 và giải quyết với họ trước."
        ),
    ),
}
"""Where it is said what stands in the way of a change, and what to do first."""

PICTURE, WORDS = "picture", "text"
NO_PHOTO = {
    pictures.Fault.MISSING: N_("Chọn một ảnh trong máy của quý vị."),
    pictures.Fault.TOO_LARGE: N_("Ảnh này lớn quá. Chọn ảnh nhỏ hơn, hoặc chụp lại ở cỡ nhỏ hơn."),
    pictures.Fault.NO_PICTURE: N_("Chúng tôi không đọc được ảnh trong tệp này. Chọn ảnh khác, hoặc chụp lại."),
    pictures.Fault.MOVING: N_("Ảnh này chuyển động. Chọn một ảnh đứng yên."),
    pictures.Fault.TOO_SMALL: N_("Ảnh này nhỏ quá hoặc hẹp quá nên không rõ. Chọn ảnh khác."),
}
"""What is said at the field of a photo that cannot be shown."""
UNCLEAR = {
    Wanting.NOTHING: N_("Viết ảnh cho thấy gì."),
    Wanting.FILE_NAME: N_("Viết ảnh cho thấy gì, đừng ghi tên tệp."),
    Wanting.TOO_SHORT: N_("Viết rõ hơn, thành một câu. Ví dụ: Lối vào có dốc thoải, không có bậc."),
    Wanting.TOO_LONG: N_("Viết ngắn hơn, nhiều nhất 250 chữ cái."),
}
"""What is said at the field of words that do not say what a photo shows."""


class About(msgspec.Struct, frozen=True):
    """What a form is read with: what it is about, what stands in its way, and the reader's language."""

    found: Offered
    standing: Standing
    language: str


class Usual(msgspec.Struct, frozen=True):
    """What the service itself says of its price and papers, by language: what a place begins with."""

    cost: dict[str, str]
    bring: dict[str, list[str]]


def typed(found: Offered, topic: Topic, usual: Usual, language: str) -> dict[str, str]:
    """A topic as its form shows it: what is said now, or what the service says."""
    saying = found.saying(topic)
    if isinstance(saying, Timing):
        lengths = {
            "duration": saying.duration_minutes,
            "step": saying.step_minutes,
            "notice": saying.notice_minutes,
            "cancel": saying.cancel_minutes,
            "horizon": saying.horizon_days * A_DAY,
        }
        buffer = rules.typed(saying.buffer_minutes, language) if saying.buffer_minutes else ""
        return {name: rules.typed(minutes, language) for name, minutes in lengths.items()} | {"buffer": buffer}
    if isinstance(saying, Coming):
        return {"people": str(saying.party_max), "wheelchairs": _yes_or_no(saying.takes_wheelchairs)}
    if isinstance(saying, Approval):
        return {"approval": _yes_or_no(saying.needs_approval), "answer": str(saying.answer_days)}
    if isinstance(saying, Words):
        return _typed_words(saying, usual)
    return {f"feature-{each}": found.answer(each) for each in found.asked}


def said(form: Form, topic: Topic, about: About) -> Saying | None:
    """What is to be said of a topic; None, with faults noted on the form, when it cannot be."""
    saying = _READERS[topic](form, about)
    fault = rules.fault(saying, about.found.saying(topic), about.standing)
    if fault and form.ok:
        field, sentence = FAULTS[fault]
        form.wrong(field, form.translate(sentence).format(booked=about.standing.wheelchairs_booked))
    return None if form.errors else saying


def way_typed(way: Way) -> dict[str, str]:
    """How to get to a place, as its form shows it."""
    return {f"directions_{each}": way.directions.get(each, "") for each in LANGUAGES} | {"number": way.phone}


def way(form: Form) -> Way | None:
    """How people get to a place and reach it; None, with faults noted on the form, when something is missing."""
    _ = form.translate
    wrong = _(N_("Viết ngắn hơn, nhiều nhất 1.000 chữ cái."))
    directions = {
        language: form.text(f"directions_{language}", most=LONGEST_DIRECTIONS, wrong=wrong) for language in LANGUAGES
    }
    if not directions[VIETNAMESE]:
        form.wrong("directions_vi", _(N_("Viết cách đến nơi này bằng lời.")))
    number = form.phone("number")
    told = {language: words for language, words in directions.items() if words}
    return Way(told, phones.national(number)) if form.ok else None


def photo(form: Form, picture: Picture | pictures.Fault, album: Album) -> Picture | None:
    """The photo that was chosen; None, with the fault noted on the form, when it cannot be shown."""
    if isinstance(picture, pictures.Fault):
        form.wrong(PICTURE, form.translate(NO_PHOTO[picture]))
        return None
    if album.is_full and not album.of(picture):
        form.wrong(PICTURE, form.translate(N_("Nơi này đã có đủ 6 ảnh. Gỡ một ảnh, rồi thêm ảnh khác.")))
        return None
    return picture


def photo_typed(texts: Mapping[str, str]) -> dict[str, str]:
    """What a photo shows, as its form shows it."""
    return {f"{WORDS}_{each}": texts.get(each, "") for each in LANGUAGES}


def photo_texts(form: Form) -> dict[str, str] | None:
    """What a photo shows, by language; None, with faults noted on the form, when somebody could not use the words."""
    said = {each: text.tidy(form.value(f"{WORDS}_{each}")) for each in LANGUAGES}
    for language, words in said.items():
        wanting = rules.wanting(words) if words or language == VIETNAMESE else None
        if wanting:
            form.wrong(f"{WORDS}_{language}", form.translate(UNCLEAR[wanting]))
    return {language: words for language, words in said.items() if words} if form.ok else None


def _timing(form: Form, about: About) -> Timing:
    _, language = form.translate, about.language
    duration = _length(form, "duration", language)
    step = about.found.offering.step_minutes
    if not about.standing.has_grid:
        step = _length(form, "step", language)
    buffer = _length(form, "buffer", language) if form.value("buffer").strip() else 0
    lengths = {"duration": duration, "buffer": buffer} if form.ok else {}
    for field, minutes in lengths.items():
        if minutes % step:
            whole = N_("Nhập thời gian chia hết cho {step}, vì giờ bắt đầu cách nhau như vậy.")
            form.wrong(field, _(whole).format(step=rules.typed(step, language)))
    notice, cancel, horizon = (_length(form, field, language) for field in ("notice", "cancel", "horizon"))
    if horizon % A_DAY:
        form.wrong("horizon", _(N_("Nhập tròn ngày hoặc tròn tuần, ví dụ 4 tuần.")))
    return Timing(duration, step, notice, cancel, horizon // A_DAY, buffer)


def _coming(form: Form, _about: About) -> Coming:
    _ = form.translate
    wrong = _(N_("Nhập số người từ 1 đến {most}, bằng chữ số.")).format(most=MOST_PEOPLE)
    people = form.whole("people", least=1, most=MOST_PEOPLE, wrong=wrong)
    wheelchairs = form.choice("wheelchairs", ["yes", "no"], missing=_(N_("Chọn có hay không có chỗ cho xe lăn.")))
    return Coming(people, wheelchairs == "yes")


def _approval(form: Form, about: About) -> Approval:
    _ = form.translate
    needs = form.choice("approval", ["yes", "no"], missing=_(N_("Chọn đặt được ngay, hay cần quý vị đồng ý.")))
    wrong = _(N_("Nhập số ngày từ 1 đến {most}, bằng chữ số.")).format(most=MOST_DAYS)
    days = about.found.offering.answer_days
    if needs == "yes":
        days = form.whole("answer", least=1, most=MOST_DAYS, wrong=wrong)
    return Approval(needs == "yes", days)


def _words(form: Form, _about: About) -> Words:
    """Read in the order of the page: in this order it is told what is wrong."""
    _ = form.translate
    cost = _passage(form, "cost_vi")
    if not cost:
        form.wrong("cost_vi", _(N_("Viết giá, hoặc viết rằng không phải trả tiền.")))
    brings = form.choice("brings", ["yes", "no"], missing=_(N_("Chọn có cần mang gì hay không.")))
    bring = _papers(form, "bring_vi") if brings == "yes" else []
    if brings == "yes" and not bring:
        form.wrong("bring_vi", _(N_("Viết những thứ cần mang, mỗi dòng một thứ.")))
    texts = {VIETNAMESE: _given(cost=cost, bring=bring, know=_passage(form, "know_vi"))}
    for language in LANGUAGES:
        if language != VIETNAMESE:
            cost = _passage(form, f"cost_{language}")
            bring = _papers(form, f"bring_{language}") if brings == "yes" else []
            texts[language] = _given(cost=cost, bring=bring, know=_passage(form, f"know_{language}"))
    if brings == "no":
        texts[VIETNAMESE]["bring"] = []
    return Words({language: said for language, said in texts.items() if said})


def _passage(form: Form, field: str) -> str:
    return form.text(field, most=LONGEST_WORDS, wrong=form.translate(N_("Viết ngắn hơn, nhiều nhất 500 chữ cái.")))


def _given(**words: str | list[str]) -> dict[str, str | list[str]]:
    """What was written at all."""
    return {what: each for what, each in words.items() if each}


def _answers(form: Form, about: About) -> Answers:
    given = {each: form.value(f"feature-{each}") for each in about.found.asked}
    return Answers({each: ANSWERS[answer] for each, answer in given.items() if answer in ANSWERS})


_READERS: Mapping[Topic, Callable[[Form, About], Saying]] = {
    Topic.TIME: _timing,
    Topic.PEOPLE: _coming,
    Topic.APPROVAL: _approval,
    Topic.WORDS: _words,
    Topic.NEEDS: _answers,
}


def _typed_words(saying: Words, usual: Usual) -> dict[str, str]:
    typed: dict[str, str] = {}
    own = saying.texts
    for language in LANGUAGES:
        said: Mapping[str, Any] = own.get(language, {})
        if not own:
            said = {"cost": usual.cost[language], "bring": usual.bring[language]}
        typed |= {f"cost_{language}": said.get("cost", ""), f"know_{language}": said.get("know", "")}
        typed[f"bring_{language}"] = "\n".join(said.get("bring", []))
    return typed | {"brings": _yes_or_no(bool(typed["bring_vi"]))}


def _papers(form: Form, field: str) -> list[str]:
    papers = [each for each in text.lines(form.value(field)).splitlines() if each]
    if len(papers) > MOST_PAPERS or any(len(each) > LONGEST_PAPER for each in papers):
        form.wrong(field, form.translate(N_("Viết nhiều nhất 12 dòng, mỗi dòng nhiều nhất 120 chữ cái.")))
    return papers


def _length(form: Form, field: str, language: str) -> int:
    """A length as people say it, in minutes."""
    least, most, wrong = LENGTHS[field]
    minutes = rules.length_of(form.value(field)[:40])
    if minutes is not None and least <= minutes <= most:
        return minutes
    bounds = {"least": rules.typed(least, language), "most": rules.typed(most, language)}
    form.wrong(field, form.translate(wrong).format(**bounds))
    return least


def _yes_or_no(is_so: bool) -> str:  # noqa: FBT001 - it writes down a boolean
    return "yes" if is_so else "no"
