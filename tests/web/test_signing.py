"""Videos in sign language: where they stand, what is sent of them, and what keeps a site from starting."""

import re
from pathlib import Path

import pytest

from hoanhap.settings import BadSettings
from hoanhap.web.signing import read_sign_videos
from tests.documents import attribute, inside, words
from tests.pages import Site
from tests.signing import FILES, GOOD, VIDEO, write_sign_videos

THERAPY = "/services/vat-ly-tri-lieu"


@pytest.fixture
def signing(site: Site, tmp_path: Path) -> Site:
    """A site that has videos for its help page and for one service."""
    site.app.state.sign_videos = read_sign_videos(write_sign_videos(tmp_path))
    return site


@pytest.mark.parametrize("path", ["/", "/help", THERAPY, "/settings/display"])
async def test_without_a_file_that_names_videos_no_page_has_any(path: str, site: Site) -> None:
    page = await site.browser().open(path)

    assert page.document.all("video") == page.document.of_class("sign-video") == []
    assert (await site.browser().request("GET", "/videos/help.mp4")).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("path", "name"), [("/help", "help"), (THERAPY, "service")])
async def test_a_video_stands_after_the_heading_with_all_it_says(
    path: str, name: str, language: str, signing: Site
) -> None:
    page = await signing.browser(language=language).open(path)

    video = page.document.all("video")[0]
    track = page.document.all("track")[0]
    order = [
        each.name for each in inside(page.document.all("main")[0]) if each.name in {"h1", "h2", "video", "details"}
    ]
    assert order[:4] == ["h1", "h2", "video", "details"]
    assert page.document.name(video) == {"vi": "Xem bằng ngôn ngữ ký hiệu", "en": "Watch in sign language"}[language]
    assert {"controls", "playsinline"} <= set(video.attrs)
    assert "autoplay" not in video.attrs
    assert video.attrs["preload"] == "none"
    assert attribute(track, "src") == f"/videos/{name}.{language}.vtt"
    assert (attribute(track, "kind"), attribute(track, "srclang")) == ("captions", language)
    for address in (
        attribute(video, "poster"),
        attribute(track, "src"),
        attribute(page.document.all("source")[0], "src"),
    ):
        assert (await signing.browser().request("GET", address)).status_code == 200


async def test_the_transcript_has_its_paragraphs(signing: Site) -> None:
    page = await signing.browser().open("/help")

    body = page.document.of_class("details-body")[0]
    assert [words(each) for each in inside(body) if each.name == "p"] == ["Xin chào.", "Mời quý vị gọi."]


@pytest.mark.parametrize("path", ["/", "/services", "/help/callback", "/services/nowhere"])
async def test_other_pages_have_none(path: str, signing: Site) -> None:
    browser = signing.browser()

    page = browser.page(await browser.request("GET", path))

    assert page.document.all("video") == []


async def test_everything_else_on_the_page_stays(signing: Site) -> None:
    signed = await signing.browser().open(THERAPY)
    signing.app.state.sign_videos = read_sign_videos("")
    signing.clock.forward(seconds=1)

    plain = await signing.browser().open(THERAPY)

    assert set(plain.links()) == set(signed.links())
    assert [each.fields.keys() for each in plain.forms()] == [each.fields.keys() for each in signed.forms()]


async def test_a_video_comes_in_parts(signing: Site) -> None:
    answer = await signing.browser().request("GET", "/videos/help.mp4", headers={"range": "bytes=1-2"})

    assert (answer.status_code, answer.content) == (206, VIDEO[1:3])
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-range"] == f"bytes 1-2/{len(VIDEO)}"


@pytest.mark.parametrize("name", ["signing.toml", "hoanhap.db", "..%2Fhelp.mp4", "other.mp4"])
async def test_only_what_the_file_names_is_served(name: str, signing: Site) -> None:
    await signing.browser().open(f"/videos/{name}", 404)


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('[pages."/help"]', '[pages."help"]', "must be the path of a page"),
        ("[services.vat-ly-tri-lieu]", '[services."/x"]', "must be the last part of a service's address"),
        ('"help.mp4"', '"help.avi"', "help.avi must end in .mp4 or .webm"),
        ('"help.jpg"', '"help.gif"', "help.gif must end in .jpg or .png"),
        ('"help.jpg"', '"gone.jpg"', "there is no file gone.jpg"),
        ('"help.jpg"', '"../help.jpg"', "must be the name of a file beside this one"),
        ('poster = "help.jpg"', "", "missing required field `poster`"),
        ("words.en = { captions", "words.de = { captions", "no captions and transcript in the language en"),
        ("words.en = { captions", "words.de = { captions", "words in the language de"),
        (', transcript = "Staff train with you."', "", "missing required field `transcript`"),
        ("Staff train with you.", " ", "an empty transcript in the language en"),
        ("[pages", "[page", "unknown field `page`"),
        ("[pages", "pages", "is not as it should be"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_at_start(good: str, bad: str, said: str, tmp_path: Path) -> None:
    file = write_sign_videos(tmp_path, GOOD.replace(good, bad))

    with pytest.raises(BadSettings, match=re.escape(said)):
        read_sign_videos(file)


def test_everything_that_is_missing_is_said_at_once(tmp_path: Path) -> None:
    file = write_sign_videos(tmp_path)
    for name in FILES:
        (tmp_path / name).unlink()

    with pytest.raises(BadSettings) as refused:
        read_sign_videos(file)

    assert len(str(refused.value).splitlines()) == len(FILES)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        read_sign_videos(str(tmp_path / "nowhere.toml"))
