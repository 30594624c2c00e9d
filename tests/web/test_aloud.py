"""Pages that are read aloud: what is heard, who can hear it, and for how long it is kept."""

import asyncio
import os
import shutil
import stat
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.web.aloud import LIFE_SECONDS, LONGEST, Aloud, Silent, find_voice, forget_old, heard
from hoanhap.web.look import Look
from hoanhap.web.visitor import DISPLAY_COOKIE
from tests.documents import attribute, inside
from tests.pages import Browser, Page, Site, say

ALOUD = Look(aloud="on").written()
NOBODYS = f"/aloud/{'0' * 64}.mp3"
THERAPY = "/services/vat-ly-tri-lieu"


def listener(site: Site, language: str = "vi") -> Browser:
    """Somebody who wants pages to be read aloud."""
    browser = site.browser(language=language)
    browser.keep(DISPLAY_COOKIE, ALOUD)
    return browser


def address(page: Page) -> str:
    """Where the page can be listened to; empty where it cannot."""
    sources = page.document.all("source")
    return attribute(sources[0], "src") if sources else ""


async def said(browser: Browser, page: Page) -> str:
    """What the voice says of a page, behind its language."""
    return (await browser.request("GET", address(page))).text


def kept(site: Site) -> list[str]:
    """The names of what is kept, in any order."""
    folder: Path = site.app.state.aloud.folder
    return [each.name for each in folder.iterdir()] if folder.exists() else []


# --- what is heard -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "sentences"),
    [
        ("<h1>Trợ giúp</h1><p>Gọi  \n 19 00.</p>", ["Trợ giúp.", "Gọi 19 00."]),
        ("<p>Mang <a href='/x'>thẻ</a> theo</p>", ["Mang thẻ theo."]),
        ("<ul><li>Một</li><li>Hai</li></ul>", ["Một.", "Hai."]),
        ("<dl><dt>Chi phí</dt><dd>Miễn phí</dd></dl>", ["Chi phí.", "Miễn phí."]),
        ("<p>8 giờ<br>Thứ Năm</p>", ["8 giờ.", "Thứ Năm."]),
        ("<p>Quý vị cần gì?</p><p>Bước 1:</p>", ["Quý vị cần gì?", "Bước 1:"]),
        ("<p>Đổi<span class='visually-hidden'> giờ</span></p>", ["Đổi giờ."]),
        ("<p>a<span aria-hidden='true'>→</span>b</p><p hidden>c</p>", ["ab."]),
        ("<script>x</script><style>y</style><svg><title>z</title></svg><template>t</template>", []),
        ("<label>Tên</label><input value='Mai'><textarea>Lan</textarea>", ["Tên."]),
        ("<select><option>Một</option></select><p>Hai</p>", ["Hai."]),
        ("<p>&lt;b&gt; &amp; c</p>", ["<b> & c."]),
        ("<p><img alt='Xe lăn' src='x'> Đi</p>", ["Xe lăn Đi."]),
        ("<p>Trước</p><section id='listen'><h2>Nghe</h2><audio>x</audio></section><p>Sau</p>", ["Trước.", "Sau."]),
        ("<p>,</p><p> </p>", []),
    ],
)
def test_what_is_heard_of_a_page(html: str, sentences: list[str]) -> None:
    page = f"<title>Không</title><nav>Không</nav><main id='main'>{html}</main><footer>Không</footer>"

    assert heard(page).splitlines() == sentences


@given(st.text())
def test_whatever_stands_on_a_page_it_can_be_read(html: str) -> None:
    assert len(heard(f"<main>{html}")) <= LONGEST


@given(st.lists(st.text("aăâ bc", min_size=1).filter(str.strip)))
def test_every_paragraph_is_heard_in_its_order(paragraphs: list[str]) -> None:
    page = "".join(f"<p>{each}</p>" for each in paragraphs)

    assert heard(f"<main>{page}</main>").splitlines() == [f"{' '.join(each.split())}." for each in paragraphs]


# --- on pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), (THERAPY, 200), ("/settings/display", 200), ("/nowhere", 404), ("/bookings", 200)]
)
async def test_the_last_thing_on_a_page_is_a_way_to_listen_to_it(path: str, status: int, site: Site) -> None:
    browser = listener(site)

    page = await browser.open(path, status)

    audio = page.document.all("audio")[0]
    main = list(inside(page.document.all("main")[0]))
    assert main[-1].name == "source"
    assert page.document.name(audio) == "Nghe trang này"
    assert (audio.attrs["preload"], "autoplay" in audio.attrs, "controls" in audio.attrs) == ("none", False, True)
    assert (await said(browser, page)).startswith(f"vi\n{page.h1}")


async def test_a_page_with_errors_says_them(site: Site) -> None:
    browser = listener(site)
    form = (await browser.open("/sign-in")).form("phone")

    page = await browser.send(form, 422, phone="1")

    assert page.errors
    heard_of_it = await said(browser, page)
    assert all(error in heard_of_it for error in page.errors)


