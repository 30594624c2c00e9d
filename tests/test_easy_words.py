"""Easy words: short sentences, written one by one, for everything that is read on the way to a booking."""

import re
import tomllib
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from hoanhap.web.i18n import EASY, LANGUAGES, translations
from hoanhap.web.look import Look
from hoanhap.web.visitor import DISPLAY_COOKIE
from tests import speakable
from tests.all_states import STATES, Here, State
from tests.pages import Page, Site
from tests.states import MARKUP
from tests.town import Town

ON_THE_WAY = {
    "booking/booking.html",
    "booking/bookings.html",
    "booking/call_instead.html",
    "booking/cancellation.html",
    "booking/check.html",
    "booking/code.html",
    "booking/days.html",
    "booking/home.html",
    "booking/needs.html",
    "booking/new_day.html",
    "booking/new_time.html",
    "booking/not_free.html",
    "booking/overlapping.html",
    "booking/party.html",
    "booking/service.html",
    "booking/times.html",
    "catalogue/found.html",
    "catalogue/services.html",
    "hotline/callback.html",
    "hotline/callback_form.html",
    "hotline/help.html",
    "house/display.html",
    "needs/needs.html",
    "needs/person.html",
    "organizations/near.html",
    "people/code.html",
    "people/sign_in.html",
}
"""Every page that somebody may have to read to book, to change a booking, or to get help with it."""
BLANK = re.compile(r"%\(\w+\)s|\{\w*\}")
NAME = re.compile(r"[^,.]+ \((?:dữ liệu mẫu|sample data)\)")
EASY_LOOK = Look(words="easy").written()
FIELDS = ("summary", "what", "how_long", "who", "cost")
on_the_way = pytest.mark.parametrize(
    "shown", [pytest.param(each, id=each.name) for each in STATES if each.template in ON_THE_WAY]
)
in_both = pytest.mark.parametrize("language", LANGUAGES)


def written(language: str) -> dict[str, str]:
    """Each sentence that has easy words, and what they are."""
    source = files("hoanhap") / "locale" / language / "LC_MESSAGES" / "easy.po"
    with source.open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file, locale=language) if each.id}


def of_services(language: str) -> list[str]:
    """Everything that is said about the services."""
    catalogue = tomllib.loads((files("hoanhap") / "catalogue" / "services.toml").read_text("utf-8"))
    said = [each[language] for each in catalogue["service"]]
    return [text for each in said for text in [*(each[name] for name in FIELDS), *each["bring"]]]


def of_the_house() -> set[str]:
    """Every sentence of the templates and the code."""
    source = files("hoanhap") / "locale" / "en" / "LC_MESSAGES" / "messages.po"
    with source.open("rb") as file:
        ids = [each.id for each in read_po(file, locale="en") if each.id]
    return {one for each in ids for one in ([each] if isinstance(each, str) else each)}


@on_the_way
@in_both
async def test_every_sentence_on_the_way_is_easy(
    shown: State, language: str, site: Site, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.browser(language=language)
    browser.keep(DISPLAY_COOKIE, EASY_LOOK)

    page = await shown.reach(Here(site, town, browser, monkeypatch))

    assert faults_of(page, language) == []


@in_both
def test_easy_words_are_easy_and_can_be_spoken(language: str) -> None:
    for easy in written(language).values():
        assert speakable.too_hard(easy, language) == []
        assert speakable.faults(easy, language) == []
        assert "(" not in easy


@in_both
def test_what_is_said_of_every_service_is_easy(language: str) -> None:
    easy = translations(language + EASY).gettext

    assert [fault for text in of_services(language) for fault in speakable.too_hard(easy(text), language)] == []


@in_both
def test_nothing_is_written_for_a_sentence_that_is_gone(language: str) -> None:
    assert set(written(language)) - of_the_house() - set(of_services(language)) == set()


@in_both
def test_blanks_are_kept(language: str) -> None:
    for sentence, easy in written(language).items():
        assert BLANK.findall(sentence) == BLANK.findall(easy)


@pytest.mark.parametrize(
    "hard",
    [
        "Quý vị vẫn đặt được ở những nơi dưới đây, hoặc gọi đường dây hỗ trợ của chúng tôi.",
        "Xe đến đúng giờ; tài xế giúp quý vị.",
    ],
)
def test_what_is_hard_would_be_found(hard: str) -> None:
    assert speakable.too_hard(hard, "vi")


def faults_of(page: Page, language: str) -> list[str]:
    """What is too hard on a page; the names of places are what they are, and so is what somebody typed."""
    runs = [each.text for each in page.document.runs if each.language == language and MARKUP not in each.text]
    return [fault for each in runs for fault in speakable.too_hard(NAME.sub("x", each), language)]
