"""Each check of the gate is shown broken pages, and catches every one; a sound page it leaves alone."""

import json
from collections.abc import Iterator

import pytest

from e2e.accessibility import axe, bearing, keyboard, pixels, room
from e2e.accessibility.axe import ABOUT_COLOURS, FROM_NPM
from e2e.accessibility.conftest import Sights
from e2e.accessibility.gate import CHECKS, THEMES, View
from e2e.accessibility.memory import Memory
from e2e.accessibility.viewer import Viewer
from e2e.measures import SPREAD, dress, measured

assert {axe, pixels, room, bearing, keyboard}  # each of them puts its checks on the list

AXE, IN_THEMES = "axe finds nothing", "axe finds no faint colour in any theme"
FITS, SMALL = "everything fits", "everything fits in small and turned windows"
SPREAD_OUT, LARGE = "everything fits with spread letters", "everything fits with large letters"
TARGETS, LINES = "every target is large", "every line can be read"
MOTION, EDGES = "nothing moves for those who want no motion", "every edge is clear in every theme"
TEXT_DRAWN, EDGES_DRAWN = "every text is strong in pixels", "every edge is clear in pixels"
SAYS, FRAME = "the page says what it is", "head and foot are the same everywhere"
ORDER, STYLES = "the order is the one that is seen", "nothing is lost without styles"
CHANGES, POLICY = "nothing changes by itself", "nothing is done against the policy"
SCRIPTS, NAMES = "everything is there without scripts", "every stop has a name of its own"
STOPS, BACK = "every control is a stop and shows the focus", "every control is a stop on the way back"
FOCUS = "the focus is seen in every theme"

RULES = """<!doctype html><html lang=vi><title>Broken, Hòa Nhập</title><style>
body { line-height: 1.6; background: Canvas; color: CanvasText }
:focus-visible { outline: 4px solid; outline-offset: 2px }
a { display: inline-block; margin: 20px; min-width: 44px; min-height: 44px; color: inherit }
</style>"""
LINKS = "<a href='/a'>One</a> <a href='/b'>Two</a> <a href='/c'>Three</a>"
SOUND = f"{RULES}<header></header><main><h1>Broken</h1><p>Words in a line.</p>{LINKS}</main><footer></footer>"
TURNING = "@keyframes turn { to { rotate: 1turn } } p { animation: turn 9s infinite }"

