"""Look at everything, listen to everything, and write down what was found.

`make accessibility-report` runs the browser gate, all stories told by keyboard and all that are heard, and writes
docs/accessibility-report.md for those who build and src/hoanhap/web/assessment.json for the page /accessibility. It
ends as failed when something was found or could not be done, and writes the report all the same. With the name of a
folder it runs nothing, and reads what `make test` left there.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import msgspec
from jinja2 import Environment, StrictUndefined

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from e2e import costs  # noqa: E402 - the tests are found from the root
from e2e.accessibility.all_states import STATES  # noqa: E402
from e2e.accessibility.gate import CHECKS  # noqa: E402
from e2e.accessibility.test_broken import BROKEN, OTHERWISE  # noqa: E402
from e2e.screenreader.desktop import missing  # noqa: E402
from hoanhap.base.clock import local_day, utc_now  # noqa: E402
from hoanhap.web.assessment import FILE, GOALS, Assessment, Check, Cost  # noqa: E402

REPORT = ROOT / "docs" / "accessibility-report.md"
TEMPLATE = Path(__file__).with_suffix(".md")
GATE = "e2e/accessibility"
STORIES = "e2e/journeys"
HEARD = "e2e/screenreader"
LOOKED = "looked.xml"
HEARD_FILES = ("heard.xml", "heard-again.xml")
LOOKING, LISTENING = ("-n", "2"), ("-n", "3", "--dist", "worksteal")
VERSIONS = {
    "axe-core": ("node", "-p", "require('./node_modules/axe-core/package.json').version"),
    "Chromium": ("chromium", "--version"),
    "Firefox": ("firefox-esr", "--version"),
    "Orca": ("orca", "--version"),
    "eSpeak NG": ("espeak-ng", "--version"),
}
NUMBER = re.compile(r"\d+(?:\.\d+)+")
BY = {"screen reader": "Screen reader (Orca)", "keyboard": "Keyboard alone", "switch": "One switch, linear scan"}
JOURNEYS = {"first": "First booking, with confirming the phone", "again": "The same again, by somebody known"}


class Outcome(msgspec.Struct):
    """What became of one test, and what it noted."""

    name: str
    passed: bool
    notes: dict[str, str]


def main() -> int:
    """Run everything, write both files, and say whether anything is wrong."""
    lacking, left_out = missing(), []
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        looked, heard = list(read(folder / LOOKED)), heard_in(folder)
        if not any(is_state(each) for each in heard):
            left_out.append("Only the main journeys were heard, as in every run of the tests.")
    else:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            run(folder / LOOKED, GATE, STORIES, *LOOKING)
            if not lacking:
                listen(folder)
            looked, heard = list(read(folder / LOOKED)), heard_in(folder)
    if lacking:
        left_out.append(f"No screen reader was there: {', '.join(lacking)} missing.")
    report = assess(looked, heard, left_out)
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    REPORT.write_text(written(report, looked, heard), "utf-8")
    failed = [each.name for each in [*looked, *heard] if not each.passed]
    print(
        f"{report.looks} looks, {report.findings} findings, {report.stories} stories and {report.heard_states} states "
        f"heard, {len(failed)} tests failed."
    )
    print("\n".join(failed))
    return bool(failed or left_out)


def run(xml: Path, *what: str) -> bool:
    """Run tests, note what became of each, and say whether all passed."""
    return subprocess.run(["pytest", "-q", f"--junitxml={xml}", *what], cwd=ROOT, check=False).returncode == 0


def listen(folder: Path) -> None:
    """What was not heard is listened for once more, as in every run of the tests."""
    if not run(folder / "heard.xml", HEARD, *LISTENING):
        run(folder / "heard-again.xml", HEARD, "--last-failed", "--last-failed-no-failures=none")


def heard_in(folder: Path) -> list[Outcome]:
    """What became of every story; where it was listened for once more, the second time counts."""
    found: dict[str, Outcome] = {}
    for name in HEARD_FILES:
        found |= {each.name: each for each in (read(folder / name) if (folder / name).exists() else ())}
    return list(found.values())


def read(xml: Path) -> Iterator[Outcome]:
    """The tests of a run, from the file that pytest writes about it."""
    for each in ElementTree.parse(xml).iter("testcase"):  # noqa: S314 - our own file
        notes = {one.get("name", ""): one.get("value", "") for one in each.iter("property")}
        name = f"{each.get('classname', '').replace('.', '/')}: {each.get('name')}"
        yield Outcome(name, each.find("failure") is None and each.find("error") is None, notes)


def assess(looked: list[Outcome], heard: list[Outcome], left_out: list[str]) -> Assessment:
    """Everything in numbers."""
    looks, findings = Counter[str](), Counter[str]()
    for each in looked:
        for name, found in json.loads(each.notes.get("looks", "{}")).items():
            looks[name] += 1
            findings[name] += found
    broken = Counter(name for name, _ in BROKEN) + Counter(OTHERWISE)
    spoken = [each for each in heard if "utterances" in each.notes]
    stories = [each for each in spoken if not is_state(each)]
    return Assessment(
        day=local_day(utc_now()),
        tools=dict(versions()),
        states=len(STATES),
        checks=[Check(name, looks[name], findings[name], broken[name]) for name in CHECKS],
        stories=len(stories),
        heard_states=len(spoken) - len(stories),
        utterances=sum(int(each.notes["utterances"]) for each in spoken),
        unheard=sum(not each.passed for each in spoken),
        costs=sorted(costs_of([*looked, *heard]), key=lambda cost: (list(JOURNEYS).index(cost.journey), cost.by)),
        left_out=left_out,
    )


def is_state(outcome: Outcome) -> bool:
    """Whether it was one page in one state that was heard, and no story."""
    return "test_every_state" in outcome.name


def costs_of(outcomes: list[Outcome]) -> Iterator[Cost]:
    """What bookings cost."""
    for each in outcomes:
        if costs.NAME in each.notes:
            yield msgspec.json.decode(each.notes[costs.NAME], type=Cost)


def versions() -> Iterator[tuple[str, str]]:
    """The tools that are there, and their versions."""
    for name, command in VERSIONS.items():
        try:
            said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
        except FileNotFoundError:
            continue
        if found := NUMBER.search(said):
            yield name, found[0]


def written(report: Assessment, looked: list[Outcome], heard: list[Outcome]) -> str:
    """The report for those who build."""
    told = defaultdict[str, list[Outcome]](list)
    for each in heard:
        told[each.name.partition(":")[0].rpartition("/")[2]].append(each)
    template = Environment(undefined=StrictUndefined, trim_blocks=True, autoescape=False).from_string(  # noqa: S701
        TEMPLATE.read_text("utf-8")
    )
    failed = [each.name for each in [*looked, *heard] if not each.passed]
    return template.render(report=report, told=told, failed=failed, journeys=JOURNEYS, by=BY, goals=GOALS) + "\n"


if __name__ == "__main__":
    sys.exit(main())
