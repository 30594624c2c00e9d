"""Pictures of what is drawn, without loss, taken as quickly as a browser can: they are compared and thrown away."""

import io
from base64 import b64decode
from functools import lru_cache
from typing import Any

from PIL import Image
from playwright.sync_api import CDPSession, Page

from e2e.measures import Box

AT_ONCE = {"format": "png", "optimizeForSpeed": True}
"""A large file that is written in half the time."""


def picture(page: Page, box: Box | None = None) -> Image.Image:
    """The window as it is, or a part of it."""
    clip = {"clip": {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "scale": 1}} if box else {}
    taken: dict[str, Any] = _session(page).send("Page.captureScreenshot", {**AT_ONCE, **clip})
    return Image.open(io.BytesIO(b64decode(taken["data"]))).convert("RGB")


def cut_out(picture: Image.Image, box: Box) -> Image.Image:
    """A part of a picture."""
    return picture.crop((int(box.x), int(box.y), int(box.x + box.width), int(box.y + box.height)))


def whole(box: Box, around: int = 0) -> Box:
    """The pixels of a box on the page, and so many around it."""
    left, top = int(box.x) - around, int(box.y) - around
    right, bottom = round(box.x + box.width) + around, round(box.y + box.height) + around
    return Box(max(left, 0), max(top, 0), right - max(left, 0), bottom - max(top, 0))


@lru_cache(maxsize=8)
def _session(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)
