"""The pages of the photos of a place: chosen, put into words, and only then shown to people."""

import hashlib

import pytest

from hoanhap.publishing.manage import LARGEST_FORM
from hoanhap.publishing.pictures import LARGEST_FILE
from tests.documents import attribute
from tests.journeys import times_of
from tests.pages import Site
from tests.states_of_offerings import path_of
from tests.states_of_photos import (
    ENTRANCE,
    ENTRANCE_IN_ENGLISH,
    TOILET,
    a_photo_just_added,
    a_picture,
    added,
    photos,
    two_photos,
    words_that_somebody_else_has_changed,
)
from tests.stating import Here
from tests.town import Town

UNREAD = "Chúng tôi không đọc được ảnh trong tệp này. Chọn ảnh khác, hoặc chụp lại."
TOO_LARGE = "Ảnh này lớn quá. Chọn ảnh nhỏ hơn, hoặc chụp lại ở cỡ nhỏ hơn."
SAY_MORE = "Viết rõ hơn, thành một câu. Ví dụ: Lối vào có dốc thoải, không có bậc."


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(site, town, site.browser(), monkeypatch)


async def test_people_see_photos_once_they_have_words(here: Here) -> None:
    stranger = here.site.browser()
    place = f"/places/{here.town.therapy.location_slug}"
    asking = await a_photo_just_added(here)
    assert not (await stranger.open(place)).document.all("img")
    assert "ảnh" not in (await stranger.open(times_of(here.town.therapy))).text

    await here.browser.send(asking.form("text_vi"), text_vi=ENTRANCE, text_en=ENTRANCE_IN_ENGLISH)

    here.site.clock.forward(seconds=1)
    stranger.typed |= {ENTRANCE}
    seen = await stranger.open(place)
    (image,) = seen.document.all("img")
    assert {name: attribute(image, name) for name in ("alt", "width", "height", "loading")} == {
        "alt": ENTRANCE,
        "width": "320",
        "height": "240",
        "loading": "lazy",
    }
    days = await stranger.open(times_of(here.town.therapy))
    assert days.links()["Xem 1 ảnh của nơi này"] == f"{place}#photos"


async def test_a_photo_is_said_in_the_readers_language_or_in_vietnamese(here: Here) -> None:
    await two_photos(here)
    stranger = here.site.browser(language="en")
    stranger.typed |= {ENTRANCE_IN_ENGLISH, TOILET}

    page = await stranger.open(f"/places/{here.town.therapy.location_slug}")

    told = [(attribute(each, "alt"), attribute(each, "lang")) for each in page.document.all("img")]
    assert told == [(ENTRANCE_IN_ENGLISH, ""), (TOILET, "vi")]


async def test_a_photo_is_served_to_be_kept_for_ever(here: Here) -> None:
    page = await a_photo_just_added(here)
    address = attribute(page.document.all("img")[0], "src")

    answer = await here.site.browser().request("GET", address)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert address == f"/photos/{hashlib.sha256(answer.content).hexdigest()[:32]}.jpg"
    await here.browser.open(f"/photos/{'0' * 32}.jpg", 404)


async def test_two_sizes_are_offered_where_there_are_two(here: Here) -> None:
    page = await photos(here)
    large = a_picture(width=1200, height=900, kind="JPEG")

    asking = await here.browser.send(page.form("picture"), picture=large)

    (image,) = asking.document.all("img")
    assert [each.split()[-1] for each in attribute(image, "srcset").split(", ")] == ["480w", "960w"]
    assert (attribute(image, "width"), attribute(image, "height")) == ("960", "720")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Chọn một ảnh trong máy của quý vị."),
        (b"Xin chao", UNREAD),
        (b"\xff" * (LARGEST_FILE + 1), TOO_LARGE),
    ],
    ids=["nothing", "text", "too much"],
)
async def test_what_is_no_picture_is_said_at_its_field(here: Here, content: bytes, sentence: str) -> None:
    page = await photos(here)
    before = here.site.rows()

    refused = await here.browser.send(page.form("picture"), 422, picture=content)

    assert refused.errors == [sentence]
    assert here.site.rows() == before


