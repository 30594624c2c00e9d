"""axe-core, with every rule it has, on every page in every state: two languages, wide and narrow.

In the dark and in the themes of two colours nothing differs but the colours, so only the rules about colours run again.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.accessibility.states import Sight
from e2e.accessibility.viewer import NARROW, PURE, WIDE, Scheme, Viewer

FROM_NPM = Path(__file__).parent.parent.parent / "node_modules" / "axe-core"
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
TAGS += ["EN-301-549", "EN-301-549v4", "section508", "TTv5", "RGAAv4"]
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations", "incomplete"]}
"""Lists of words only: the package writes options as Python does, and JavaScript knows no `True`."""
ABOUT_COLOURS = {**OPTIONS, "runOnly": ["color-contrast", "color-contrast-enhanced"]}
LOOKS: list[tuple[Scheme, int, dict[str, list[str]]]] = [
    ("light", WIDE, OPTIONS),
    ("light", NARROW, OPTIONS),
    ("dark", NARROW, ABOUT_COLOURS),
    ("dark", WIDE, ABOUT_COLOURS),
]
REVIEWED: dict[tuple[str, str], str] = {}
"""What axe could not decide and a person has: the rule and the words of the target, and why it is good."""

# The axe inside the package is of 2022 and knows nothing of WCAG 2.2; npm's is the current one.
AXE = Axe.from_file(FROM_NPM / "axe.min.js")


def test_axe_finds_nothing(sight: Sight, viewer: Viewer) -> None:
    page = viewer.show(sight)
    findings = []
    for scheme, width, options in LOOKS:
        viewer.look(page, width=width, scheme=scheme)
        findings += [f"{scheme}, {width}: {each}" for each in axe_findings(page, options)]
    for theme in PURE:
        viewer.wear(page, theme=theme)
        findings += [f"{theme}: {each}" for each in axe_findings(page, ABOUT_COLOURS)]

    assert not findings


def test_the_axe_that_runs_is_the_one_from_npm(viewer: Viewer) -> None:
    page = viewer.show_html("<p>Axe")
    axe_findings(page)

    wanted = json.loads((FROM_NPM / "package.json").read_text("utf-8"))["version"]
    assert page.evaluate("axe.version") == wanted
    assert wanted.startswith("4.14.")


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("image-alt", "<img src='data:,'>"),
        ("label", "<input type=text>"),
        ("color-contrast", "<p style='color: #999'>Grey on white</p>"),
        ("color-contrast-enhanced", "<p style='color: #666'>Still grey on white</p>"),
        ("target-size", "<button style='width: 9px; height: 9px'></button><button style='width: 9px'></button>"),
        ("heading-order", "<h1>One</h1><h3>Three</h3>"),
        ("html-has-lang", "<p>No language</p>"),
        ("region", "<div>Words outside every landmark</div>"),
        ("duplicate-id-aria", "<p id=a>One</p><p id=a>Two</p><input aria-labelledby=a>"),
        ("hidden-content", "<p style='display: none'>Words that nobody looks at</p>"),
        ("aria-valid-attr-value", "<input aria-label=Name aria-describedby=nothing>"),
    ],
)
def test_axe_would_find(viewer: Viewer, rule: str, broken: str) -> None:
    page = viewer.show_html(f"<!doctype html><title>Broken</title>{broken}")

    assert any(each.startswith(f"{rule}:") for each in axe_findings(page))


def test_axe_would_find_what_is_faint_in_one_theme(viewer: Viewer) -> None:
    faint = (
        "<style>[data-theme=yellow-on-black] p { background: #000; color: #887b00 }</style><p>Dark yellow on black</p>"
    )
    page = viewer.show_html(f"<!doctype html>{faint}")
    assert not axe_findings(page, ABOUT_COLOURS)

    viewer.wear(page, theme="yellow-on-black")

    assert any(each.startswith("color-contrast-enhanced:") for each in axe_findings(page, ABOUT_COLOURS))


def axe_findings(page: Page, options: dict[str, list[str]] = OPTIONS) -> list[str]:
    """What axe is sure of, and what it could not decide, but for what a person has reviewed."""
    outcome: dict[str, Any] = AXE.run(page, options=options)
    return [
        f"{rule['id']}: {_target(node)}, {node.get('failureSummary', '')}"
        for rule in [*outcome["violations"], *outcome["incomplete"]]
        for node in rule["nodes"]
        if (rule["id"], _target(node)) not in REVIEWED and not _is_said_otherwise(rule["id"], node)
    ]


def _is_said_otherwise(rule: str, node: dict[str, Any]) -> bool:
    """Whether what has no room here is kept from screen readers anyway: a drawing, or a word that a table says twice.

    Axe cannot look at what is not shown. Where there is room it is shown, and looked at in the other width.
    """
    return rule == "hidden-content" and 'aria-hidden="true"' in node["html"].partition(">")[0]


def _target(node: dict[str, Any]) -> str:
    return " ".join(str(each) for each in node["target"])
