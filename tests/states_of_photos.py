"""The states of the pages of those who show a place in photos."""

import io
from functools import cache

from PIL import Image

from tests.journeys import times_of
from tests.pages import Page
from tests.states_of_offerings import offerings, path_of
from tests.stating import Here, state

ENTRANCE = "Cửa chính rộng, cạnh cửa có dốc thoải, không có bậc."
ENTRANCE_IN_ENGLISH = "A wide main door with a gentle ramp beside it, and no steps."
TOILET = "Nhà vệ sinh rộng, hai bên có tay vịn."


@cache
def a_picture(colour: str = "#3f7d6f", *, width: int = 320, height: int = 240, kind: str = "PNG") -> bytes:
    """A file with a picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()


async def photos(here: Here) -> Page:
    """The photos of the place where therapy is given, as its capacity manager sees them."""
    await offerings(here)
    return await here.browser.open(f"{path_of(here)}/photos")


async def added(here: Here, colour: str = "#3f7d6f") -> Page:
    """The page that asks what a photo shows that was added just now."""
    page = await here.browser.open(f"{path_of(here)}/photos")
    return await here.browser.send(page.form("picture"), picture=a_picture(colour))


async def two_photos(here: Here) -> Page:
    """The list with two that people see; the second is said in Vietnamese alone."""
    await photos(here)
    page = await added(here)
    await here.browser.send(page.form("text_vi"), text_vi=ENTRANCE, text_en=ENTRANCE_IN_ENGLISH)
    page = await added(here, "#b3541e")
    return await here.browser.send(page.form("text_vi"), text_vi=TOILET)


@state("publishing/photos.html", "photos of a place")
async def no_photos_yet(here: Here) -> Page:
    return await photos(here)


@state("publishing/photos.html", "add a photo", status=422)
async def no_photo_chosen(here: Here) -> Page:
    page = await photos(here)
    return await here.browser.send(page.form("picture"), 422)


@state("publishing/photo.html", "add a photo", "photo of a place")
async def a_photo_just_added(here: Here) -> Page:
    await photos(here)
    return await added(here)


@state("publishing/photos.html", "photos of a place")
async def a_photo_without_words(here: Here) -> Page:
    await a_photo_just_added(here)
    return await here.browser.open(f"{path_of(here)}/photos")


@state("publishing/photo.html", "describe a photo", status=422)
async def words_that_say_nothing(here: Here) -> Page:
    page = await a_photo_just_added(here)
    return await here.browser.send(page.form("text_vi"), 422, text_vi="IMG_2034.jpg", text_en="Ramp")


@state("publishing/photo.html", "describe a photo", status=409)
async def words_that_somebody_else_has_changed(here: Here) -> Page:
    page = await a_photo_just_added(here)
    await here.browser.send(page.form("text_vi"), text_vi=ENTRANCE, text_en=ENTRANCE_IN_ENGLISH)
    return await here.browser.send(page.form("text_vi"), 409, text_vi=TOILET)


@state("publishing/photos.html", "describe a photo", "photos of a place")
async def photos_with_words(here: Here) -> Page:
    return await two_photos(here)


@state("publishing/photos.html", "move a photo", "photos of a place")
async def photos_in_another_order(here: Here) -> Page:
    page = await two_photos(here)
    return await here.browser.send(page.forms()[0], to=2)


@state("publishing/photo_removal.html", "ask before removing a photo")
async def photo_to_remove(here: Here) -> Page:
    page = await two_photos(here)
    return await here.browser.follow(page, {"vi": "Gỡ ảnh 2", "en": "Remove photo 2"}[here.browser.language])


@state("publishing/photos.html", "remove a photo", "photos of a place")
async def a_photo_just_removed(here: Here) -> Page:
    page = await photo_to_remove(here)
    return await here.browser.send(page.form("version"))


@state("publishing/offerings.html", "offerings")
async def what_a_place_offers_and_shows(here: Here) -> Page:
    await two_photos(here)
    await added(here, "#ffc21a")
    return await here.browser.open(path_of(here))


@state("organizations/place.html", "place", "file of a photo")
async def place_with_photos(here: Here) -> Page:
    await two_photos(here)
    page = await here.browser.open(f"/places/{here.town.therapy.location_slug}")
    for each in page.document.of_class("photo"):
        await here.browser.request("GET", each.attrs["src"] or "")
    return page


@state("booking/days.html", "times")
async def days_of_a_place_with_photos(here: Here) -> Page:
    await two_photos(here)
    return await here.browser.open(times_of(here.town.therapy))
