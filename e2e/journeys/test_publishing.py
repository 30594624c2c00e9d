"""Somebody says what their place offers by keyboard alone: a draft, what is missing, and a page that all can find."""

from e2e.journeys.steps import given_somebody_of_the_demo, then_the_error_is_told
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person

pytestmark = EITHER_WAY
PLACE = "trung-tam-nang-am"
SERVICES = {"vi": "tu-van-viec-lam", "en": "tu-van-vay-von"}
"""Each way adds another: what is offered already cannot be added."""
OFFERINGS = f"/organization/places/{PLACE}/offerings"
SAVE = "main form button"
PUBLISH = "main form[action$='/publication'] button"
MISSING = "main .link-list a"


def test_a_service_is_added_filled_in_and_published(person: Person, scripts: bool) -> None:
    service = SERVICES[person.language]
    given_somebody_of_the_demo(person, "capacity")
    person.opens("/organization")
    person.presses(f"main a[href='{OFFERINGS}']")
    person.presses(f"main a[href='{OFFERINGS}/new']")
    person.chooses(f"input[value='{service}']")
    person.presses("main form[method=post] button")
    offering = person.path.split("?")[0]

    person.presses(PUBLISH)
    assert person.sees(".notification-caution")

    person.presses(f"{MISSING}[href$='/words']")
    person.writes("#cost_vi", "")
    person.presses(SAVE)
    then_the_error_is_told(person, "cost_vi", scripts=scripts)
    person.writes("#cost_vi", "Không phải trả tiền.")
    person.chooses("#brings")
    person.presses(SAVE)

    person.presses(f"{MISSING}[href$='/needs']")
    for fieldset in range(len(person.all("main fieldset"))):
        unknown = f":nth-match(main fieldset, {fieldset + 1}) input[value='unknown']"
        if not person.all(f":nth-match(main fieldset, {fieldset + 1}) input:checked"):
            person.chooses(unknown)
    person.presses(SAVE)

    person.presses(f"{MISSING}[href*='/weeks/plan']")
    person.chooses("#weekday")
    for field, typed in {"opens": "7:30", "closes": "11:30", "capacity_place": "2", "public_place": "2"}.items():
        person.writes(f"#{field}", typed)
    person.presses(SAVE)
    person.presses(SAVE)

    person.opens(offering)
    assert not person.all(MISSING)
    person.presses(PUBLISH)
    assert person.sees(".notification-success")
    person.opens(f"/places/{PLACE}")
    assert person.sees(f"main a[href^='/services/{service}/times']")
