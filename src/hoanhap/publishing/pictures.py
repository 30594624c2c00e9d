"""Pictures as they come from phones, made ready for pages: small, upright, and holding only what they show."""

import asyncio
import hashlib
import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Any

import msgspec
from PIL import Image, ImageOps

LARGEST_FILE = 12_000_000
MOST_PIXELS, MOST_PIXELS_WHOLE = 50_000_000, 16_000_000
"""What the camera of a large phone takes, and what may be unpacked whole; nothing larger is unpacked at all."""
SHORTEST_SIDE = 200
NARROWEST = 8
"""How many times as long as wide a picture may be."""
BOXES = ((480, 640), (960, 1280))
"""How wide and how high a picture is at most, for small screens and for large ones."""
FORMATS = ("JPEG", "PNG", "WEBP")
WHOLE = {"PNG", "WEBP"}
"""Unpacked whole; several pictures in one of these move. In a JPEG the others are the camera's notes on the first."""
QUALITY = 75
_DEEP = "I;16"
_ONE_AT_A_TIME = ThreadPoolExecutor(1, "pictures")
"""A large picture takes much memory while it is unpacked."""
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Fault(StrEnum):
    """Why a file cannot be shown."""

    MISSING = "missing"
    TOO_LARGE = "too-large"
    NO_PICTURE = "no-picture"
    MOVING = "moving"
    TOO_SMALL = "too-small"


class Size(msgspec.Struct, frozen=True):
    """A picture in one size, as JPEG: the oldest phones show that."""

    width: int
    height: int
    content: bytes

    @property
    def address(self) -> str:
        """What it is known by: other content has another."""
        return hashlib.sha256(self.content).hexdigest()[:32]


class Picture(msgspec.Struct, frozen=True):
    """A picture in its sizes, the smallest first."""

    sizes: tuple[Size, ...]


async def read(content: bytes) -> Picture | Fault:
    """Make a file ready while the site goes on."""
    return await asyncio.get_running_loop().run_in_executor(_ONE_AT_A_TIME, made_ready, content)


def made_ready(content: bytes) -> Picture | Fault:
    """The picture in a file, whatever its name says; or why there is none that can be shown."""
    if not content:
        return Fault.MISSING
    if len(content) > LARGEST_FILE:
        return Fault.TOO_LARGE
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            return _fault(image) or in_sizes(_upright(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Fault.TOO_LARGE
    except Exception:  # noqa: BLE001 - what is broken is broken in many ways, and none of them is ours
        return Fault.NO_PICTURE


def in_sizes(image: Image.Image) -> Picture:
    """A picture in each of the sizes that it is large enough for."""
    plain, sizes = _plain(image), []
    for box in BOXES:
        smaller = plain.copy()
        smaller.thumbnail(box, Image.Resampling.LANCZOS)
        sizes.append(_written(smaller))
    return Picture(tuple(dict.fromkeys(sizes)))


def _fault(image: Image.Image) -> Fault | None:
    shorter, longer = sorted(image.size)
    if shorter < SHORTEST_SIDE or longer > NARROWEST * shorter:
        return Fault.TOO_SMALL
    if image.format in WHOLE:
        if shorter * longer > MOST_PIXELS_WHOLE:
            return Fault.TOO_LARGE
        if getattr(image, "is_animated", False):
            return Fault.MOVING
    return None


def _upright(image: Image.Image) -> Image.Image:
    """As the camera was held; a JPEG is unpacked no larger than it is needed."""
    longest = max(BOXES[-1])
    image.draft("RGB", (longest, longest))
    return ImageOps.exif_transpose(image)


def _plain(image: Image.Image) -> Image.Image:
    """Three colours on white, and nothing that says where, when or by whom it was taken."""
    shown: Any = image
    if shown.mode.startswith(_DEEP):
        shown = shown.point(lambda value: value * (1 / 256)).convert("L")
    is_see_through = shown.has_transparency_data
    shown = shown.convert("RGBA" if is_see_through else "RGB")
    ground = Image.new("RGB", shown.size, "white")
    ground.paste(shown, mask=shown if is_see_through else None)
    return ground


def _written(image: Image.Image) -> Size:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Size(image.width, image.height, file.getvalue())