BROKEN: list[tuple[str, str]] = [
    (AXE, "<img src='data:,'>"),
    (AXE, "<input type=text>"),
    (AXE, "<p style='color: #999; background: #fff'>Grey on white</p>"),
    (AXE, "<p style='color: #666; background: #fff'>Still grey on white</p>"),
    (AXE, "<button style='width: 9px; height: 9px'>x</button><button style='width: 9px'>y</button>"),
    (AXE, "<h3>Three</h3>"),
    (AXE, "<p id=a>One</p><p id=a>Two</p><input aria-labelledby=a>"),
    (AXE, "<p style='display: none'>Words that nobody looks at</p>"),
    (AXE, "<input aria-label=Name aria-describedby=nothing>"),
    (AXE, "<style>@media (orientation: portrait) { html { rotate: 90deg } }</style>"),
    (IN_THEMES, "<style>[data-theme=yellow-on-black] p { background: #000; color: #887b00 }</style>"),
    (IN_THEMES, "<style>@media (prefers-color-scheme: dark) { p { background: #000; color: #888 } }</style>"),
    (FITS, "<p style='width: 2000px'>A page that is too wide</p>"),
    (FITS, "<div style='width: 90px; overflow: auto'><p style='width: 300px'>A part that scrolls</p></div>"),
    (FITS, "<p style='width: 40px; overflow: hidden; white-space: nowrap'>Words that are cut off</p>"),
    (FITS, "<p style='height: 12px; overflow: hidden; line-height: 2'>One line<br>and another</p>"),
    (FITS, "<button style='width: 50px; height: 20px; white-space: nowrap'>Words wider than this</button>"),
    (FITS, "<p style='position: absolute; left: -40px'>Half outside</p>"),
    (FITS, "<p style='margin: 0 0 -1em'>Words</p><p style='margin: 0'>on words</p>"),
    (FITS, "<a href='/' style='position: absolute; left: 1270px; width: 90px'>Outside</a>"),
    (FITS, "<button>Under</button><div style='position: fixed; inset: 0; background: red'></div>"),
    (SMALL, "<p style='width: 700px'>Wider than a phone that is held upright</p>"),
    (SMALL, "<style>@media (max-height: 400px) { p { height: 9px; overflow: hidden } }</style>"),
    (SPREAD_OUT, "<p style='width: 12em; white-space: nowrap; overflow: hidden'>Words that just fit here</p>"),
    (LARGE, "<style>[data-text='300'] p { font-size: 300%; width: 90px; white-space: nowrap }</style>"),
    (LARGE, "<style>[data-text='200'] p { font-size: 200%; height: 20px; overflow: hidden }</style>"),
    (TARGETS, "<button style='width: 44px; height: 30px'>x</button>"),
    (TARGETS, "<ul><li><a href='/' style='all: revert'>A link alone on its line</a></li></ul>"),
    (TARGETS, "<label><input type=radio> Small</label>"),
    (LINES, "<p style='line-height: 1.2'>Lines<br>too close</p>"),
    (LINES, f"<p style='text-align: justify; width: 200px'>{'Words ' * 30}</p>"),
    (LINES, f"<p style='width: 1200px'>{'Words that run on ' * 30}</p>"),
    (MOTION, f"<style>{TURNING}</style>"),
    (MOTION, "<style>a { transition: color 2s }</style>"),
    (MOTION, "<style>html { scroll-behavior: smooth }</style>"),
    (EDGES, "<input style='border: 2px solid #ddd; background: #fff'>"),
    (EDGES, "<style>[data-theme=yellow-on-black] input { border: 2px solid #eee; background: #fff }</style><input>"),
    (TEXT_DRAWN, "<p style='background: #fff'><span style='color: #666'>Grey on white</span></p>"),
    (TEXT_DRAWN, "<p style='color: #000; opacity: .5'>Black that is half gone</p>"),
    (TEXT_DRAWN, "<style>[data-theme=black-on-yellow] p { background: #ffe600; color: #765 }</style>"),
    (EDGES_DRAWN, "<input style='border: 2px solid #bbb; background: #fff'>"),
    (EDGES_DRAWN, "<button style='border: 0; background: #eee; color: #000; padding: 20px'>No edge at all</button>"),
    (SAYS, "<h1>A second one</h1>"),
    (SAYS, "<form><input></form>"),
    (SAYS, "<input aria-invalid=true><p id=x-error>Wrong</p>"),
    (SAYS, "<ul class=error-summary><li><a href='#nowhere'>Wrong</a></ul>"),
    (SAYS, "<ul class=error-summary><li><a href='#b'>Wrong</a><li><a href='#a'>Too</a></ul><p id=a><p id=b>"),
    (FRAME, "<footer><a href='/help'>Help that has wandered</a></footer>"),
    (ORDER, "<div style='display: flex; flex-direction: column-reverse'><p>First</p><p>Second</p></div>"),
    (ORDER, "<div style='display: flex; flex-direction: row-reverse'><p>First</p><p>Second</p></div>"),
    (ORDER, "<p>First</p><p style='position: absolute; top: 0; left: 0'>Last, and seen first</p>"),
    (STYLES, "<style>p::after { content: 'only here' }</style>"),
    (STYLES, "<style>.off { display: none }</style><p class=off>Nobody should read this</p>"),
    (STYLES, "<style>.on { display: block !important }</style><p class=on hidden>Shown by a style</p>"),
    (CHANGES, "<input onfocus='document.title = 1'>"),
    (CHANGES, "<input oninput='location.hash = 1'>"),
    (CHANGES, "<form><label><input type=radio name=a onchange='location.hash = 2'> One</label></form>"),
    (CHANGES, "<input id=a><p id=b>Hint</p><script>a.oninput = () => b.remove()</script>"),
    (CHANGES, "<input onfocus='document.head.append(document.createElement(`script`))'>"),
    (CHANGES, "<select onchange='location.hash = 3'><option>One<option>Two</select>"),
    (CHANGES, "<input onblur='document.title = 2'>"),
    (CHANGES, "<input oninput='this.value = ``'>"),
    (NAMES, "<a href='/d'></a>"),
    (NAMES, "<a href='/d'>One</a>"),
    (
        NAMES,
        "<form method=post><input type=hidden name=a value=1><button>Go</button></form>" * 2
        + "<form method=post><button>Go</button></form>",
    ),
    (NAMES, "<input aria-label=Name id=a><input aria-label=Name id=b>"),
    (STOPS, "<a href='/' style='outline: 0'>No ring</a>"),
    (STOPS, "<a href='/' style='outline: 1px solid #eee'>A faint ring</a>"),
    (STOPS, "<div style='overflow: hidden; width: 60px'><a href='/' style='margin: 0'>Box</a></div>"),
    (STOPS, "<a href='/d' tabindex=1>First of all</a>"),
    (STOPS, "<a href='/d' onfocus='b.focus()'>Jump</a> <a href='/e'>over</a> <a href='/f' id=b>this</a>"),
    (STOPS, "<input onblur='setTimeout(() => this.focus())'> <a href='/d'>Never</a>"),
    (BACK, "<div style='position: fixed; inset: 0 0 auto; height: 200px; background: red'></div>"),
    (BACK, "<a href='/d' tabindex=1>First of all</a> <a href='/e'>Last of all</a>"),
    (FOCUS, "<a href='/' style='outline: 0'>No ring</a>"),
    (FOCUS, "<style>[data-theme=yellow-on-black] a:focus { outline-color: #eee }</style>"),
    (FOCUS, "<style>@media (forced-colors: active) { a:focus { outline: 0 } }</style>"),
]
"""A check, and what it finds when this stands in a page that is otherwise sound."""
OTHERWISE = {POLICY, SCRIPTS}
"""What cannot stand in such a page has a test of its own."""


