"""A page as tests read it: its elements in order, the names of its controls, its words as a voice would say them."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from justhtml import Document as Root
from justhtml import DocumentFragment, Element, JustHTML, Text

INLINE = {"a", "abbr", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}
SILENT = {"head", "script", "style", "svg", "template"}
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "placeholder", "title", "data-chosen")
CONTROLS = {"input", "select", "textarea"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Run(NamedTuple):
    """Words said in one breath, in one language."""

    text: str
    language: str


class Document:
    """A parsed page."""

    def __init__(self, html: str) -> None:
        self.html = html
        parsed = JustHTML(html, collect_errors=True, sanitize=False)
        self.parse_errors = [f"{error.code}, line {error.line}" for error in parsed.errors]
        self.elements = _elements(parsed.root)

    def all(self, *names: str) -> list[Element]:
        """Every element of these names, in order."""
        return [each for each in self.elements if each.name in names]

    def having(self, attribute: str) -> list[Element]:
        """Every element with this attribute."""
        return [each for each in self.elements if attribute in each.attrs]

    def of_class(self, name: str) -> list[Element]:
        """Every element of this class."""
        return [each for each in self.having("class") if name in attribute(each, "class").split()]

    def by_id(self, wanted: str) -> Element | None:
        """The element with this id."""
        return next((each for each in self.having("id") if each.attrs["id"] == wanted), None)

    @property
    def h1(self) -> str:
        """The words of the main heading."""
        return words(self.all("h1")[0])

    @property
    def title(self) -> str:
        """The words of the title."""
        return words(self.all("title")[0])

    @property
    def text(self) -> str:
        """Everything that is said on the page."""
        return "\n".join(run.text for run in self.runs)

    def controls(self) -> list[Element]:
        """Everything a person fills in."""
        return [each for each in self.all(*CONTROLS) if attribute(each, "type") not in {"hidden", "submit"}]

    def labels(self, control: Element) -> list[Element]:
        """The labels of a control, by `for` or around it."""
        own = control.attrs.get("id")
        return [
            each for each in self.all("label") if (own and each.attrs.get("for") == own) or control in _elements(each)
        ]

    def name(self, element: Element) -> str:
        """What a screen reader calls the element."""
        if referred := attribute(element, "aria-labelledby"):
            return " ".join(words(each) for part in referred.split() if (each := self.by_id(part)))
        if given := attribute(element, "aria-label"):
            return given
        if element.name in CONTROLS:
            return " ".join(words(each) for each in self.labels(element))
        return words(element)

    @cached_property
    def runs(self) -> list[Run]:
        """Everything that is said, block by block; a change of language begins a new run."""
        return list(self._runs())

    def _runs(self) -> Iterator[Run]:
        html = self.all("html")[0]
        language = attribute(html, "lang")
        yield Run(self.title, attribute(self.all("title")[0], "lang") or language)
        for each in self.elements:
            for spoken in SPOKEN_ATTRIBUTES:
                if (text := attribute(each, spoken)) and not _is_silent(each):
                    yield Run(text, _language(each))
        pieces: list[Run] = []
        for piece in _pieces(html, language):
            if piece is None:
                yield from _joined(pieces)
                pieces = []
            else:
                pieces.append(piece)
        yield from _joined(pieces)


def attribute(element: Element, name: str) -> str:
    """The value of an attribute, or nothing."""
    return element.attrs.get(name) or ""


def content(element: Element) -> str:
    """The text right in an element, as it stands there."""
    return "".join(child.data or "" for child in element.children or [] if isinstance(child, Text))


def words(element: Element) -> str:
    """The words of an element as they are said, without what is hidden from screen readers."""
    said = "".join(piece.text if piece else " " for piece in _pieces(element, "")) + _alternatives(element)
    return " ".join(said.split())


def parents(element: Element) -> Iterator[Element]:
    """What the element is in, from the inside out."""
    inside = element.parent
    while isinstance(inside, Element):
        yield inside
        inside = inside.parent


def inside(element: Element) -> list[Element]:
    """The elements in this one."""
    return _elements(element)[1:]


def _elements(node: Root | DocumentFragment | Element) -> list[Element]:
    found: list[Element] = []
    coming: list[Root | DocumentFragment | Element] = [node]
    while coming:
        now = coming.pop()
        if isinstance(now, Element):
            found.append(now)
        coming += [child for child in reversed(now.children or []) if isinstance(child, Element)]
    return found


def _pieces(element: Element, language: str) -> list[Run | None]:
    """Texts in order; None where a block begins or ends."""
    found: list[Run | None] = []
    _gather(element, language, found)
    return found


def _gather(element: Element, language: str, found: list[Run | None]) -> None:
    if element.name in SILENT or _hides(element):
        return
    language = attribute(element, "lang") or language
    is_block = element.name not in INLINE
    if is_block:
        found.append(None)
    for child in element.children or []:
        if isinstance(child, Text):
            found.append(Run(child.data or "", language))
        elif isinstance(child, Element):
            _gather(child, language, found)
    if is_block:
        found.append(None)


def _joined(pieces: list[Run]) -> Iterator[Run]:
    """Neighbours of one language as one run."""
    said, language = "", ""
    for piece in pieces:
        if piece.language != language and piece.text.strip():
            if said.strip():
                yield Run(" ".join(said.split()), language)
            said, language = "", piece.language
        said += piece.text
    if said.strip():
        yield Run(" ".join(said.split()), language)


def _alternatives(element: Element) -> str:
    return "".join(f" {attribute(each, 'alt')}" for each in _elements(element) if each.name == "img")


def _hides(element: Element) -> bool:
    return "hidden" in element.attrs or attribute(element, "aria-hidden") == "true"


def _is_silent(element: Element) -> bool:
    return any(each.name in SILENT or _hides(each) for each in (element, *parents(element)))


def _language(element: Element) -> str:
    said = (attribute(each, "lang") for each in (element, *parents(element)))
    return next(filter(None, said), "")
