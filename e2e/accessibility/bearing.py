"""How a page bears itself: titled, in order, calm under the fingers, whole without styles or scripts."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from e2e.accessibility.gate import READ, View, check
from e2e.journeys.steps import ERROR_WORD
from e2e.measures import measured

AT_WORK = {"agency", "organization", "staff"}
"""The first part of the addresses of those who work."""


def is_at_work(url: str) -> bool:
    """Whether a page is for those who work."""
    return urlsplit(url).path.strip("/").partition("/")[0] in AT_WORK


@check()
def the_page_says_what_it_is(view: View) -> Iterator[str]:
    """Language, one heading of all that the title says, one main part; every error is tied to its field."""
    yield from measured(view.page, "bareNecessities", view.language)
    has_errors = view.page.locator("main .error-summary").count() > 0 and view.name != "components"
    if view.page.title().startswith(ERROR_WORD[view.language]) != has_errors:
        yield f"the title “{view.page.title()}”"


@check()
def head_and_foot_are_the_same_everywhere(view: View) -> Iterator[str]:
    """Landmarks, the ways on and help are in the same place and order on all pages (WCAG 3.2.3, 3.2.6).

    The pages at work are a set of their own: their ways on lead to the work.
    """
    frame: list[str] = measured(view.page, "frame")
    known = view.viewer.frames.setdefault((view.language, is_at_work(view.page.url)), frame)
    yield from (f"{one} is {other} on another page" for one, other in zip(frame, known, strict=False) if one != other)
    if len(frame) != len(known):
        yield f"{len(frame)} parts of head and foot, {len(known)} on another page"


@check()
def the_order_is_the_one_that_is_seen(view: View) -> Iterator[str]:
    """What comes later on a page is not seen before (WCAG 1.3.2)."""
    yield from measured(view.page, "outOfOrder")


@check()
def nothing_is_lost_without_styles(view: View) -> Iterator[str]:
    """Without its style sheet a page says the same, in the same order, and can be used."""
    yield from measured(view.page, "withoutStyles")


@check()
def nothing_is_done_against_the_policy(view: View) -> Iterator[str]:
    """Nothing of the page is kept out by its own policy for scripts and styles."""
    yield from view.page.evaluate("window.violations ?? []")


@check()
def nothing_changes_by_itself(view: View) -> Iterator[str]:
    """Whoever comes to a field, fills it or chooses in it has changed that field, and nothing else (WCAG 3.2)."""
    yield from measured(view.page, "changingByItself")


@check(scripts=False)
def everything_is_there_without_scripts(view: View) -> Iterator[str]:
    """The same words as with scripts, but for buttons that could do nothing."""
    there = view.page.evaluate(READ)
    if there != view.words:
        yield f"{len(view.words)} letters with scripts, {len(there)} without"