async def test_in_english_it_is_said_in_english(site: Site) -> None:
    browser = listener(site, "en")

    page = await browser.open("/help")

    assert page.document.name(page.document.all("audio")[0]) == "Listen to this page"
    assert (await said(browser, page)).startswith(f"en\n{page.h1}")


@pytest.mark.parametrize("path", ["/", THERAPY, "/help", "/settings/display"])
async def test_who_does_not_want_it_has_nothing_of_it(path: str, site: Site) -> None:
    page = await site.browser().open(path)

    assert page.document.all("audio") == []
    assert kept(site) == []


@pytest.mark.parametrize("path", ["/", THERAPY, "/help", "/settings/display"])
async def test_where_there_is_no_voice_nobody_has_anything_of_it(
    path: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.app.state.aloud, "_voice", None)
    browser = listener(site)

    page = await browser.open(path)

    assert page.document.all("audio") == []
    assert "Nghe trang" not in page.text
    assert (await browser.request("GET", NOBODYS)).status_code == 404


async def test_a_choice_made_elsewhere_outlives_a_machine_without_a_voice(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.app.state.aloud, "_voice", None)
    browser = listener(site)
    page = await browser.open("/settings/display")

    await browser.send(page.form("theme"), theme="dark")

    assert browser.cookie(DISPLAY_COOKIE) == Look(theme="dark", aloud="on").written()


async def test_what_a_listener_reads_is_shared_with_nobody(site: Site) -> None:
    one, other, silent = listener(site), listener(site), site.browser()

    pages = [await each.open(THERAPY) for each in (silent, one, silent)]
    forget_old(site.app.state.aloud.folder, most=0)
    pages.append(await other.open(THERAPY))

    assert [bool(address(each)) for each in pages] == [False, True, False, True]
    assert kept(site) != [], "the page was not made for the second listener"


async def test_a_disk_that_is_full_is_no_reason_to_show_no_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(Aloud, "keep", no_room)

    page = await listener(site).open("/help")

    assert (page.h1, page.document.all("audio")) == ("Trợ giúp", [])


# --- the audio ---------------------------------------------------------------------------------------


async def get(site: Site, path: str, **headers: str) -> httpx.Response:
    """An answer, as a player asks for it."""
    return await site.browser().request("GET", path, headers={"accept-encoding": "identity", **headers})


async def test_the_audio_comes_whole_or_in_parts(site: Site) -> None:
    path = address(await listener(site).open("/help"))

    whole, part, tail = (
        await get(site, path),
        await get(site, path, range="bytes=0-1"),
        await get(site, path, range="bytes=-5"),
    )

    size = len(whole.content)
    assert (whole.status_code, whole.headers["content-length"]) == (200, str(size))
    assert (part.status_code, part.content, tail.content) == (206, whole.content[:2], whole.content[-5:])
    assert (part.headers["content-range"], part.headers["content-length"]) == (f"bytes 0-1/{size}", "2")
    for each in (whole, part, tail):
        assert each.headers["content-type"] == "audio/mpeg"
        assert each.headers["accept-ranges"] == "bytes"
        assert each.headers["cache-control"] == "private, max-age=3600"


async def test_a_part_that_there_is_not_is_refused_with_the_size(site: Site) -> None:
    path = address(await listener(site).open("/help"))
    size = len((await get(site, path)).content)

    refused = await get(site, path, range=f"bytes={size}-")

    assert (refused.status_code, refused.headers["content-range"]) == (416, f"bytes */{size}")


async def test_who_wants_a_part_of_what_they_had_is_given_the_whole(site: Site) -> None:
    path = address(await listener(site).open("/help"))

    answer = await get(site, path, **{"range": "bytes=0-1", "if-range": '"before"'})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "file",
    [NOBODYS, "/aloud/x", "/aloud/..%2Fhoanhap.db", NOBODYS.upper(), f"{NOBODYS}x", NOBODYS.replace("mp3", "txt")],
)
async def test_what_nobody_was_given_is_not_there(file: str, site: Site) -> None:
    await listener(site).open("/help")

    await site.browser().open(file, 404)


async def test_a_text_itself_is_served_to_nobody(site: Site) -> None:
    path = address(await listener(site).open("/help"))

    await site.browser().open(path.replace(".mp3", ".txt"), 404)


@pytest.mark.parametrize(
    "fault", [OSError("gone"), subprocess.TimeoutExpired("say", 1), subprocess.CalledProcessError(1, "say")]
)
async def test_a_voice_that_fails_is_said_plainly_and_may_be_asked_again(
    fault: Exception, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: str) -> bytes:
        raise fault

    path = address(await listener(site).open("/help"))
    with monkeypatch.context() as failing:
        failing.setattr(site.app.state.aloud, "_voice", fail)
        page = await site.browser().open(path, 503)

    assert page.h1 == "Chưa đọc được trang này"
    assert (await get(site, path)).status_code == 200


