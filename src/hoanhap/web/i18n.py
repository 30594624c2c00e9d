"""The two languages. Vietnamese is the source: what stands in templates and code is what people read.

English comes from `locale/en/LC_MESSAGES/messages.po`, read when first needed, so that no compiled copy can be stale.
Beside it, and for Vietnamese too, lies `easy.po`: sentences in easy words for those who chose them. A sentence that has
none is easy enough as it is.
"""

import gettext
import io
from functools import cache
from importlib.resources import files

import msgspec


class Language(msgspec.Struct, frozen=True):
    """A language as it calls itself."""

    code: str
    name: str


LANGUAGES = {"vi": Language("vi", "Tiếng Việt"), "en": Language("en", "English")}
DEFAULT = "vi"
EASY = "-easy"
"""What is added to the code of a language for its easy words."""


def other(code: str) -> Language:
    """The language one press away."""
    return LANGUAGES["en" if code == "vi" else "vi"]


@cache
def translations(code: str) -> gettext.NullTranslations:
    """The sentences of a language, or of its easy words; asking for Vietnamese gives each sentence back as it is."""
    if code == DEFAULT:
        return gettext.NullTranslations()
    if code.endswith(EASY):
        usual = code.removesuffix(EASY)
        easy = _read(usual, "easy.po")
        easy.add_fallback(translations(usual))
        return easy
    return _read(code, "messages.po")


def _read(code: str, file: str) -> gettext.GNUTranslations:
    # Imported here because most processes answer in Vietnamese first, and people wait for their start.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("hoanhap") / "locale" / code / "LC_MESSAGES" / file
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
