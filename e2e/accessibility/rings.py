"""The ring of focus, in pixels: how much of it there is, how strongly it differs from before, and whether it is whole.

WCAG 2.4.13 asks for an area of at least a line of 2 pixels around the control whose colours change by 3 to 1.
"""

from functools import lru_cache
from math import ceil

import numpy as np
from PIL import Image

from e2e.measures import Box, Stop

AROUND = 10
"""How far outside a control its ring may be drawn."""
THICKNESS, CONTRAST = 2, 3.0
SIDE_FROM, SIDE_TO = 2, 6
"""Where the ring is on each side: between these distances from the control."""
MOST_OF_A_SIDE = 0.6
Colour = tuple[int, int, int]


def surroundings(box: Box, *, width: float, height: float) -> Box:
    """The control with the space for its ring, in whole pixels, within the window."""
    left, top = max(int(box.x) - AROUND, 0), max(int(box.y) - AROUND, 0)
    right, bottom = (
        min(int(box.x + box.width) + AROUND + 1, int(width)),
        min(int(box.y + box.height) + AROUND + 1, int(height)),
    )
    return Box(left, top, right - left, bottom - top)


def place(stop: Stop, around: Box) -> str:
    """How a ring is drawn, and where within what is around it; nothing else decides what its pixels become."""
    pieces = [(each.x - around.x, each.y - around.y, each.width, each.height) for each in stop.pieces]
    return f"{stop.ring} {pieces}"


def ground(stop: Stop, around: Box, before: Image.Image) -> Image.Image:
    """What a ring is drawn on: the picture of what is around a stop, without what the ring cannot reach."""
    left, top = stop.box.x - around.x + stop.reach, stop.box.y - around.y + stop.reach
    right, bottom = left + stop.box.width - 2 * stop.reach, top + stop.box.height - 2 * stop.reach
    if len(stop.pieces) > 1 or right <= left or bottom <= top:
        return before
    reached = before.copy()
    reached.paste((0, 0, 0), (ceil(left), ceil(top), max(int(right), ceil(left)), max(int(bottom), ceil(top))))
    return reached


def faults(stop: Stop, around: Box, before: Image.Image, after: Image.Image) -> list[str]:
    """What is wrong with the ring of a stop, by pictures of what is around it without the focus and with it."""
    found = []
    needed = THICKNESS * sum(2 * (each.width + each.height) for each in stop.pieces)
    area = changed_area(before, after)
    if area < needed:
        found.append(f"only {area} of {needed:.0f} pixels show the focus on {stop.name}")
    if len(stop.pieces) == 1:
        found += [
            f"the ring is cut on the {side} of {stop.name}" for side in _cut_sides(before, after, stop.box, around)
        ]
    return found


def changed_area(before: Image.Image, after: Image.Image) -> int:
    """How many pixels change by enough contrast."""
    one, other = np.asarray(before), np.asarray(after)
    changed = (one != other).any(axis=2)
    pairs, counts = np.unique(np.hstack([one[changed], other[changed]]), axis=0, return_counts=True)
    enough = [contrast((*pair[:3],), (*pair[3:],)) >= CONTRAST for pair in pairs.tolist()]
    return int(counts[enough].sum())


@lru_cache(maxsize=100_000)
def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, as WCAG reckons it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _cut_sides(before: Image.Image, after: Image.Image, box: Box, around: Box) -> list[str]:
    """The sides on which the ring is missing or hidden by something."""
    changed = (np.asarray(before) != np.asarray(after)).any(axis=2)
    left, top = box.x - around.x, box.y - around.y
    right, bottom = left + box.width, top + box.height
    strips = {
        "left": (left - SIDE_TO, top, left - SIDE_FROM, bottom),
        "right": (right + SIDE_FROM, top, right + SIDE_TO, bottom),
        "top": (left, top - SIDE_TO, right, top - SIDE_FROM),
        "bottom": (left, bottom + SIDE_FROM, right, bottom + SIDE_TO),
    }
    return [name for name, strip in strips.items() if _share(changed, strip) < MOST_OF_A_SIDE]


def _share(changed: np.ndarray, strip: tuple[float, float, float, float]) -> float:
    left, top, right, bottom = (max(round(edge), 0) for edge in strip)
    part = changed[top:bottom, left:right]
    return float(part.mean()) if part.size else 0.0


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
