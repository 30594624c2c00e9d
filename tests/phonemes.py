"""What a Vietnamese voice makes of a text: espeak-ng, which NVDA brings along, says it in phonemes.

Each text is heard twice: as it stands, and with its figures and signs in words as whoever wrote it means them. Where
the two differ, somebody who listens is told something else. A word that is no Vietnamese syllable is spelled out, or
said with an English voice. `faults` says what is wrong, in words that quote the text, and nothing when all is well.
"""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence

PROGRAM = "espeak-ng"
_SAY = (PROGRAM, "-v", "vi", "-x", "-q")
_LONGEST_LINE = 990
"""Bytes that espeak-ng takes as one line."""
_BETWEEN = "xong xong xong"
"""Said after each text, so that one process can say many: a text may come out as several lines, or as none."""

_MELODY = re.compile(r"[\d\s,'_|!#%=]")
"""Tones, stress and pauses: espeak-ng gives those of figures otherwise than those of words."""
_SAME_SOUND = str.maketrans({"I": "j", "U": "w", "@": "E"})
"""Sounds that espeak-ng writes in two ways, one of them in figures: those of "hai", "sáu" and "triệu"."""
_A_TONE = re.compile(r"\d")
"""Each syllable has exactly one."""
_ANOTHER_VOICE = re.compile(r"\((?!vi)[a-z-]+\)")