# --- what is kept ------------------------------------------------------------------------------------


def test_nobody_who_knows_the_text_knows_the_address(tmp_path: Path) -> None:
    ours, theirs = Aloud(tmp_path, "our secret", say), Aloud(tmp_path, "their secret", say)

    keys = {ours.keep("Một.", "vi"), ours.keep("Một.", "en"), ours.keep("Hai.", "vi"), theirs.keep("Một.", "vi")}

    assert len(keys) == 4
    assert all(len(each) == 64 for each in keys)


async def test_what_is_kept_is_for_the_server_alone_and_spoken_once(tmp_path: Path) -> None:
    told: list[str] = []

    def note(text: str, language: str) -> bytes:
        told.append(text)
        return b"..."

    aloud = Aloud(tmp_path / "aloud", "secret", note)
    key = aloud.keep("Một.", "vi")
    assert aloud.keep("Một.", "vi") == key

    await asyncio.gather(*(aloud.spoken(f"{key}.mp3") for _ in range(2)))
    await aloud.spoken(f"{key}.mp3")

    files = list((tmp_path / "aloud").iterdir())
    assert sorted(each.suffix for each in files) == [".mp3", ".txt"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    assert 1 <= len(told) <= 2


async def test_no_more_than_two_pages_are_said_at_once_and_nobody_waits_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking, most = 0, 0

    def slowly(text: str, language: str) -> bytes:
        nonlocal speaking, most
        speaking += 1
        most = max(most, speaking)
        time.sleep(0.3)
        speaking -= 1
        return b"..."

    monkeypatch.setattr("hoanhap.web.aloud.SPEAKING_SECONDS", 0.1)
    aloud = Aloud(tmp_path, "secret", slowly)
    asking = (aloud.spoken(f"{aloud.keep(f'{nth}.', 'vi')}.mp3") for nth in range(3))

    done = await asyncio.gather(*asking, return_exceptions=True)

    assert [isinstance(each, Silent) for each in done] == [False, False, True]
    assert most == 2


async def test_the_worker_forgets_after_a_day(site: Site) -> None:
    aloud: Aloud = site.app.state.aloud
    old, new = aloud.keep("Cũ.", "vi"), aloud.keep("Mới.", "vi")
    before = time.time() - LIFE_SECONDS - 1
    os.utime(aloud.folder / f"{old}.txt", (before, before))

    site.work()

    assert kept(site) == [f"{new}.txt"]


def test_what_is_asked_for_again_is_kept_longer(tmp_path: Path) -> None:
    aloud = Aloud(tmp_path, "secret", say)
    path = tmp_path / f"{aloud.keep('Một.', 'vi')}.txt"
    os.utime(path, (0, 0))

    aloud.keep("Một.", "vi")
    forget_old(tmp_path)

    assert path.exists()


def test_when_there_is_too_much_the_oldest_goes_first(tmp_path: Path) -> None:
    aloud, now = Aloud(tmp_path, "secret", say), time.time()
    paths = [tmp_path / f"{aloud.keep(f'{nth}.', 'vi')}.txt" for nth in range(4)]
    for age, path in enumerate(paths):
        os.utime(path, (now - age, now - age))

    forget_old(tmp_path, most=2 * 4096)

    assert [each.exists() for each in paths] == [True, True, False, False]


def test_a_process_tidies_by_itself_when_much_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoanhap.web.aloud.TIDY_EVERY", 3)
    aloud = Aloud(tmp_path, "secret", say)
    old = tmp_path / f"{aloud.keep('0.', 'vi')}.txt"
    os.utime(old, (0, 0))

    for nth in range(1, 3):
        aloud.keep(f"{nth}.", "vi")

    assert not old.exists()


def test_a_folder_in_which_nothing_was_ever_kept_is_no_fault(tmp_path: Path) -> None:
    forget_old(tmp_path / "aloud")


# --- the voice ---------------------------------------------------------------------------------------


def test_without_the_program_there_is_no_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)

    assert find_voice() is None


@pytest.mark.skipif(not (shutil.which("espeak-ng") or os.environ.get("CI")), reason="espeak-ng is not installed here")
@pytest.mark.parametrize(("language", "text"), [("vi", "Xin chào quý vị."), ("en", "-v Good morning; $(exit 1)")])
def test_the_real_voice_speaks_both_languages(language: str, text: str) -> None:
    voice = find_voice()
    assert voice is not None, "espeak-ng is missing; tools/setup.sh tests installs it"

    short, long = voice(text, language), voice(text * 3, language)

    assert short[:1] == b"\xff"  # the first byte of a frame of MP3
    assert 3_000 < len(short) < len(long)
