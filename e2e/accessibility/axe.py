"""axe-core, with every rule it has; in another theme nothing differs but the colours, so only these rules run again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.accessibility.gate import THEMES, View, check
from e2e.measures import measured

FROM_NPM = Path(__file__).parent.parent.parent / "node_modules" / "axe-core"
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
TAGS += ["EN-301-549", "EN-301-549v4", "section508", "TTv5", "RGAAv4"]
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations", "incomplete"]}
"""Lists of words only: the package writes options as Python does, and JavaScript knows no `True`."""
ABOUT_COLOURS = {**OPTIONS, "runOnly": ["color-contrast", "color-contrast-enhanced"]}
REVIEWED: dict[tuple[str, str], str] = {}
"""What axe could not decide and a person has: the rule and the words of the target, and why it is good."""

# The axe inside the package is of 2022 and knows nothing of WCAG 2.2; npm's is the current one.
AXE = Axe.from_file(FROM_NPM / "axe.min.js")


@check()
def axe_finds_nothing(view: View) -> Iterator[str]:
    """No rule of axe is broken, and none is left undecided."""
    yield from findings(view.page)


@check(themes=THEMES[1:-1], by_build=True)
def axe_finds_no_faint_colour_in_any_theme(view: View) -> Iterator[str]:
    """Every text has 7 to 1 in every theme; where the system decides about colours they are its own.

    Axe looks again only where a theme has a look that it has not found good before.
    """
    kind = f"axe, {view.theme}"
    new = [each["look"] for each in measured(view.page, "textLooks") if view.is_new(kind, each["look"])]
    found = findings(view.page, ABOUT_COLOURS) if new else []
    yield from found
    for look in [] if found else new:
        view.is_good(kind, look)


def findings(page: Page, options: dict[str, list[str]] = OPTIONS) -> list[str]:
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
