"""Room to read and press: in a narrow window, with spread or very large letters, with large targets, calm and clear."""

import pytest

from e2e.accessibility.conftest import Sights
from e2e.accessibility.states import Sight
from e2e.accessibility.viewer import NARROW, PURE, WIDE, Scheme, Viewer
from e2e.measures import SPREAD, dress, measured, misfits

WIDTHS = (WIDE, NARROW)
SCHEMES: tuple[Scheme, ...] = ("dark", "light")
SOUND = "<!doctype html><main style='line-height: 1.6'><h1>Sound</h1><p>A <a href='/'>link</a> in words.</p></main>"


def test_everything_fits_can_be_hit_and_read(sight: Sight, viewer: Viewer) -> None:
    page = viewer.show(sight, motion="reduce")
    findings = [*measured(page, "hardToRead"), *measured(page, "moving")]
    for scheme in SCHEMES:
        viewer.look(page, width=WIDE, scheme=scheme)
        findings += [f"{scheme}: {each}" for each in measured(page, "faintEdges")]
    for width in WIDTHS:
        viewer.look(page, width=width)
        findings += [f"{width}: {each}" for each in [*misfits(page), *measured(page, "smallTargets")]]
    dress(page, SPREAD)
    for width in WIDTHS:
        viewer.look(page, width=width)
        findings += [f"spread, {width}: {each}" for each in misfits(page)]

    assert not findings


def test_everything_fits_as_somebody_who_sees_little_has_chosen(sight: Sight, viewer: Viewer) -> None:
    page = viewer.show(sight)
    findings = []
    for theme in PURE:
        viewer.wear(page, theme=theme)
        findings += [f"{theme}: {each}" for each in measured(page, "faintEdges")]
    viewer.wear(page, text="300")
    for width in WIDTHS:
        viewer.look(page, width=width)
        findings += [f"three times as large, {width}: {each}" for each in misfits(page)]

    assert not findings


def test_somebody_who_wants_no_motion_gets_none(sights: Sights, viewer: Viewer) -> None:
    page = viewer.show(sights("vi")["home"])
    dress(page, "@layer base { a { transition: color 2s } html { scroll-behavior: smooth } }")
    assert measured(page, "moving")

    viewer.wear(page, motion="none")

    assert not measured(page, "moving")


@pytest.mark.parametrize(
    ("part", "chosen", "rule"),
    [
        ("text", "300", "p { font-size: 300%; width: 90px; white-space: nowrap }"),
        ("text", "300", "p { font-size: 300%; height: 20px; overflow: hidden }"),
        ("theme", "yellow-on-black", "input { border: 2px solid #eee }"),
    ],
)
def test_it_would_be_found_in_that_look_alone(viewer: Viewer, part: str, chosen: str, rule: str) -> None:
    style = f"[data-{part}='{chosen}'] {rule}"
    page = viewer.show_html(f"<!doctype html><style>{style}</style><main><h1>Broken</h1><p>Words</p><input></main>")
    assert not [*misfits(page), *measured(page, "faintEdges")]

    viewer.wear(page, **{part: chosen})

    assert [*misfits(page), *measured(page, "faintEdges")]


def test_a_readers_own_spacing_arrives(sights: Sights, viewer: Viewer) -> None:
    """The strict policy of our pages keeps scripts and styles of others out, but not a reader's."""
    page = viewer.show(sights("vi")["home"])
    before = page.locator("h1").bounding_box()
    dress(page, SPREAD)
    after = page.locator("h1").bounding_box()

    assert before != after


def test_a_sound_page_has_no_findings(viewer: Viewer) -> None:
    page = viewer.show_html(SOUND)

    assert not misfits(page)
    assert not measured(page, "smallTargets")
    assert not measured(page, "hardToRead")


@pytest.mark.parametrize(
    ("measure", "broken"),
    [
        ("sideways", "<p style='width: 2000px'>A page that is too wide</p>"),
        ("sideways", "<div style='width: 90px; overflow: auto'><p style='width: 300px'>A part that scrolls</p></div>"),
        ("clipped", "<p style='width: 40px; overflow: hidden; white-space: nowrap'>Words that are cut off</p>"),
        ("clipped", "<p style='height: 12px; overflow: hidden; line-height: 2'>One line<br>and another</p>"),
        ("clipped", "<button style='width: 50px; height: 20px; white-space: nowrap'>Words wider than this</button>"),
        ("clipped", "<p style='position: absolute; left: -40px'>Half outside</p>"),
        ("overlapping", "<p style='margin: 0 0 -1em'>Words</p><p style='margin: 0'>on words</p>"),
        ("unreachable", "<a href='/' style='position: absolute; left: 1270px; width: 90px'>Outside</a>"),
        ("unreachable", "<button>Under</button><div style='position: fixed; inset: 0; background: red'></div>"),
        ("smallTargets", "<button style='width: 44px; height: 30px'>x</button>"),
        ("smallTargets", "<ul><li><a href='/'>A link alone on its line</a></li></ul>"),
        ("smallTargets", "<label><input type=radio> Small</label>"),
        ("hardToRead", "<p style='line-height: 1.2'>Lines<br>too close</p>"),
        ("hardToRead", f"<p style='text-align: justify; line-height: 1.6; width: 200px'>{'Words ' * 30}</p>"),
        ("hardToRead", f"<p style='width: 1200px; line-height: 1.6'>{'Words that run on ' * 30}</p>"),
        ("moving", "<style>@keyframes turn { to { rotate: 1turn } } p { animation: turn 9s infinite }</style><p>Round"),
        ("moving", "<style>a { transition: color 2s }</style><a href='/'>Fading</a>"),
        ("moving", "<style>html { scroll-behavior: smooth }</style><p>Gliding</p>"),
        ("faintEdges", "<input style='border: 2px solid #ddd'>"),
    ],
)
def test_it_would_be_found(viewer: Viewer, measure: str, broken: str) -> None:
    page = viewer.show_html(f"<!doctype html><main><h1>Broken</h1>{broken}</main>")

    assert measured(page, measure)