@pytest.mark.parametrize(("check", "broken"), BROKEN)
def test_it_would_be_found(viewer: Viewer, check: str, broken: str) -> None:
    view = shown(viewer, SOUND.replace("</main>", f"{broken}</main>"))
    view.viewer.frames["vi", False] = ["header", "main", "footer"]

    assert CHECKS[check].finds(view)


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_page_is_left_alone(viewer: Viewer, check: str) -> None:
    view = shown(viewer, SOUND)
    view.viewer.frames["vi", False] = ["header", "main", "footer"]

    assert not CHECKS[check].finds(view)


def test_every_check_has_a_broken_page_that_it_catches() -> None:
    assert {check for check, _ in BROKEN} | OTHERWISE == set(CHECKS)


@pytest.fixture(autouse=True)
def own_memory(viewer: Viewer) -> Iterator[None]:
    """What broken pages look like is not kept for the pages of the site."""
    memory, frames = viewer.memory, viewer.frames
    viewer.memory, viewer.frames = Memory(), {}
    yield
    viewer.memory, viewer.frames = memory, frames


def shown(viewer: Viewer, html: str) -> View:
    """A page that is made up to see what the checks make of it."""
    return View(viewer, viewer.show_html(html))


def test_the_axe_that_runs_is_the_one_from_npm(viewer: Viewer) -> None:
    page = viewer.show_html("<p>Axe")
    axe.findings(page)

    wanted = json.loads((FROM_NPM / "package.json").read_text("utf-8"))["version"]
    assert page.evaluate("axe.version") == wanted
    assert wanted.startswith("4.14.")


