"""What every page must be: valid, named, labelled, tied together, free of inline code, protected, and speakable.

Each check answers with what is wrong. `tests/web/test_page_checks.py` shows each of them a page it must catch.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from html.parser import HTMLParser

import msgspec
from justhtml import Element
from typing_extensions import override

from hoanhap.web import security
from hoanhap.web.i18n import LANGUAGES, translations
from tests import phonemes, speakable
from tests.documents import CONTROLS, HEADINGS, Document, attribute, inside, parents, words

ERROR_PREFIX = {"vi": "Lỗi: ", "en": "Error: "}
NAMES_OF_OUR_OWN = ("Hòa Nhập", "Tây Ninh")
"""Proper names need no mark of their language (WCAG 3.1.2)."""
VIETNAMESE_LETTERS = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)
ENGLISH_WORDS = re.compile(
    r"(?i)\b(?:the|and|your|you|with|please|booking|choose|error|page|sign|search|help|service|from|this|found|not)\b"
)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INTERACTIVE = {"a", "button", "input", "label", "select", "textarea", "details"}
BLOCKS = {"div", "dl", "fieldset", "form", "h1", "h2", "h3", "h4", "nav", "ol", "p", "section", "table", "ul"}
PHRASES_ONLY = {"p", "span", "strong", "em", "label", "button", "summary", "dt", *HEADINGS}
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}, "tr": {"th", "td"}}
OF_A_SERVICE = ("/services/", "/book/", "/bookings/")
"""Pages on the way to a booking, and of one, name the service alone: readers say each title twice on every page."""
REFERRING = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "headers", "list", "form")
SPEAKING_NAMES = {"full_name", "phone"}
"""Fields for which browsers and helpers must know what they are for (WCAG 1.3.5)."""
PURPOSES = {"full_name": "name", "phone": "tel", "code": "one-time-code"}


class Answer(msgspec.Struct, frozen=True):
    """A page as it came, and what the request said of itself."""

    document: Document
    status: int
    headers: Mapping[str, str]
    language: str
    path: str
    said_where_from: bool
    is_https: bool = False
    typed: frozenset[str] = frozenset()


CHOICES = {"radio", "checkbox"}
"""What is wrong with these is said of their group."""
Faults = Iterator[str]
Check = Callable[[Answer], Faults]


def faults(answer: Answer) -> list[str]:
    """Everything that is wrong with a page."""
    return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(answer)]


def html_is_valid(answer: Answer) -> Faults:
    """The parser finds nothing to forgive; elements are closed in order, and nothing is where it may not be."""
    page = answer.document
    yield from page.parse_errors
    strict = _Strict()
    strict.feed(page.html)
    strict.close()
    yield from strict.faults
    yield from (f"<{name}> is not closed" for name in strict.open)
    for each in page.elements:
        below = {child.name for child in each.children or [] if isinstance(child, Element)}
        if each.name in CHILDREN and (wrong := below - CHILDREN[each.name]):
            yield f"<{each.name}> holds {sorted(wrong)}"
        if each.name in PHRASES_ONLY and (blocks := {one.name for one in inside(each)} & BLOCKS):
            yield f"<{each.name}> holds {sorted(blocks)}"
        if each.name in INTERACTIVE - {"label", "details"} and ({one.name for one in inside(each)} & INTERACTIVE):
            yield f"<{each.name}> holds something to press"


def there_is_one_heading_of_all(answer: Answer) -> Faults:
    """One h1, with words."""
    headings = answer.document.all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1"
    yield from ("an h1 without words" for each in headings if not words(each))


def title_says_what_the_page_is(answer: Answer) -> Faults:
    """The title holds the words of the h1, and the name of the house or of the service that the page is about.

    It begins with "Lỗi:" when the form has errors, and with what was done when that is why the page is shown: that is
    what somebody hears first.
    """
    page = answer.document
    titles = page.all("title")
    if len(titles) != 1 or not page.all("h1"):
        yield f"{len(titles)} titles"
        return
    if page.h1 not in page.title:
        yield f"the title “{page.title}” does not say “{page.h1}”"
    if not page.title.endswith(", Hòa Nhập") and not answer.path.startswith(OF_A_SERVICE):
        yield f"the title “{page.title}” does not say whose page it is"
    if page.title.startswith(ERROR_PREFIX[answer.language]) != _is_a_form_with_errors(answer):
        yield f"the title “{page.title}” of a page with status {answer.status}"
    for each in page.all("h2"):
        if _is_an_outcome(each) and not page.title.startswith(words(each)):
            yield f"the title “{page.title}” does not begin with “{words(each)}”"


def language_is_said(answer: Answer) -> Faults:
    """`lang` on html is the language of the page; parts are in a language that we speak."""
    said = [attribute(each, "lang") for each in answer.document.all("html")]
    if said != [answer.language]:
        yield f"lang is {said}"
    for each in answer.document.having("lang"):
        if attribute(each, "lang") not in LANGUAGES:
            yield f"<{each.name} lang={attribute(each, 'lang')!r}>"


def ids_are_unique(answer: Answer) -> Faults:
    """No id stands twice."""
    counted = Counter(each.attrs["id"] for each in answer.document.having("id"))
    yield from (f"{count} times id {name!r}" for name, count in counted.items() if count > 1 or not name)


def references_lead_somewhere(answer: Answer) -> Faults:
    """What refers to an id finds it: descriptions, labels, and links within the page."""
    page = answer.document
    ids = {each.attrs["id"] for each in page.having("id")}
    for name in REFERRING:
        for each in page.having(name):
            yield from (f'{name}="{one}" leads nowhere' for one in attribute(each, name).split() if one not in ids)
    for each in page.all("a"):
        href = attribute(each, "href")
        if href.startswith("#") and href[1:] not in ids:
            yield f"the link {href} leads nowhere"


def controls_are_labelled(answer: Answer) -> Faults:
    """Everything to fill in has exactly one label with words, and says what it is for where browsers can help."""
    page = answer.document
    for each in page.controls():
        where = f"<{each.name} name={attribute(each, 'name')!r}>"
        if not page.name(each) or ("aria-label" not in each.attrs and len(page.labels(each)) != 1):
            yield f"{where} is not labelled"
        if "placeholder" in each.attrs:
            yield f"{where} has a placeholder"
        purpose = PURPOSES.get(attribute(each, "name"))
        if purpose and attribute(each, "autocomplete") != purpose:
            yield f"{where} does not say that it is for {purpose}"
    for each in page.all("label"):
        if not page.by_id(attribute(each, "for")) and not {one.name for one in inside(each)} & CONTROLS:
            yield f"the label “{words(each)}” is of nothing"


def errors_are_tied_to_their_fields(answer: Answer) -> Faults:
    """With errors: each is described at its control; the summary links to all, in their order, with the same words."""
    if not _is_a_form_with_errors(answer):
        return
    page = answer.document
    messages = {each.attrs["id"] or "": _message(each, answer.language) for each in page.of_class("error-message")}
    summaries = page.of_class("error-summary")
    if len(summaries) != 1 or not messages:
        yield f"{len(summaries)} summaries, {len(messages)} messages"
        return
    links = [each for each in inside(summaries[0]) if each.name == "a"]
    if [words(each) for each in links] != list(messages.values()):
        yield f"the summary says {[words(each) for each in links]}, the fields {list(messages.values())}"
    for link in links:
        control = page.by_id(attribute(link, "href").removeprefix("#"))
        if control is None or control.name not in CONTROLS or attribute(control, "type") == "hidden":
            yield f"the link “{words(link)}” does not lead to a control"
        elif words(link) not in [messages.get(one) for one in _described_by(control)]:
            yield f"“{words(link)}” is not said at its control"
        elif attribute(control, "type") not in CHOICES and attribute(control, "aria-invalid") != "true":
            yield f"{attribute(control, 'name')!r} is not marked as invalid"


def _is_an_outcome(heading: Element) -> bool:
    """Whether a heading says that something was done."""
    return any("notification-success" in attribute(each, "class").split() for each in parents(heading))


def _is_a_form_with_errors(answer: Answer) -> bool:
    """Something has to be put right (422); or nothing has, but the form is kept for later (429)."""
    return answer.status == 422 or (answer.status == 429 and bool(answer.document.of_class("error-summary")))


def groups_are_named(answer: Answer) -> Faults:
    """Every fieldset begins with a legend; radios stand in one; a list of choices has no choice made for us."""
    for each in answer.document.all("fieldset"):
        below = [child for child in each.children or [] if isinstance(child, Element)]
        if not below or below[0].name != "legend" or not words(below[0]):
            yield "a fieldset without a legend"
    for each in answer.document.all("input"):
        if attribute(each, "type") == "radio" and "fieldset" not in {one.name for one in parents(each)}:
            yield f"the radio {attribute(each, 'id')!r} stands in no fieldset"


def pictures_speak_or_are_silent(answer: Answer) -> Faults:
    """Every img has an alt; every svg is hidden from screen readers or has a name."""
    yield from (f"no alt: {attribute(each, 'src')}" for each in answer.document.all("img") if "alt" not in each.attrs)
    for each in answer.document.all("svg"):
        is_named = attribute(each, "role") == "img" and answer.document.name(each)
        if attribute(each, "aria-hidden") != "true" and not is_named:
            yield "an svg neither hidden nor named"


def links_and_buttons_have_words(answer: Answer) -> Faults:
    """Words for each, that say something on their own, and the same words never lead to two places."""
    page = answer.document
    places: dict[str, set[str]] = {}
    for each in page.all("a", "button", "summary"):
        name = page.name(each)
        if not name:
            yield f"a <{each.name}> without words"
        yield from speakable.link_faults(name)
        if each.name == "a":
            places.setdefault(name.casefold(), set()).add(attribute(each, "href"))
            if not attribute(each, "href"):
                yield f"the link “{name}” leads nowhere"
    yield from (f"“{name}” leads to {sorted(found)}" for name, found in places.items() if len(found) > 1)
    for each in page.all("button"):
        if attribute(each, "type") not in {"submit", "button"}:
            yield f"the button “{words(each)}” has no type"


def forms_can_be_sent(answer: Answer) -> Faults:
    """Each form has a method and a button; those that post carry the token if the browser kept silent."""
    for each in answer.document.all("form"):
        method = attribute(each, "method")
        names = [attribute(one, "name") for one in inside(each) if one.name == "input"]
        if method not in {"get", "post"}:
            yield f"a form with method {method!r}"
        if "button" not in {one.name for one in inside(each)}:
            yield "a form without a button"
        needs = method == "post" and not answer.said_where_from
        if names.count(security.TOKEN_FIELD) != int(needs):
            yield f"a form that does {method} with {names.count(security.TOKEN_FIELD)} tokens"


def nothing_is_inline(answer: Answer) -> Faults:
    """Scripts and styles come from our own files only; nothing runs from an attribute."""
    for each in answer.document.elements:
        if each.name == "style" or (each.name == "script" and not attribute(each, "src").startswith("/static/")):
            yield f"an inline <{each.name}>"
        for name in each.attrs:
            if name == "style" or name.startswith(("on", "hx-on")):
                yield f"<{each.name} {name}>"
        for name in ("href", "src", "action"):
            address = attribute(each, name)
            if address and not re.match(r"/(?!/)|#|tel:[+\d]+$|mailto:|webcal://|otpauth://totp/", address):
                yield f"{name}={address!r}"


def nobody_is_surprised(answer: Answer) -> Faults:
    """No new windows, jumps, refreshes, shortcuts, fixed zoom, or words that only a mouse finds."""
    for each in answer.document.elements:
        for name in ("accesskey", "autofocus", "target", "title"):
            if name in each.attrs:
                yield f"<{each.name} {name}>"
        if attribute(each, "tabindex") not in {"", "0", "-1"}:
            yield "a tab order of its own"
        content = attribute(each, "content")
        if "http-equiv" in each.attrs or "user-scalable" in content or "maximum-scale" in content:
            yield f"<meta content={content!r}>"


def landmarks_stand(answer: Answer) -> Faults:
    """One header, main and footer; the skip link comes first; navigations have names; help is on every page."""
    page = answer.document
    for name in ("header", "main", "footer"):
        if len(page.all(name)) != 1:
            yield f"{len(page.all(name))} <{name}>"
    first = next((each for each in page.all("a", "button", "input")), None)
    if first is None or attribute(first, "href") != "#main" or not words(first):
        yield "the skip link does not come first"
    names = [page.name(each) if "aria-label" in each.attrs else "" for each in page.all("nav")]
    if "" in names or len(set(names)) != len(names):
        yield f"navigations are called {names}"
    hrefs = [attribute(each, "href").partition("?")[0] for each in page.all("a")]
    if "/help" not in hrefs or not any(href.startswith("tel:") for href in hrefs):
        yield "no way to help"


def headings_do_not_skip(answer: Answer) -> Faults:
    """Levels go down one at a time, and no two headings say the same."""
    headings = answer.document.all(*HEADINGS)
    levels = [int(each.name[1]) for each in headings if not _is_in_summary(each)]
    for above, below in zip([0, *levels], levels, strict=False):
        if below > above + 1:
            yield f"h{below} after h{above}"
    counted = Counter(words(each) for each in headings)
    yield from (f"{count} headings “{text}”" for text, count in counted.items() if count > 1)


def answer_is_protected(answer: Answer) -> Faults:
    """Every security header, exactly once; nothing of a page is kept by browsers or proxies."""
    expected = [*security.HEADERS, *([security.STRICT_TRANSPORT] if answer.is_https else [])]
    for name, value in expected:
        if answer.headers.get(name.decode()) != value.decode():
            yield f"{name.decode()}: {answer.headers.get(name.decode())}"
    if answer.headers.get("cache-control") != "no-store":
        yield f"cache-control: {answer.headers.get('cache-control')}"
    if answer.headers.get("content-type") != "text/html; charset=utf-8":
        yield f"content-type: {answer.headers.get('content-type')}"
    yield from (f"{name} tells too much" for name in ("server", "x-powered-by") if name in answer.headers)


def every_run_has_its_language(answer: Answer) -> Faults:
    """Vietnamese letters only in Vietnamese, English words only in English, and nothing left untranslated."""
    sentences = _source_sentences()
    for run in answer.document.runs:
        text = _without(run.text, [*answer.typed, *NAMES_OF_OUR_OWN])
        if run.language == "en" and VIETNAMESE_LETTERS.search(text):
            yield f"Vietnamese in English: “{run.text}”"
        if run.language == "vi" and (found := ENGLISH_WORDS.search(text)):
            yield f"English ({found[0]}) in Vietnamese: “{run.text}”"
        if run.language == "en" and run.text in sentences:
            yield f"not translated: “{run.text}”"


def words_can_be_spoken(answer: Answer) -> Faults:
    """What is said reads right to a voice; what people typed is theirs."""
    for run in (each for each in answer.document.runs if each.language in LANGUAGES):
        yield from speakable.faults(_without(run.text, answer.typed), run.language)


def words_are_heard_as_meant(answer: Answer) -> Faults:
    """A Vietnamese voice says what is written; where this machine has none, the checks say that it was left out."""
    if not phonemes.is_missing():
        runs = (each.text for each in answer.document.runs if each.language == "vi")
        yield from _EAR.faults(_without(each, answer.typed) for each in runs)


CHECKS: tuple[Check, ...] = (
    html_is_valid,
    there_is_one_heading_of_all,
    title_says_what_the_page_is,
    language_is_said,
    ids_are_unique,
    references_lead_somewhere,
    controls_are_labelled,
    errors_are_tied_to_their_fields,
    groups_are_named,
    pictures_speak_or_are_silent,
    links_and_buttons_have_words,
    forms_can_be_sent,
    nothing_is_inline,
    nobody_is_surprised,
    landmarks_stand,
    headings_do_not_skip,
    answer_is_protected,
    every_run_has_its_language,
    words_can_be_spoken,
    words_are_heard_as_meant,
)
_EAR = phonemes.Ear()


class _Strict(HTMLParser):
    """Sees what a forgiving parser forgives: elements left open, closed out of order, or attributes given twice."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        if tag not in VOID:
            self.open.append(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "svg" not in self.open:
            self.faults.append(f"<{tag}/> closes itself")

    @override
    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")


def _message(element: Element, language: str) -> str:
    return words(element).removeprefix(ERROR_PREFIX[language])


def _described_by(control: Element) -> list[str]:
    """The ids that describe a control, or the groups it stands in."""
    return [one for each in (control, *parents(control)) for one in attribute(each, "aria-describedby").split()]


def _is_in_summary(element: Element) -> bool:
    return any("error-summary" in attribute(each, "class").split() for each in parents(element))


def _without(text: str, parts: Iterable[str]) -> str:
    """The text with a short word in place of these parts, where they are words of their own."""
    found = {part for each in parts if (part := " ".join(each.split())) and part in text}
    for part in sorted(found, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "ai", text)
    return text


@cache
def _source_sentences() -> frozenset[str]:
    """Every Vietnamese sentence that has an English one of its own."""
    catalogue = getattr(translations("en"), "_catalog", {})
    return frozenset(key for key, value in catalogue.items() if isinstance(key, str) and key and key != value)