UNDERSTOOD = re.compile(r"(?<!\w)(?:video|web|Zalo|Andika|Be Vietnam Pro|Lexend|Giuộc)(?!\w)")
"""Words and names that an English voice says as people here do; and one that is heard as two syllables."""
_A_LETTER = re.compile(r"(?<!phím )(?<!Điền )(?<!Vĩnh Châu )(?<!\w)[b-df-hj-np-tv-xzđ](?!\w)", re.IGNORECASE)
"""A consonant by itself, which can only be said by its name; those of a key and of two old communes are meant so."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 5: "lăm"}
_THOUSANDS = ("", " ngàn", " triệu", " tỉ")
_LONGEST_QUANTITY = 4
"""A number with more digits in one piece is a phone number or a code, and means its digits one by one."""


def is_missing() -> bool:
    """Whether this machine has no such voice; the set-up and the checks ask for it."""
    return not shutil.which(PROGRAM)


def heard(texts: Iterable[str]) -> list[str]:
    """Each text in phonemes, in the letters of espeak-ng."""
    lines = [" ".join(each.split()) for each in texts]
    too_long = [each for each in lines if len(each.encode()) > _LONGEST_LINE]
    assert not too_long, f"too long to be said in one piece: {too_long}"
    said = "".join(f"{each}\n{_BETWEEN}\n" for each in lines)
    phonemes = subprocess.run(_SAY, input=said, capture_output=True, text=True, check=True).stdout
    between = phonemes.splitlines()[-1] if lines else ""
    parts = phonemes.split(f"{between}\n")[:-1] if lines else []
    assert len(parts) == len(lines), phonemes
    return [" ".join(each.split()) for each in parts]


def sound(phonemes: str) -> str:
    """The sounds alone, as they can be compared."""
    return _MELODY.sub("", phonemes).translate(_SAME_SOUND)


def faults(texts: Iterable[str]) -> list[str]:
    """What somebody who listens to these texts is told wrong."""
    return [fault for found in _faults_of_each(list(texts)) for fault in found]


class Ear:
    """Hears each pattern of sentences once, whatever its figures are."""

    def __init__(self) -> None:
        self._heard: dict[str, list[str]] = {}

    def faults(self, texts: Iterable[str]) -> list[str]:
        """What is wrong with the sentences of these texts."""
        patterns = {re.sub(r"\d", "#", each): each for text in texts for each in _sentences(text)}
        new = {pattern: each for pattern, each in patterns.items() if pattern not in self._heard}
        if new:
            self._heard |= zip(new, _faults_of_each(list(new.values())), strict=True)
        return [fault for pattern in patterns for fault in self._heard[pattern]]


def _faults_of_each(texts: Sequence[str]) -> list[list[str]]:
    said = [UNDERSTOOD.sub("ai", each) for each in texts]
    meant = [as_meant(each) for each in said]
    every = dict.fromkeys([*said, *meant])
    phonemes = dict(zip(every, heard(every), strict=True))
    pairs = zip(texts, said, meant, strict=True)
    return [list(_differences(text, words, phonemes[one], phonemes[words])) for text, one, words in pairs]


def _differences(text: str, meant: str, as_written: str, as_words: str) -> Iterator[str]:
    syllables = len(re.findall(r"[^\W_]+", meant))
    if _ANOTHER_VOICE.search(as_written):
        yield f"said with another voice: “{text}” is said {as_written}"
    elif len(_A_TONE.findall(as_words)) != syllables:
        yield f"spelled out, or left out: “{text}” is said {as_written}"
    if sound(as_written) != sound(as_words):
        yield f"not said as meant: “{text}” is said {as_written}"
    if letter := _A_LETTER.search(meant):
        yield f"the letter {letter[0]} by its name: “{text}” is said {as_written}"


# --- what is meant -----------------------------------------------------------------------------------


def number_in_words(number: int) -> str:
    """A whole number as espeak-ng says it: "mười năm" for 15, and "một triệu không trăm không trăm" for a million."""
    groups = [int(each) for each in f"{number:,}".split(",")]
    words = [_group(each, place=len(groups) - nth, is_first=nth == 1) for nth, each in enumerate(groups, start=1)]
    return " ".join(words)


def one_by_one(digits: str) -> str:
    """Digits, each by itself."""
    return " ".join(_DIGITS[int(each)] for each in digits if each.isdigit())


def as_meant(text: str) -> str:
    """The text with its figures, signs and abbreviations in words."""
    for pattern, words in _MEANT:
        text = pattern.sub(words, text)
    return text


def _group(number: int, *, place: int, is_first: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if is_first and not hundreds:
        return f"{_below_a_hundred(rest)}{_THOUSANDS[place]}"
    if not number:
        return "không trăm"
    linh = " linh" if rest < 10 and (hundreds or not place) else ""
    return f"{_DIGITS[hundreds]} trăm{f'{linh} {_below_a_hundred(rest)}' if rest else ''}{_THOUSANDS[place]}"


def _below_a_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    ten = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    last = _DIGITS[ones] if tens == 1 else _AFTER_TENS.get(ones, _DIGITS[ones])
    return f"{ten} {last}" if ones else ten


def _figures(match: re.Match[str]) -> str:
    """A quantity as a quantity; the zeros in front of it, and digits that are none, one by one."""
    digits = match[0].replace(".", "")
    if "." not in match[0] and len(digits) > _LONGEST_QUANTITY:
        return one_by_one(digits)
    rest = digits.lstrip("0")
    zeros = one_by_one(digits[: len(digits) - len(rest)])
    return f"{zeros} {number_in_words(int(rest)) if rest else ''}".strip()


_MEANT: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<!\d)(?:\+84|0)\d{2,3}(?:[ .]?\d{3}){2}(?!\d)"), lambda match: one_by_one(match[0])),
    (re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b"), r"\1 tháng \2 năm \3"),
    (re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"), r"\3 tháng \2 năm \1"),
    (re.compile(r"\b(\d{1,2})/(\d{1,2})\b"), r"\1 tháng \2"),
    (re.compile(r"\b(\d{1,2})\s?[hg:]\s?(\d{2})\b"), r"\1 giờ \2 phút"),
    (re.compile(r"\b(\d{1,2})\s?[hg]\b"), r"\1 giờ"),
    (re.compile(r"(?<=\d)\s?(?:['′]|ph\b)"), " phút"),
    (re.compile(r"(?<=\d),(?=\d{3})"), "."),
    (re.compile(r"(?<=\d)\s?(?:[đ₫]|VN[DĐ]|vn[dđ])(?!\w)"), " đồng"),
    (re.compile(r"(?<=\d)\s?[kK]\b"), " ngàn đồng"),
    (re.compile(r"(?<=\d)\s?km\b"), " ki-lô-mét"),
    (re.compile(r"(?<=\d)\s?kg\b"), " ki-lô-gam"),
    (re.compile(r"(?<=\d)\s?[–—-]\s?(?=\d)"), " đến "),
    (re.compile(r"\b(?:Th\.?|T) ?([2-7])\b"), r"thứ \1"),
    (re.compile(r"\bthg\b"), "tháng"),
    (re.compile(r"\bTP\.?(?!\w)"), "thành phố"),
    (re.compile(r"\bP\.(?=\s?\w)"), "phường"),
    (re.compile(r"\bX\.(?!\w)"), "xã"),
    (re.compile(r"\bNKT\b"), "người khuyết tật"),
    (re.compile(r"\bBHYT\b"), "bảo hiểm y tế"),
    (re.compile(r"\bSĐT\b"), "số điện thoại"),
    (re.compile(r"\bCCCD\b"), "căn cước công dân"),
    (re.compile(r"\s?[&+]\s?"), " và "),
    (re.compile(r"\s?/\s?"), " hoặc "),
    (re.compile(r"\s[–—-]\s"), ", "),
    (re.compile(r"(?<=\d)%"), " phần trăm"),
    (re.compile(r"(?<=\d)\.(?=\d{1,2}(?!\d|\.\d))"), " chấm "),
    (re.compile(r"(?<=\d),(?=\d)"), " phẩy "),
    (re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|\d+"), _figures),
)
"""Ways to write, and what they are meant to say, in the order in which they are looked for."""


def _sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.!?…;:])\s+", " ".join(text.split())) if each]
