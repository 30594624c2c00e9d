"""A linter for words that are heard: what a Vietnamese voice would spell out, swallow or say as something else.

The rules are those of `docs/decisions/0006-words-that-are-spoken.md`, each measured with a real speech engine; the
words to avoid are those of the vocabulary. `faults` names what is wrong, and answers nothing when all is well.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_SENTENCE = {"vi": 20, "en": 25}
"""Words in a sentence: 20 by our own rule for Vietnamese, 25 by GOV.UK's for English."""
LONGEST_EASY_SENTENCE = 15
"""In easy words, in both languages."""

_ABBREVIATIONS = {
    "vi": r"Th\.? ?\d|T[2-7]|CN|thg|TP\.?|Tp\.|P\.|Q\.|H\.|X\.|TX\.|TT\.?|NKT|BHYT|BHXH|CCCD|CMND|GXN|UBND|ĐT|SĐT|đt|"
    r"sđt|VND|VNĐ|vnđ|v\.v\.?|vd|VD|km|kg|cm|ko|k0|Đ/c",
    "en": r"e\.g\.?|i\.e\.?|etc\.?|No\.|St\.|approx\.?|mins?\.?|hrs?\.?|tel\.?|Tel\.?|VND|km|kg|"
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.?",
}
_SPELLED_OUT = r"Ctrl|Google|[Cc]ookies?|[Oo]nline"
"""Words that a Vietnamese voice spells, or says as if they were English; with `lang` they are said right."""
_MAY_BE_CAPITALS = {"vi": {"WCAG", "NVDA"}, "en": {"WCAG", "NVDA", "ID", "CV"}}
"""A standard's name; and two words that English says letter by letter."""

_NEVER = {
    "vi": "tàn tật|tật nguyền|tàn phế|què|cụt|đui|câm|câm điếc|điên|thiểu năng|đao|người bình thường|bất hạnh|"
    "kém may mắn|nạn nhân của|thụ hưởng|đối tượng",
    "en": "handicapped|the disabled|crippled|cripple|invalids?|retarded|suffer(?:s|ing)? from|victims? of|"
    "wheelchair[- ]bound|confined to a wheelchair|normal people|deaf[- ]mute|deaf and dumb|special needs|able-bodied",
}
_ONLY_FOR_EYES = {
    "vi": "bấm vào đây|nhấn vào đây|bấm vào link|bên phải|bên trái|màu xanh|màu đỏ|ô tròn",
    "en": "click here|tap here|on the right|on the left|green button|red button",
}
SAYS_NOTHING = {
    "xem thêm",
    "tại đây",
    "ở đây",
    "chi tiết",
    "đọc thêm",
    "read more",
    "learn more",
    "more",
    "here",
    "details",
}
"""Links that do not say where they go."""

_LETTERS = [chr(code) for code in (*range(0x41, 0x5B), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))]
_CAPITAL = "".join(each for each in _LETTERS if each.isupper())
_SMALL = _CAPITAL.lower()

_DIGIT_GROUPS = re.compile(r"(?<![\d.,])\+?\d[\d .]*\d(?![\d,])")
_MONEY_WORDS = re.compile(r"\b(?:giá|tiền|trả(?! lời)|phí|vé|cost|price|pay|fare)\b", re.IGNORECASE)
_ONE_THING = {
    "vi": re.compile(
        r"\d+ giờ(?: \d+ phút)?|ngày \d+ tháng \d+ năm \d+|(?:\d+ )+\d+|(?:Thứ (?!Tự)[A-Z]\w+|Chủ Nhật)(?=,)"
    ),
    "en": re.compile(r"\d+(?::\d\d)? (?:am|pm)|\w+day \d+ \w+ \d{4}|(?:\d+ )+\d+"),
}
"""A time, a date and a number in groups are each heard as one thing, so they count as one word."""


def faults(text: str, language: str) -> list[str]:
    """What is wrong with a text of a language, in words that quote the place."""
    plain = " ".join(text.split())
    found = [
        *_signs(plain, language),
        *_digits(plain, language),
        *_words(plain, language),
        *_sentences(plain, language, LONGEST_SENTENCE[language]),
    ]
    return [f"{what}: “{where}” in “{plain[:120]}”" for what, where in found]


def link_faults(text: str) -> list[str]:
    """What is wrong with the words of a link on their own."""
    return [f"the link says nothing: “{text}”"] if text.strip(" .…").casefold() in SAYS_NOTHING else []


