"""What is asked only once is really the same: looks that others found good, and pages that are built alike."""

import re
from pathlib import Path

from PIL import Image

from e2e.accessibility import rings
from e2e.accessibility.camera import cut_out
from e2e.accessibility.memory import Memory
from e2e.accessibility.viewer import Viewer
from e2e.measures import Box, Stop, measured
from hoanhap.web.assets import folder

NAMED_BY_A_STYLE = re.compile(r"\[([a-z-]+)")
ALIKE = "<main class=a><a href='/a'>One</a><input type=radio name=x checked aria-label=x></main>"
TELLS_APART = [
    ("class=a", "class=b"),
    ("<a href='/a'>", "<a>"),
    ("<a href='/a'>", "<a href='tel:1'>"),
    ("<a href", "<a data-kind=x href"),
    ("type=radio", "type=checkbox"),
    (" checked", ""),
    ("<a href", "<a tabindex=1 href"),
    ("<a href", "<a style='color: red' href"),
    ("<a href", "<a aria-current=page href"),
    ("</main>", "<b></b></main>"),
]


def test_a_look_is_known_once_somebody_found_it_good(tmp_path: Path) -> None:
    one, other = Memory(tmp_path / "good.txt"), Memory(tmp_path / "good.txt")
    assert not other.has("ring", "a")

    one.add("ring", "a")

    assert one.has("ring", "a")
    assert other.has("ring", "a")
    assert not other.has("ring", "b")
    assert not other.has("text", "a")


def test_a_line_that_is_still_being_written_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "good.txt"
    Memory(file).add("ring", "a")
    file.write_text(file.read_text("ascii")[:-1], "ascii")

    assert not Memory(file).has("ring", "a")


def test_pages_are_built_alike_when_only_their_words_differ(viewer: Viewer) -> None:
    build = _build(viewer, ALIKE)

    assert build == _build(viewer, ALIKE.replace("One", "Một").replace("'/a'", "'/b'"))
    for part, other in TELLS_APART:
        assert build != _build(viewer, ALIKE.replace(part, other)), other


def test_words_for_scripts_are_words_and_their_names_are_not(viewer: Viewer) -> None:
    assert _build(viewer, "<p data-says='Tìm thấy 3 nơi.'>") == _build(viewer, "<p data-says='3 places found.'>")
    assert _build(viewer, "<p data-module=swap>") != _build(viewer, "<p data-module=print>")


def test_three_alike_in_a_row_stand_for_many(viewer: Viewer) -> None:
    row = "<li><a href='/a'>One</a>"

    assert _build(viewer, row * 3) == _build(viewer, row * 9)
    assert _build(viewer, row * 2) != _build(viewer, row * 3)
    assert _build(viewer, row * 3 + "<li>" + row * 3) != _build(viewer, row * 6)


def test_a_ring_on_another_ground_is_another_and_inside_it_words_may_differ() -> None:
    stop = _stop(Box(20, 20, 100, 50), reach=5)
    around = rings.surroundings(stop.box, width=200, height=200)

    def drawn_on(x: int, y: int) -> bytes:
        page = Image.new("RGB", (200, 200), "white")
        page.putpixel((x, y), (0, 0, 0))
        return rings.ground(stop, around, cut_out(page, around)).tobytes()

    assert drawn_on(60, 40) == drawn_on(70, 50)
    assert len({drawn_on(60, 40), drawn_on(15, 40), drawn_on(23, 40), drawn_on(60, 68), drawn_on(60, 75)}) == 5


def test_a_build_tells_all_that_styles_can_name(viewer: Viewer) -> None:
    styles = [each.read_text("utf-8") for each in folder("static").rglob("css/**/*.css")]
    named = {name for text in styles for name in NAMED_BY_A_STYLE.findall(text)}
    assert named

    plain = _build(viewer, "<a>One</a>")

    assert {each for each in named if _build(viewer, f"<a {each}=x>One</a>") == plain} == set()


def _build(viewer: Viewer, html: str) -> str:
    return str(measured(viewer.show_html(html), "build"))


def _stop(box: Box, *, reach: float) -> Stop:
    words = dict.fromkeys(("key", "kind", "name", "id", "landmark", "ring"), "")
    return Stop(**words, has_ring=True, reach=reach, is_in_view=True, is_covered=False, box=box, pieces=[box])
