"""The photos of a sample place: drawn, for they show no place that there is. The last still waits for its words."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from PIL import Image, ImageDraw

from hoanhap.base.db import Db
from hoanhap.demo.staff import workplace
from hoanhap.events import Actor
from hoanhap.publishing import album, pictures, queries
from hoanhap.publishing.pictures import Picture

WIDE, HIGH, FINE = 96, 72, 15
"""The squares of the paper that scenes are drawn on, and how many dots each is wide."""
WALL, WOOD, BRAND, GLASS, STONE, WHITE = "#fbf1dc", "#b3541e", "#0b4f4a", "#9cc9d9", "#9aa1a6", "#ffffff"
SKY, HILL, EARTH, SUN, ROAD, LEAF = "#cfe8f3", "#3f7d6f", "#d9c9a3", "#ffc21a", "#6b7379", "#4f8f5b"

Shape = tuple[str, str, tuple[float, ...]]
"""A box, a round, a form with corners or a line; its colour; and where its corners are."""

ENTRANCE: Sequence[Shape] = (
    ("box", SKY, (0, 0, 96, 54)),
    ("round", SUN, (6, 5, 18, 17)),
    ("form", HILL, (0, 46, 22, 20, 40, 40, 60, 26, 96, 50, 96, 54, 0, 54)),
    ("box", EARTH, (0, 54, 96, 72)),
    ("box", WALL, (30, 18, 92, 58)),
    ("form", WOOD, (26, 20, 61, 5, 96, 20)),
    ("box", GLASS, (36, 28, 46, 42)),
    ("box", GLASS, (78, 28, 88, 42)),
    ("box", BRAND, (52, 27, 72, 58)),
    ("box", SUN, (56, 30, 68, 58)),
    ("box", STONE, (48, 58, 92, 64)),
    ("form", ROAD, (48, 58, 48, 64, 6, 72, 2, 70)),
    ("line", BRAND, (4, 59, 48, 47)),
    ("line", BRAND, (4, 59, 4, 70)),
    ("line", BRAND, (26, 53, 26, 64)),
    ("line", BRAND, (48, 47, 48, 58)),
)
TOILET: Sequence[Shape] = (
    ("box", "#dcebe7", (0, 0, 96, 56)),
    ("box", EARTH, (0, 56, 96, 72)),
    ("box", BRAND, (33, 4, 63, 58)),
    ("box", WHITE, (36, 7, 60, 58)),
    ("box", EARTH, (36, 48, 60, 58)),
    ("box", "#eef2f3", (41, 22, 55, 34)),
    ("form", "#eef2f3", (44, 42, 52, 42, 54, 54, 42, 54)),
    ("round", STONE, (39, 32, 57, 48)),
    ("round", WHITE, (40, 32, 56, 45)),
    ("form", WOOD, (63, 4, 82, 10, 82, 66, 63, 58)),
    ("box", SUN, (77, 38, 79, 41)),
    ("box", STONE, (33, 58, 63, 63)),
)
STAIRS: Sequence[Shape] = (
    ("box", WALL, (0, 0, 96, 58)),
    ("box", EARTH, (0, 58, 96, 72)),
    ("box", GLASS, (8, 8, 26, 26)),
    *(
        shape
        for step in range(6)
        for shape in (
            ("box", STONE if step % 2 else ROAD, (28 + 10 * step, 54 - 8 * step, 96, 62 - 8 * step)),
            ("line", BRAND, (33 + 10 * step, 38 - 8 * step, 33 + 10 * step, 54 - 8 * step)),
        )
    ),
    ("line", BRAND, (31, 40, 84, -3)),
)
WAITING: Sequence[Shape] = (
    ("box", WALL, (0, 0, 96, 50)),
    ("box", "#e4d6b4", (0, 50, 96, 72)),
    ("box", GLASS, (34, 8, 64, 30)),
    ("box", WHITE, (48, 8, 50, 30)),
    ("box", BRAND, (10, 38, 54, 44)),
    ("box", WOOD, (12, 44, 15, 56)),
    ("box", WOOD, (49, 44, 52, 56)),
    ("form", WOOD, (78, 50, 90, 50, 88, 62, 80, 62)),
    ("round", LEAF, (74, 26, 94, 52)),
)
SCENES: Sequence[tuple[Sequence[Shape], dict[str, str]]] = (
    (
        ENTRANCE,
        {
            "vi": "Cửa chính rộng và luôn mở. Cạnh cửa có dốc thoải với tay vịn, không có bậc.",
            "en": "The main door is wide and always open. Beside it is a gentle ramp with a handrail, and no steps.",
        },
    ),
    (
        TOILET,
        {
            "vi": "Cửa nhà vệ sinh hẹp và có một bậc, xe lăn không vào được. Trong đó không có tay vịn.",
            "en": "The door of the toilet is narrow and has a step: no wheelchair gets in. There are no grab bars.",
        },
    ),
    (STAIRS, {"vi": "Lên tầng hai chỉ có cầu thang, một bên có tay vịn."}),
    (WAITING, {}),
)


def show(db: Db, *, by: Actor, now: datetime) -> None:
    """Add and describe them; any number of times, and only where the sample organisations are."""
    place = workplace(db)
    if place is None or queries.album(db, place.slug).photos:
        return
    for shapes, texts in SCENES:
        photo_id = album.add(db, place, drawn(tuple(shapes)), by=by, now=now)
        if texts:
            version = queries.version_of(queries.album(db, place.slug).one(photo_id))
            album.describe(db, place, photo_id, texts, version, by=by, now=now)


@cache
def drawn(shapes: tuple[Shape, ...]) -> Picture:
    """A scene as a picture: the same each time."""
    paper = Image.new("RGB", (WIDE * FINE, HIGH * FINE), WHITE)
    pen = ImageDraw.Draw(paper)
    for kind, colour, corners in shapes:
        where = [each * FINE for each in corners]
        if kind == "box":
            pen.rectangle(where, fill=colour)
        elif kind == "round":
            pen.ellipse(where, fill=colour)
        elif kind == "form":
            pen.polygon(where, fill=colour)
        else:
            pen.line(where, fill=colour, width=FINE)
    return pictures.in_sizes(paper)
