"""A picture from a phone becomes small, upright and plain; what is none, or too much, is told apart."""

import io
import struct
import zlib
from collections.abc import Callable

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hoanhap.publishing import pictures
from hoanhap.publishing.pictures import Fault, Picture

WIDE, HIGH = 1600, 1200
PLACE = b"10 deg 22 N"
ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def file(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """An image as a file."""
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def two_halves(mode: str = "RGB", width: int = WIDE, height: int = HIGH) -> Image.Image:
    """A picture with a red left half and a blue right one."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    return image.convert(mode)


def shown(content: bytes) -> list[Image.Image]:
    """The picture in its sizes, as a browser unpacks them."""
    found = pictures.made_ready(content)
    assert isinstance(found, Picture), found
    images: list[Image.Image] = [Image.open(io.BytesIO(each.content)) for each in found.sizes]
    assert [each.size for each in images] == [(each.width, each.height) for each in found.sizes]
    assert {each.mode for each in images} == {"RGB"}
    assert all(each.content.startswith(b"\xff\xd8\xff") for each in found.sizes)
    return images


def is_near(colour: object, wanted: tuple[int, int, int]) -> bool:
    """Whether two colours are the same to the eye."""
    assert isinstance(colour, tuple)
    return all(abs(one - other) < 40 for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_in_two_sizes_and_is_the_same_each_time(kind: str) -> None:
    content = file(two_halves(), kind)

    small, large = shown(content)

    assert (small.size, large.size) == ((480, 360), (960, 720))
    assert is_near(large.getpixel((10, 10)), (255, 0, 0))
    assert is_near(large.getpixel((950, 700)), (0, 0, 255))
    assert pictures.made_ready(content) == pictures.made_ready(content)


def test_a_small_picture_is_not_blown_up() -> None:
    (only,) = shown(file(two_halves(width=300, height=400)))

    assert only.size == (300, 400)


def test_a_picture_is_upright_and_tells_nobody_where_it_was_taken() -> None:
    image, notes = two_halves(), Image.Exif()
    notes[ORIENTATION], notes[MAKE] = 6, "Máy ảnh"
    notes.get_ifd(GPS)[29] = PLACE
    content = file(image, exif=notes, comment=PLACE, icc_profile=PLACE * 20)
    assert content.count(PLACE) > 2

    small, large = shown(content)

    assert (small.size, large.size) == ((480, 640), (960, 1280))
    assert is_near(large.getpixel((480, 100)), (255, 0, 0))  # what was on the left is on top
    made = pictures.made_ready(content)
    assert isinstance(made, Picture)
    for size in made.sizes:
        assert PLACE not in size.content
        assert "exif" not in Image.open(io.BytesIO(size.content)).info


def test_what_is_see_through_stands_on_white() -> None:
    image = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
    palette = image.quantize(4)

    for content in (file(image, "PNG"), file(image, "WEBP", lossless=True), file(palette, "PNG")):
        assert is_near(shown(content)[0].getpixel((200, 200)), (255, 255, 255))


@pytest.mark.parametrize(
    ("mode", "kind", "colour", "seen"),
    [
        ("CMYK", "JPEG", (0, 255, 255, 0), (255, 0, 0)),
        ("L", "JPEG", 128, (128, 128, 128)),
        ("I;16", "PNG", 128 * 256, (128, 128, 128)),
        ("1", "PNG", 1, (255, 255, 255)),
        ("LA", "PNG", (0, 255), (0, 0, 0)),
    ],
)
def test_other_ways_to_write_colours_are_read(
    mode: str, kind: str, colour: int | tuple[int, ...], seen: tuple[int, int, int]
) -> None:
    (only,) = shown(file(Image.new(mode, (300, 300), colour), kind))

    assert is_near(only.getpixel((150, 150)), seen)


def test_a_photo_with_notes_of_the_camera_beside_it_is_the_photo() -> None:
    note = Image.new("RGB", (WIDE, HIGH), "green")

    small, _ = shown(file(two_halves(), "MPO", save_all=True, append_images=[note]))

    assert is_near(small.getpixel((10, 10)), (255, 0, 0))


def moving(kind: str) -> bytes:
    """A picture that moves."""
    return file(two_halves(), kind, save_all=True, append_images=[Image.new("RGB", (WIDE, HIGH))], duration=100)


def said_to_be(width: int, height: int) -> bytes:
    """The head of a picture that says it is as large as this, and holds nothing of it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    begun = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return begun + struct.pack(">I", 99) + b"IDAT" + b"\0" * 99


UNFIT: dict[str, tuple[Callable[[], bytes], Fault]] = {
    "nothing": (lambda: b"", Fault.MISSING),
    "a text": (lambda: b"Xin chao", Fault.NO_PICTURE),
    "a drawing with a script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Fault.NO_PICTURE),
    "a GIF": (lambda: file(two_halves(), "GIF"), Fault.NO_PICTURE),
    "a TIFF": (lambda: file(two_halves(), "TIFF"), Fault.NO_PICTURE),
    "half a JPEG": (lambda: file(two_halves())[:3000], Fault.NO_PICTURE),
    "half a PNG": (lambda: file(two_halves(), "PNG")[:-900], Fault.NO_PICTURE),
    "half a WebP": (lambda: file(two_halves(), "WEBP")[:-100], Fault.NO_PICTURE),
    "a head alone": (lambda: said_to_be(400, 400), Fault.NO_PICTURE),
    "too many pixels to unpack whole": (lambda: said_to_be(4000, 4001), Fault.TOO_LARGE),
    "too many pixels to open": (lambda: said_to_be(10_000, 5001), Fault.TOO_LARGE),
    "far too many pixels": (lambda: said_to_be(60_000, 60_000), Fault.TOO_LARGE),
    "too many bytes": (lambda: file(two_halves()) + b"\0" * pictures.LARGEST_FILE, Fault.TOO_LARGE),
    "a PNG that moves": (lambda: moving("PNG"), Fault.MOVING),
    "a WebP that moves": (lambda: moving("WEBP"), Fault.MOVING),
    "a low one": (lambda: file(two_halves(width=1200, height=199)), Fault.TOO_SMALL),
    "a strip": (lambda: file(two_halves(width=2000, height=210)), Fault.TOO_SMALL),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_cannot_be_shown_is_told_apart(name: str) -> None:
    make, fault = UNFIT[name]

    assert pictures.made_ready(make()) is fault


@hypothesis.settings(max_examples=30)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_file_that_was_damaged_is_a_picture_or_none(kind: str, at: int, noise: bytes) -> None:
    content = bytearray(file(two_halves(width=240, height=240), kind))
    content[at % len(content) : at % len(content) + len(noise)] = noise

    assert isinstance(pictures.made_ready(bytes(content)), Picture | Fault)


async def test_a_picture_is_read_beside_the_site() -> None:
    assert isinstance(await pictures.read(file(two_halves())), Picture)
