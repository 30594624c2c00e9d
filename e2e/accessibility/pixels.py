"""What is really drawn: text and edges in pixels, in every theme; each look of a text is looked at once in a run."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from PIL import Image

from e2e.accessibility import rings
from e2e.accessibility.camera import cut_out, whole
from e2e.accessibility.gate import THEMES, View, check
from e2e.measures import Box, measured

STRONG, CLEAR = 7.0, 3.0
"""What WCAG 1.4.6 asks of text, and 1.4.11 of everything else."""
EDGE = 4
"""How far inside and outside its box the edge of a control is looked for."""


class Drawn(msgspec.Struct, frozen=True):
    """Something with a look, and where it is on the page."""

    look: str
    words: str
    box: Box


@check(themes=THEMES, by_build=True)
def every_text_is_strong_in_pixels(view: View) -> Iterator[str]:
    """The strongest pixels of every text have 7 to 1 on what it stands on."""
    yield from _faint(view, "textLooks", text_contrast, STRONG)


@check(themes=THEMES, by_build=True)
def every_edge_is_clear_in_pixels(view: View) -> Iterator[str]:
    """Every side of a field or a button has 3 to 1 on what is around it."""
    yield from _faint(view, "edgeLooks", edge_contrast, CLEAR)


def text_contrast(picture: Image.Image) -> float:
    """The contrast of the strongest pixel of a line of text; what there is most of is what it stands on."""
    counted: list[tuple[int, rings.Colour]] = picture.getcolors(picture.width * picture.height)  # type: ignore[assignment]  # RGB
    _, ground = max(counted)
    return max(rings.contrast(ground, colour) for _, colour in counted)


def edge_contrast(picture: Image.Image) -> float:
    """The weakest of the four sides: the strongest step from outside to inside at the middle of each."""
    width, height = picture.size
    across, down = height // 2, width // 2  # the middle of the upright sides, and of the lying ones
    sides = (
        [(at, across) for at in range(2 * EDGE)],
        [(width - 1 - at, across) for at in range(2 * EDGE)],
        [(down, at) for at in range(2 * EDGE)],
        [(down, height - 1 - at) for at in range(2 * EDGE)],
    )
    drawn: Any = picture.load()
    return min(_strongest_step([drawn[place] for place in side]) for side in sides)


def _strongest_step(line: list[rings.Colour]) -> float:
    return max(rings.contrast(line[0], each) for each in line)


def _faint(view: View, looks: str, measure: Callable[[Image.Image], float], least: float) -> Iterator[str]:
    around, kind = EDGE if looks == "edgeLooks" else 0, f"{looks}, {view.theme}"
    found = msgspec.convert(measured(view.page, looks), list[Drawn])
    for look, drawn in {each.look: each for each in found if view.is_new(kind, each.look)}.items():
        contrast = measure(cut_out(view.picture(), whole(drawn.box, around)))
        if contrast < least:
            yield f"{contrast:.1f} to 1: {drawn.words}"
        else:
            view.is_good(kind, look)
