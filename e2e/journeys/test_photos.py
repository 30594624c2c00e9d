"""Somebody shows their place in a photo by keyboard alone: chosen, put into words, seen by all, and taken away."""

from playwright.sync_api import FilePayload

from e2e.journeys.steps import given_somebody_of_the_demo, then_the_error_is_told
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from tests.states_of_photos import a_picture

pytestmark = EITHER_WAY
PLACE = "trung-tam-nang-am"
OFFERINGS = f"/organization/places/{PLACE}/offerings"
COLOURS = {"vi": "teal", "en": "navy"}
"""Each way adds another: the same picture is there once."""


def test_a_photo_is_added_described_seen_and_removed(person: Person, scripts: bool) -> None:
    words = f"Lối vào rộng, không có bậc, sơn màu {COLOURS[person.language]}."
    given_somebody_of_the_demo(person, "capacity")
    person.opens(OFFERINGS)
    person.presses(f"main a[href='{OFFERINGS}/photos']")

    photo = FilePayload(name="IMG_1.png", mimeType="image/png", buffer=a_picture(COLOURS[person.language]))
    person.page.set_input_files("#picture", photo)  # what the window of the system does
    person.presses("main form[enctype] button")
    asked = person.path.split("?")[0]
    person.presses("main form button")
    then_the_error_is_told(person, "text_vi", scripts=scripts)
    person.writes("#text_vi", words)
    person.presses("main form button")

    person.opens(f"/places/{PLACE}")
    assert person.sees(f'main img[alt="{words}"]')
    person.opens(f"{OFFERINGS}/photos")
    person.presses(f"main a[href='{asked}/removal']")
    person.presses("main form button")
    assert not person.sees(f"main a[href='{asked}']")