async def test_what_is_far_too_large_or_no_form_is_not_read(here: Here) -> None:
    page = await photos(here)
    body = b"x" * (LARGEST_FORM + 1)
    kind = {"content-type": "multipart/form-data; boundary=x"}

    huge = await here.browser.request("POST", page.address, body=body, headers=kind)
    odd = await here.browser.request("POST", page.address, body=b"code=1", headers=kind)

    assert huge.status_code == 413
    assert 400 <= odd.status_code < 500


async def test_of_whoever_is_not_signed_in_nothing_is_read(here: Here) -> None:
    page = await photos(here)
    body, kind = b"x" * (LARGEST_FORM + 1), {"content-type": "multipart/form-data; boundary=x"}

    sent_on = await here.site.browser().request("POST", page.address, body=body, headers=kind)

    assert sent_on.status_code == 303
    assert sent_on.headers["location"].startswith("/staff/sign-in")


async def test_a_sign_in_that_ran_out_leads_back_to_the_photos(here: Here) -> None:
    page = await photos(here)
    here.site.clock.forward(days=8)

    sent_on = await here.browser.send(page.form("picture"), picture=a_picture("red"))

    assert sent_on.address.startswith("/staff/sign-in?next=/unfinished")


async def test_a_seventh_photo_is_refused_in_words_and_the_same_one_is_there_once(here: Here) -> None:
    form = (await photos(here)).form("picture")
    first, *_ = [await added(here, each) for each in ("red", "green", "blue", "yellow", "black", "white")]

    again = await here.browser.send(form, picture=a_picture("red"))

    refused = await here.browser.send(form, 422, picture=a_picture("orange"))

    assert again.address == first.address
    assert refused.errors == ["Nơi này đã có đủ 6 ảnh. Gỡ một ảnh, rồi thêm ảnh khác."]
    assert "Đã đủ 6 ảnh." in (await here.browser.open(f"{path_of(here)}/photos")).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text_vi": " "}, "Viết ảnh cho thấy gì."),
        ({"text_vi": "Lối vào"}, SAY_MORE),
        ({"text_vi": "IMG_2034.JPG"}, "Viết ảnh cho thấy gì, đừng ghi tên tệp."),
        ({"text_vi": "Lối vào có dốc. " * 20}, "Viết ngắn hơn, nhiều nhất 250 chữ cái."),
        ({"text_vi": ENTRANCE, "text_en": "Ramp"}, SAY_MORE),
    ],
)
async def test_words_that_nobody_could_use_are_kept_and_the_photo_too(
    here: Here, typed: dict[str, str], sentence: str
) -> None:
    page = await a_photo_just_added(here)

    refused = await here.browser.send(page.form("text_vi"), 422, **typed)

    assert refused.errors == [sentence]
    assert refused.form("text_vi").fields.items() >= typed.items()
    assert (await here.browser.send(refused.form("text_vi"), text_vi=ENTRANCE, text_en="")).h1 == "Ảnh của nơi này"


async def test_markup_in_words_is_words(here: Here) -> None:
    page = await a_photo_just_added(here)
    words = 'Lối vào "><script>alert(1)</script> có dốc'
    await here.browser.send(page.form("text_vi"), text_vi=words)
    stranger = here.site.browser()
    stranger.typed.add(words)

    seen = await stranger.open(f"/places/{here.town.therapy.location_slug}")

    assert attribute(seen.document.all("img")[0], "alt") == words


async def test_who_comes_second_sees_what_stands_and_keeps_what_they_typed(here: Here) -> None:
    page = await words_that_somebody_else_has_changed(here)

    assert ENTRANCE in page.text
    assert page.form("text_vi").fields["text_vi"] == TOILET
    assert TOILET in (await here.browser.send(page.form("text_vi"))).text


async def test_photos_are_moved_by_buttons_and_the_order_of_before_is_refused(here: Here) -> None:
    page = await two_photos(here)
    down = page.forms()[0]

    moved = await here.browser.send(down, to=2)

    assert moved.text.index(TOILET) < moved.text.index(ENTRANCE)
    assert (await here.browser.send(down, to=2)).h1 == moved.h1
    await here.browser.send(down, 409, to=1)
    for to in ("0", "7", "x", ""):
        await here.browser.send(down, 404, to=to)


async def test_the_list_asks_as_often_however_many_photos_there_are(here: Here) -> None:
    page = await photos(here)
    before = await here.browser.statements(page.address)
    await two_photos(here)

    assert await here.browser.statements(page.address) == before
