"""The two languages. Vietnamese is the source: what stands in templates and code is what people read.

English comes from `locale/en/LC_MESSAGES/messages.po`, read when first needed, so that no compiled copy can be stale.
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


def other(code: str) -> Language:
    """The language one press away."""
    return LANGUAGES["en" if code == "vi" else "vi"]


@cache
def translations(code: str) -> gettext.NullTranslations:
    """The sentences of a language; asking for Vietnamese gives each sentence back as it is."""
    if code == DEFAULT:
        return gettext.NullTranslations()
    # Imported here because most processes answer in Vietnamese first, and people wait for their start.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = files("hoanhap") / "locale" / code / "LC_MESSAGES" / "messages.po"
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