def test_a_page_in_another_language_would_be_found(viewer: Viewer) -> None:
    view = shown(viewer, SOUND)
    view.language = "en"

    assert any("language" in each for each in CHECKS[SAYS].finds(view))


def test_a_theme_is_seen_as_it_is(viewer: Viewer) -> None:
    """Each theme has colours of its own on the page."""
    styles = "<style>p { color: #000 } @media (prefers-color-scheme: dark) { p { color: #111 } }"
    styles += "[data-theme=yellow-on-black] p { color: #222 } [data-theme=black-on-yellow] p { color: #333 }"
    styles += "@media (forced-colors: active) { p { color: LinkText } }"
    view = shown(viewer, f"{styles}</style>{SOUND}")

    colours = [view.themed(each).locator("p").evaluate("e => getComputedStyle(e).color") for each in THEMES]

    assert len(set(colours)) == len(THEMES)


def test_somebody_who_wants_no_motion_gets_none(sights: Sights, viewer: Viewer) -> None:
    page = viewer.show(sights("vi")["home"])
    dress(page, "@layer base { a { transition: color 2s } html { scroll-behavior: smooth } }")
    assert measured(page, "moving")

    viewer.wear(page, motion="none")

    assert not measured(page, "moving")


def test_a_readers_own_spacing_arrives(sights: Sights, viewer: Viewer) -> None:
    """The strict policy of our pages keeps scripts and styles of others out, but not a reader's."""
    page = viewer.show(sights("vi")["home"])
    before = page.locator("h1").bounding_box()
    dress(page, SPREAD)
    after = page.locator("h1").bounding_box()

    assert before != after


def test_a_script_inside_a_page_would_be_found(sights: Sights, viewer: Viewer) -> None:
    sight = sights("vi")["home"]
    html = sight.html.replace("</main>", "<script>document.body.append('!')</script></main>")

    view = View(viewer, viewer.show(sight.with_html(html)))

    assert CHECKS[POLICY].finds(view)
    assert any("policy" in each.lower() for each in viewer.complaints)
    viewer.complaints = []


def test_a_request_to_another_host_would_be_found(sights: Sights, viewer: Viewer) -> None:
    sight = sights("vi")["home"]

    viewer.show(sight.with_html(sight.html.replace("</main>", "<img src='http://127.0.0.2:9/x.png' alt=''></main>")))

    assert any("another host" in each or "violates" in each for each in viewer.complaints)
    viewer.complaints = []


def test_a_page_that_needs_scripts_would_be_found(sights: Sights, viewer: Viewer) -> None:
    sight = sights("vi")["home"]
    html = sight.html.replace("</main>", "<noscript>Xin bật JavaScript</noscript></main>")

    with_scripts = View(viewer, viewer.show(sight.with_html(html)))
    without = View(viewer, viewer.show(sight.with_html(html), scripts=False))
    without.words = with_scripts.words

    assert CHECKS[SCRIPTS].finds(without)


LETTERS = "abcdefghijklmnopqrstuvwxyz/?."


@pytest.mark.parametrize("name", ["home", "times", "check with nothing given", "bookings"])
def test_no_letter_alone_does_anything(sights: Sights, viewer: Viewer, name: str) -> None:
    page = viewer.show(sights("vi")[name])
    page.wait_for_timeout(200)  # until the focus has moved to what is wrong
    before = measured(page, "shape")

    for letter in LETTERS:
        page.keyboard.press(letter)

    assert measured(page, "shape") == before


def test_what_is_faint_in_one_theme_is_found_there_alone(viewer: Viewer) -> None:
    view = shown(viewer, f"{SOUND}<style>[data-theme=yellow-on-black] p {{ background: #000; color: #887b00 }}</style>")
    assert not axe.findings(view.page, ABOUT_COLOURS)

    found = CHECKS[IN_THEMES].finds(view)

    assert found
    assert all(each.startswith("yellow-on-black: color-contrast-enhanced:") for each in found)