Found = Iterator[tuple[str, str]]


def _signs(text: str, language: str) -> Found:
    """Signs that voices skip or say by their name."""
    yield from _all("a dash between things", r".{0,12}(?:[–—]|\s-\s|\d ?- ?\d).{0,12}", text)
    yield from _all("a stroke between words", r"\w+\s?/\s?\w+", text)
    yield from _all("a sign instead of a word", r"[&→←✓✗×₫@#]", text)
    yield from _all("a sign for minutes", r"\d+\s?['′″\"]", text)
    if language == "vi":
        yield from _all("a time with a colon", r"\b\d{1,2}:\d{2}\b", text)
    if unicodedata.normalize("NFC", text) != text:
        yield "letters and marks apart, not NFC", text[:20]


def _digits(text: str, language: str) -> Found:
    """Numbers that voices say as quantities, or without their unit."""
    yield from _all("a time spelt with a letter", r"\b\d{1,2}\s?[hg](?:\s?\d{2})?\b", text)
    yield from _all(
        "a date in figures", r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{1,2}/\d{1,2}\b|\b\d{4}-\d\d?-\d\d?\b", text
    )
    yield from _all("a long number in one piece", r"\d{5,}", text)
    if language == "vi":
        yield from _all("a comma between thousands", r"\d,\d{3}(?!\d)", text)
    yield from _all("money with a letter for its unit", r"\d\s?(?:đ|k|K|VND|VNĐ)\b", text)
    for match in _DIGIT_GROUPS.finditer(text):
        groups = re.split(r"[ .]+", match[0])
        is_amount = "." in match[0] and all(len(each) == 3 for each in groups[1:])
        if sum(map(len, groups)) >= 7 and not is_amount and any(len(each) != 2 for each in groups[:-1]):
            yield "a number not in groups of two", match[0]
    separator = "." if language == "vi" else ","
    for match in re.finditer(rf"\d{{1,3}}(?:\{separator}\d{{3}})+(?![\d.,]?\d| ?(?:đồng|dong|triệu|nghìn))", text):
        if _MONEY_WORDS.search(text):
            yield "money without its unit", match[0]


def _words(text: str, language: str) -> Found:
    """Abbreviations, words that hurt, words that only eyes understand, capitals, and tone marks in the older place."""
    yield from _all("an abbreviation", rf"(?<!\w)(?:{_ABBREVIATIONS[language]})(?!\w)", text)
    if language == "vi":
        yield from _all("a word that is spelled out", rf"(?<!\w)(?:{_SPELLED_OUT})(?!\w)", text)
        yield from _all("two words in one", rf"\w*[{_SMALL}][{_CAPITAL}]\w*", text)
    yield from _all("a word that hurts or hides", rf"(?i)(?<!\w)(?:{_NEVER[language]})(?!\w)", text)
    yield from _all("only for eyes or mice", rf"(?i)(?<!\w)(?:{_ONLY_FOR_EYES[language]})(?!\w)", text)
    for word in re.findall(r"\w+", text):
        if len(word) > 1 and word.isupper() and not word.isdigit() and word not in _MAY_BE_CAPITALS[language]:
            yield "capitals", word
        if language == "vi" and re.search(r"o[àáảãạèéẻẽẹ]$|(?<!q)u[ỳýỷỹỵ]$", word.casefold()):
            yield "the tone mark in the other place", word


def too_hard(text: str, language: str) -> list[str]:
    """What is not easy: a sentence of more than fifteen words, or two in one."""
    plain = " ".join(text.split())
    found = [*_sentences(plain, language, LONGEST_EASY_SENTENCE), *_all("a semicolon", ";", plain)]
    return [f"{what}: “{where}”" for what, where in found]


def _sentences(text: str, language: str, longest: int) -> Found:
    """Sentences too long to be held in mind; what is no sentence (a name, an address) is heard part by part."""
    for sentence in re.split(r"(?<=[.!?…;])\s+", text):
        parts = [sentence] if sentence.endswith((".", "!", "?", "…", ";")) else sentence.split(", ")
        for part in parts:
            words = re.findall(r"\w+", _ONE_THING[language].sub("x", part))
            if len(words) > longest:
                yield f"a sentence of {len(words)} words", part


def _all(what: str, pattern: str, text: str) -> Found:
    return ((what, match[0]) for match in re.finditer(pattern, text))
