"""Keep the English catalogue in step with the Vietnamese text of templates and code.

Vietnamese is the source language: a msgid is the Vietnamese sentence itself, and `en` is the only catalogue.
`python tools/translations.py` writes it; with `--check` it writes nothing and fails if work is left to do.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "src" / "hoanhap" / "locale" / "en" / "LC_MESSAGES" / "messages.po"

# The way to read a file, and its options.
PYTHON = ("python", dict[str, str]())
JINJA = (
    "jinja2.ext:babel_extract",
    {"newstyle_gettext": "true", "trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"},
)
COMMENT_TAGS = ("Translators:",)

# Written by hand, without the dates and names that gettext tools put in: they would change with every run.
HEADER = r"""# English for the Vietnamese source text of Hòa Nhập; `make translations` keeps it in step.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def main() -> int:
    """Check or write the catalogue and say what is left to translate."""
    checking = "--check" in sys.argv[1:]
    known, found = existing(), source()
    if checking:
        left = [*differences(known, found), *unfinished(known)]
    else:
        known.update(found)
        write(known)
        left = list(unfinished(known))
    print(*left, sep="\n", end="\n" if left else "")
    print(f"{len(found)} sentences, {len(left)} left to do in {CATALOGUE.relative_to(ROOT)}")
    return 1 if checking and left else 0


def existing() -> Catalog:
    """The catalogue as it stands; empty if there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def source() -> Catalog:
    """Every sentence that templates and code mark for translation."""
    catalogue = Catalog()
    for path, (method, options) in files():
        found = extract_from_file(method, path, DEFAULT_KEYWORDS, COMMENT_TAGS, options, strip_comment_tags=True)
        for line, msgid, comments, context in found:
            place = (str(path.relative_to(ROOT)), line)
            catalogue.add(msgid, locations=[place], auto_comments=comments, context=context)
    return catalogue


def files() -> Iterator[tuple[Path, tuple[str, dict[str, str]]]]:
    """Every file that can hold a sentence, with the way to read it."""
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.is_file():
            yield path, JINJA
    for path in sorted((ROOT / "src").rglob("*.py")):
        yield path, PYTHON


def differences(known: Catalog, found: Catalog) -> Iterator[str]:
    """What the source says and the catalogue does not know, and the other way round."""
    for message in entries(found):
        if known.get(key(message), message.context) is None:
            yield f"missing: {name(message)}"
    for message in entries(known):
        if found.get(key(message), message.context) is None:
            yield f"obsolete: {name(message)}"


def unfinished(catalogue: Catalog) -> Iterator[str]:
    """Entries without a sure and whole translation."""
    for message in entries(catalogue):
        if not is_translated(message):
            yield f"untranslated: {name(message)}"
        elif message.fuzzy:
            yield f"fuzzy: {name(message)}"
        else:
            yield from (f"wrong: {name(message)}: {error}" for error in message.check(catalogue))


def is_translated(message: Message) -> bool:
    """Whether there is an English text, for one and for many where the number matters."""
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts)


def entries(catalogue: Catalog) -> list[Message]:
    """The messages without the header, in the order of their text."""
    return sorted((message for message in catalogue if message.id), key=name)


def key(message: Message) -> str:
    """The Vietnamese sentence that stands for the message."""
    return message.id if isinstance(message.id, str) else message.id[0]


def name(message: Message) -> str:
    """The message as a translator knows it."""
    return f"{message.context} | {key(message)}" if message.context else key(message)


def write(catalogue: Catalog) -> None:
    """Write the catalogue so that one changed sentence is one changed place in the file."""
    body = BytesIO()
    layout = {"omit_header": True, "include_lineno": False, "sort_output": True, "ignore_obsolete": True}
    write_po(body, catalogue, width=100, **layout)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(HEADER + body.getvalue().decode().rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
