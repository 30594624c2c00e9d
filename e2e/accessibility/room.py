"""Room to read and press: in small windows and turned ones, with spread or very large letters, with large targets."""

from collections.abc import Iterator

from e2e.accessibility.gate import THEMES, View, check
from e2e.accessibility.viewer import NARROW
from e2e.measures import SPREAD, dress, measured, misfits

TURNED = ((390, 844), (844, 390))
"""A phone held upright and on its side."""
SMALL = ((320, 256), (256, 320))
"""A window of 1280 by 1024 at 400 %, and a small phone with large letters."""


@check()
def everything_fits(view: View) -> Iterator[str]:
    """Nothing is cut off, lies on something else, or must be scrolled sideways."""
    yield from misfits(view.page)


@check()
def everything_fits_in_small_and_turned_windows(view: View) -> Iterator[str]:
    """At 400 %, and however a phone is held: all is there, and fits."""
    for width, height in SMALL if view.width == NARROW else TURNED:
        page = view.plainly(width=width, height=height)
        yield from (f"{width} by {height}: {each}" for each in misfits(page))


@check()
def everything_fits_with_spread_letters(view: View) -> Iterator[str]:
    """With the spacing that WCAG 1.4.12 names."""
    dress(view.page, SPREAD)
    yield from misfits(view.page)


@check()
def everything_fits_with_large_letters(view: View) -> Iterator[str]:
    """With letters twice and three times as large, and nothing else changed."""
    for size in ("200", "300"):
        view.viewer.wear(view.page, text=size)
        yield from (f"{size} %: {each}" for each in misfits(view.page))


@check()
def every_target_is_large(view: View) -> Iterator[str]:
    """44 pixels each way (WCAG 2.5.5)."""
    yield from measured(view.page, "smallTargets")


@check()
def every_line_can_be_read(view: View) -> Iterator[str]:
    """Lines are neither too close nor too long, nor stretched to both edges (WCAG 1.4.8)."""
    yield from measured(view.page, "hardToRead")


@check()
def nothing_moves_for_those_who_want_no_motion(view: View) -> Iterator[str]:
    """No animation, no transition, no gliding."""
    yield from measured(view.plainly(motion=False), "moving")


@check(themes=THEMES[:-1], by_build=True)
def every_edge_is_clear_in_every_theme(view: View) -> Iterator[str]:
    """The edges of fields and buttons have 3 to 1 on what they stand on, as the styles say."""
    yield from measured(view.page, "faintEdges")
