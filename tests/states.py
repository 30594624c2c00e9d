"""The states of the pages that people book with, and of those who run the house."""

import unicodedata
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import update

from hoanhap import people, schedule
from hoanhap.base.db import Db
from hoanhap.base.errors import Unavailable
from hoanhap.base.phone import parse
from hoanhap.catalogue import Offering, Party
from hoanhap.people import verbs as people_verbs
from hoanhap.web.signing import read_sign_videos
from tests import makers
from tests.documents import attribute
from tests.journeys import (
    ANSWER,
    HARD,
    NEEDS,
    OTHER_PHONE,
    PHONE,
    SHOWN_OF_LIST,
    answer_feedback,
    ask_for_callback,
    ask_for_code,
    book,
    book_signed_in,
    cancel,
    choose,
    confirm,
    give_feedback,
    move,
    open_feedback,
    path_of,
    save_needs,
    see_other_times,
    see_times,
    sign_in,
    sign_in_as,
    sign_in_named,
    tick_needs,
    times_of,
)
from tests.makers import NOON, TODAY, TOMORROW, make_choice, make_schedule, slots
from tests.makers import book as book_now
from tests.pages import Page
from tests.signing import write_sign_videos
from tests.stating import Here, state
from tests.town import NEXT_MONDAY, THREE_WEEKS, Town

MARKUP = '"><svg onload=alert(1)>{{7*7}}{% raw %}${7*7}</title><script>'
LONG_NAME = "Nguyễn Phước Công Tằng Tôn Nữ Thị Ánh Tuyết Hương Giang"
NAMES = ("Mai", "Lan", "Cúc", "Trúc")
CODES_AN_HOUR = 6
TRIES = 10
TAN_NINH = "25459"
FAR_FROM_TOWN, FAR_AWAY = "25489", (10.6, 106.4)
"""A commune in the north of the province, and somewhere in the south."""
CALLBACKS_AN_HOUR = 5
FEEDBACK_AN_HOUR = 5
FIX_BY = {"fix_by-day": "15", "fix_by-month": "1", "fix_by-year": "2027"}


# --- the house ---------------------------------------------------------------------------------------


@state("components_page.html", "components")
async def components(here: Here) -> Page:
    return await here.browser.open("/components")


@state("house/display.html", "display settings")
async def display_settings(here: Here) -> Page:
    return await here.browser.open("/settings/display")


@state("house/display.html", "save display settings", "display settings")
async def display_settings_saved(here: Here) -> Page:
    page = await here.browser.open("/settings/display")
    return await here.browser.send(page.form("theme"), theme="dark", language=here.browser.language)


@state("house/display.html", "save display settings")
async def display_settings_not_kept(here: Here) -> Page:
    page = await display_settings_saved(here)
    return await here.site.browser(language=here.browser.language).open(page.address)


@state("house/display.html", "save display settings")
async def display_settings_taken_back(here: Here) -> Page:
    page = await display_settings_saved(here)
    return await here.browser.send(page.forms()[-1])


@state("house/display.html", "save display settings", "display settings")
async def display_settings_with_a_way_to_listen(here: Here) -> Page:
    page = await here.browser.open("/settings/display")
    return await here.browser.send(page.form("theme"), aloud="on", language=here.browser.language)


@state("hotline/help.html", "page read aloud")
async def page_to_listen_to(here: Here) -> Page:
    await display_settings_with_a_way_to_listen(here)
    page = await here.browser.open("/help")
    await here.browser.request("GET", attribute(page.document.all("source")[0], "src"))
    return page


@state("hotline/help.html", "file of a sign video")
async def page_with_a_sign_video(here: Here) -> Page:
    videos = read_sign_videos(write_sign_videos(Path(here.site.settings.state)))
    here.monkeypatch.setattr(here.site.app.state, "sign_videos", videos, raising=False)
    page = await here.browser.open("/help")
    await here.browser.request("GET", attribute(page.document.all("track")[0], "src"))
    return page


@state("errors/refusal.html", "page read aloud", status=503)
async def page_that_cannot_be_said(here: Here) -> Page:
    def lose_voice(*_: str) -> bytes:
        raise OSError

    here.monkeypatch.setattr(here.site.app.state.aloud, "_voice", lose_voice)
    page = await display_settings_with_a_way_to_listen(here)
    return await here.browser.open(attribute(page.document.all("source")[0], "src"), 503)


@state("house/display.html", "save display settings", status=422)
async def display_settings_wrong(here: Here) -> Page:
    page = await here.browser.open("/settings/display")
    return await here.browser.send(page.form("theme"), 422, theme="plaid", language="tlh")


# --- help --------------------------------------------------------------------------------------------


@state("hotline/help.html", "help")
async def help_page(here: Here) -> Page:
    return await here.browser.open("/help")


@state("hotline/help.html", "help")
async def help_from_a_page(here: Here) -> Page:
    page = await here.browser.open("/services?q=xe")
    return await here.browser.open(next(href for href in page.links().values() if href.startswith("/help")))


@state("hotline/callback_form.html", "ask to be called back")
async def callback_asked(here: Here) -> Page:
    return await here.browser.open("/help/callback")


@state("hotline/callback_form.html", "ask to be called back")
async def callback_asked_signed_in(here: Here) -> Page:
    await book(here.browser, here.town.therapy)
    return await here.browser.open("/help/callback")


@state("hotline/callback_form.html", "be called back", status=422)
async def callback_not_filled_in(here: Here) -> Page:
    page = await here.browser.open("/help/callback")
    return await here.browser.send(page.form("full_name"), 422)


@state("hotline/callback_form.html", "be called back", status=422)
async def callback_filled_in_wrong(here: Here) -> Page:
    page = await here.browser.open("/help/callback")
    return await here.browser.send(
        page.form("full_name"), 422, full_name=LONG_NAME, phone="09", suits="any", way="fax", about=MARKUP * 30
    )


@state("hotline/callback.html", "be called back", "callback")
async def callback_promised(here: Here) -> Page:
    return await ask_for_callback(here.browser, about="Tôi cần xe.")


@state("hotline/callback.html", "callback")
async def message_promised(here: Here) -> Page:
    return await ask_for_callback(here.browser, way="message", suits="morning")


@state("hotline/callback.html", "note a call", "callback")
async def callback_done(here: Here) -> Page:
    page = await callback_promised(here)
    await _call_everybody(here)
    return await here.browser.open(path_of(page))


@state("hotline/callback_form.html", "be called back", status=429)
async def callback_asked_too_often(here: Here) -> Page:
    for _ in range(CALLBACKS_AN_HOUR):
        await ask_for_callback(here.browser)
    return await ask_for_callback(here.browser, 429)


@state("hotline/calls.html", "call list")
async def calls_none(here: Here) -> Page:
    await sign_in_as(here.browser, "admin")
    return await here.browser.open("/staff/calls")


@state("hotline/calls.html", "call list")
async def calls(here: Here) -> Page:
    await callback_promised(here)
    await ask_for_callback(here.site.browser(language="en"), way="message", about="I cannot hear.", suits="evening")
    here.browser.typed.add("I cannot hear.")
    await book(here.site.browser(), here.town.therapy)
    here.site.work()
    here.site.give_up_on_messages()
    await _book_for_somebody_to_call(here)
    here.site.clock.forward(hours=10)
    return await calls_none(here)


@state("hotline/calls.html", "note a call", "call list")
async def calls_noted(here: Here) -> Page:
    page = await calls(here)
    return await here.browser.send(page.form("line"))


# --- the statement, and feedback ---------------------------------------------------------------------


@state("house/accessibility.html", "accessibility")
async def accessibility_never_assessed(here: Here) -> Page:
    here.site.app.state.assessment = None
    return await here.browser.open("/accessibility")


@state("house/accessibility.html", "accessibility")
async def accessibility_assessed(here: Here) -> Page:
    here.site.app.state.assessment = makers.make_assessment()
    await give_feedback(here.site.browser())
    await answer_feedback(here.site.browser())
    return await here.browser.open("/accessibility")


@state("house/accessibility.html", "accessibility")
async def accessibility_with_faults(here: Here) -> Page:
    here.site.app.state.assessment = makers.make_assessment(findings=2, unheard=1)
    await give_feedback(here.site.browser())
    here.site.clock.forward(days=3)
    await answer_feedback(here.site.browser())
    return await here.browser.open("/accessibility")


@state("feedback/form.html", "feedback form")
async def feedback_form(here: Here) -> Page:
    return await here.browser.open("/accessibility/feedback")


@state("feedback/form.html", "feedback form")
async def feedback_from_a_page(here: Here) -> Page:
    page = await here.browser.open("/services?q=xe")
    return await here.browser.open(next(href for href in page.links().values() if "/feedback?from=" in href))


@state("feedback/form.html", "feedback form")
async def feedback_of_somebody_signed_in(here: Here) -> Page:
    await sign_in(here.browser)
    await give_feedback(here.browser)
    await answer_feedback(here.site.browser())
    await give_feedback(here.browser, hard="Chữ nhỏ quá.")
    return await here.browser.open("/accessibility/feedback")


@state("feedback/form.html", "give feedback", status=422)
async def feedback_not_filled_in(here: Here) -> Page:
    return await give_feedback(here.browser, 422, came_from="/help", hard="", reply="call")


@state("feedback/form.html", "give feedback", status=422)
async def feedback_filled_in_wrong(here: Here) -> Page:
    typed = {"reply": "letter", "phone": "09", "full_name": LONG_NAME * 5, "aid-switch": "yes"}
    return await give_feedback(here.browser, 422, hard=MARKUP * 40, **typed)


@state("feedback/form.html", "give feedback", status=429)
async def feedback_given_too_often(here: Here) -> Page:
    typed = {"reply": "message", "phone": PHONE}
    for _ in range(FEEDBACK_AN_HOUR):
        await give_feedback(here.browser, **typed)
    return await give_feedback(here.browser, 429, came_from="/services", **typed)


@state("feedback/feedback.html", "give feedback", "feedback")
async def feedback_received(here: Here) -> Page:
    typed = {"reply": "call", "phone": PHONE, "full_name": LONG_NAME, "aid-voice": "yes", "aid-none": "yes"}
    return await give_feedback(here.browser, came_from="/services/xe-dua-don", hard=MARKUP, **typed)


@state("feedback/feedback.html", "feedback")
async def feedback_received_to_be_read(here: Here) -> Page:
    return await give_feedback(here.browser)


@state("feedback/feedback.html", "feedback")
async def feedback_received_to_be_written_to(here: Here) -> Page:
    return await give_feedback(here.browser, reply="message", phone=PHONE)


@state("feedback/feedback.html", "feedback")
async def feedback_received_without_a_wish(here: Here) -> Page:
    return await give_feedback(here.browser, reply="none")


@state("feedback/feedback.html", "answer feedback", "feedback")
async def feedback_answered(here: Here) -> Page:
    page = await give_feedback(here.browser)
    await answer_feedback(here.site.browser())
    here.browser.typed.add(ANSWER)
    return await here.browser.open(path_of(page))


@state("feedback/feedback.html", "feedback")
async def feedback_that_will_be_mended(here: Here) -> Page:
    page = await give_feedback(here.browser)
    await answer_feedback(here.site.browser(), outcome="will-fix", **FIX_BY)
    here.browser.typed.add(ANSWER)
    return await here.browser.open(path_of(page))


@state("feedback/feedback.html", "feedback")
async def feedback_that_cannot_be_mended(here: Here) -> Page:
    page = await give_feedback(here.site.browser(language="en"))
    await answer_feedback(here.site.browser(), outcome="cannot", answer="The map is not ours.")
    here.browser.typed |= {HARD, "The map is not ours."}
    return await here.browser.open(path_of(page))


@state("errors/explained.html", "feedback", status=404)
async def feedback_of_nobody(here: Here) -> Page:
    await give_feedback(here.site.browser())
    return await here.browser.open("/accessibility/feedback/nobody", 404)


@state("errors/refusal.html", "feedback list", status=403)
async def feedback_list_for_another_role(here: Here) -> Page:
    await sign_in(here.browser)
    return await here.browser.open("/staff/feedback", 403)


@state("feedback/list.html", "feedback list")
async def feedback_list_empty(here: Here) -> Page:
    await sign_in_as(here.browser, "admin")
    return await here.browser.open("/staff/feedback")


@state("feedback/list.html", "feedback list")
async def feedback_list(here: Here) -> Page:
    await give_feedback(here.site.browser(), hard=MARKUP * 30, reply="call", phone=PHONE)
    await give_feedback(here.site.browser(language="en"), hard="Too small.", reply="none")
    here.browser.typed |= {"Too small.", (MARKUP * 30)[:SHOWN_OF_LIST]}
    return await feedback_list_empty(here)


@state("feedback/list.html", "feedback list")
async def feedback_list_overdue(here: Here) -> Page:
    await give_feedback(here.site.browser())
    here.browser.typed.add(HARD)
    here.site.clock.forward(days=20)
    return await feedback_list_empty(here)


@state("feedback/list.html", "feedback list")
async def feedback_list_of_many(here: Here) -> Page:
    for _ in range(12):
        await give_feedback(here.site.browser())
    here.browser.typed.add(HARD)
    page = await feedback_list_empty(here)
    return await here.browser.follow(page, {"vi": "Trang sau", "en": "Next page"}[_tongue(here)])


@state("feedback/list.html", "feedback list")
async def feedback_list_answered(here: Here) -> Page:
    await give_feedback(here.site.browser())
    await answer_feedback(here.browser)
    return await here.browser.open("/staff/feedback?list=answered")


@state("feedback/list.html", "feedback list")
async def feedback_list_answered_none(here: Here) -> Page:
    await sign_in_as(here.browser, "admin")
    return await here.browser.open("/staff/feedback?list=answered")


@state("feedback/list.html", "feedback list", status=422)
async def feedback_not_found(here: Here) -> Page:
    page = await feedback_list_empty(here)
    return await here.browser.send(page.form("reference"), 422, reference="12 34")


@state("feedback/one.html", "feedback to answer")
async def feedback_to_answer(here: Here) -> Page:
    typed = {"reply": "call", "phone": PHONE, "full_name": LONG_NAME, "aid-switch": "yes", "aid-keyboard": "yes"}
    await give_feedback(here.site.browser(), came_from="/services", **typed)
    here.browser.typed.add(LONG_NAME)
    return await open_feedback(here.browser)


@state("feedback/one.html", "feedback to answer")
async def feedback_to_answer_overdue(here: Here) -> Page:
    await give_feedback(here.site.browser(language="en"))
    here.site.clock.forward(days=20)
    return await open_feedback(here.browser)


@state("feedback/one.html", "answer feedback", status=422)
async def feedback_answered_with_nothing(here: Here) -> Page:
    page = await feedback_to_answer(here)
    return await here.browser.send(page.form("answer"), 422)


@state("feedback/one.html", "answer feedback", status=422)
async def feedback_answered_without_a_day(here: Here) -> Page:
    page = await feedback_to_answer(here)
    return await here.browser.send(page.form("answer"), 422, outcome="will-fix", answer=MARKUP * 30)


@state("feedback/list.html", "answer feedback", "feedback list")
async def feedback_answered_just_now(here: Here) -> Page:
    await give_feedback(here.site.browser())
    return await answer_feedback(here.browser)


@state("feedback/one.html", "feedback to answer")
async def feedback_answered_before(here: Here) -> Page:
    await feedback_list_answered(here)
    here.browser.typed.add(ANSWER)
    page = await here.browser.open("/staff/feedback?list=answered")
    return await here.browser.open(next(each for each in page.links().values() if each.startswith("/staff/feedback/")))


@state("feedback/already_answered.html", "answer feedback", status=409)
async def feedback_answered_by_somebody_else_meanwhile(here: Here) -> Page:
    page = await feedback_to_answer(here)
    await answer_feedback(here.site.browser(), **FIX_BY, outcome="will-fix")
    here.browser.typed |= {ANSWER, MARKUP}
    return await here.browser.send(page.form("answer"), 409, outcome="cannot", answer=MARKUP)


@state("hotline/calls.html", "call list")
async def calls_with_an_answer(here: Here) -> Page:
    await give_feedback(here.site.browser(), reply="call", phone=PHONE)
    await answer_feedback(here.site.browser())
    here.site.work()
    return await calls_none(here)


# --- what is offered ---------------------------------------------------------------------------------


@state("booking/home.html", "home")
async def home(here: Here) -> Page:
    return await here.browser.open("/")


@state("booking/home.html", "home")
async def home_of_somebody_known(here: Here) -> Page:
    await sign_in(here.browser)
    await book_signed_in(here.browser, here.town.therapy)
    page = await here.browser.open("/")
    assert page.form("slot").fields["slot"]
    return page


@state("catalogue/services.html", "services")
async def all_services(here: Here) -> Page:
    return await here.browser.open("/services")


@state("catalogue/found.html", "services")
async def services_found(here: Here) -> Page:
    page = await here.browser.open("/services")
    return await here.browser.send(page.form("q"), q="xe lan")


@state("catalogue/found.html", "services")
async def places_found(here: Here) -> Page:
    await here.browser.open(f"/services?near={TAN_NINH}")
    return await here.browser.open("/services?q=duong%20hoa%20su")


@state("catalogue/found.html", "services")
async def communes_found(here: Here) -> Page:
    return await here.browser.open("/services?q=chau%20thanh")


@state("catalogue/found.html", "services")
async def found_in_the_other_language(here: Here) -> Page:
    words = "physiotherapy" if here.browser.language == "vi" else "vật lý trị liệu"
    return await here.browser.open(f"/services?q={words}")


@state("catalogue/services.html", "services")
async def near_words_offered(here: Here) -> Page:
    words = "phuk hoi" if here.browser.language == "vi" else "phisiotherapy"
    return await here.browser.open(f"/services?q={words}")


@state("catalogue/services.html", "services")
async def commune_of_elsewhere(here: Here) -> Page:
    return await here.browser.open("/services?q=xa%20tan%20bin")


@state("catalogue/services.html", "services")
async def services_not_found(here: Here) -> Page:
    page = await here.browser.open("/services")
    return await here.browser.send(page.form("q"), q=MARKUP)


@state("booking/service.html", "service")
async def service_with_places(here: Here) -> Page:
    return await here.browser.open("/services/vat-ly-tri-lieu")


@state("booking/service.html", "service")
async def service_with_near_places(here: Here) -> Page:
    return await here.browser.open(f"/services/vat-ly-tri-lieu?near={TAN_NINH}")


@state("booking/service.html", "service")
async def service_with_places_not_too_far(here: Here) -> Page:
    here.site.say_where(here.town.single, *FAR_AWAY)
    page = await service_with_near_places(here)
    return await here.browser.send(page.form("within"), within="25")


@state("booking/service.html", "service")
async def service_with_all_places_too_far(here: Here) -> Page:
    return await here.browser.open(f"/services/vat-ly-tri-lieu?near={FAR_FROM_TOWN}&within=10")


@state("booking/service.html", "service")
async def service_without_places(here: Here) -> Page:
    return await here.browser.open("/services/tro-giup-phap-ly")


@state("booking/service.html", "service")
async def service_for_a_visitor_with_needs(here: Here) -> Page:
    await tick_needs(here.browser, NEEDS, "calm-quiet-room")
    return await here.browser.open("/services/vat-ly-tri-lieu")


@state("booking/service.html", "service")
async def service_for_somebody_known(here: Here) -> Page:
    await sign_in_named(here.browser)
    await save_needs(here.browser, **{NEEDS: "yes"})
    return await here.browser.open("/services/vat-ly-tri-lieu")


# --- what somebody needs -----------------------------------------------------------------------------


@state("needs/needs.html", "needs")
async def needs_of_a_visitor(here: Here) -> Page:
    return await here.browser.open("/needs?next=/services/vat-ly-tri-lieu")


@state("needs/needs.html", "say needs", "needs")
async def needs_for_one_search(here: Here) -> Page:
    return await tick_needs(here.browser, NEEDS, "company-companion")


@state("needs/needs.html", "say needs", "needs")
async def needs_left_open(here: Here) -> Page:
    return await tick_needs(here.browser)


@state("needs/needs.html", "forget needs", "needs")
async def needs_forgotten(here: Here) -> Page:
    page = await tick_needs(here.browser, NEEDS)
    return await here.browser.send(page.forms()[-1])


@state("needs/person.html", "needs", "for whom")
async def needs_of_nobody_yet(here: Here) -> Page:
    await sign_in(here.browser)
    return await here.browser.open("/needs")


@state("needs/person.html", "choose for whom", status=422)
async def nobody_named(here: Here) -> Page:
    page = await needs_of_nobody_yet(here)
    return await here.browser.send(page.form("full_name"), 422)


@state("needs/needs.html", "choose for whom", "needs")
async def needs_not_said_yet(here: Here) -> Page:
    return await sign_in_named(here.browser)


@state("needs/needs.html", "say needs", "needs")
async def needs_saved(here: Here) -> Page:
    await sign_in_named(here.browser)
    said = {NEEDS: "yes", "extra_minutes": "20", "home": "phuong tan ninh", "contact": "message"}
    return await save_needs(here.browser, **said)


@state("needs/needs.html", "say needs", status=422)
async def needs_with_a_strange_commune(here: Here) -> Page:
    await sign_in_named(here.browser)
    return await save_needs(here.browser, 422, home="Sài Gòn", extra_minutes="15", contact="fax")


@state("needs/needs.html", "say needs", status=422)
async def needs_with_one_of_two_communes(here: Here) -> Page:
    await sign_in_named(here.browser)
    return await save_needs(here.browser, 422, home="tan thanh")


@state("needs/needs.html", "needs")
async def needs_kept_from_before_signing_in(here: Here) -> Page:
    await tick_needs(here.browser, NEEDS)
    return await sign_in_named(here.browser)


@state("needs/changed.html", "say needs", status=409)
async def needs_changed_in_another_window(here: Here) -> Page:
    page = await sign_in_named(here.browser)
    await save_needs(here.browser, **{NEEDS: "yes", "home": "Tân Ninh"})
    return await here.browser.send(page.form(NEEDS), 409, **{"calm-quiet-room": "yes", "extra_minutes": "30"})


@state("needs/person.html", "for whom")
async def one_of_several_people(here: Here) -> Page:
    await sign_in_named(here.browser)
    page = await here.browser.open("/needs/person")
    await here.browser.send(page.form("full_name"), full_name=LONG_NAME)
    return await here.browser.open("/needs/person")


@state("needs/person.html", "choose for whom", status=422)
async def none_of_several_people(here: Here) -> Page:
    await sign_in_named(here.browser)
    page = await here.browser.open("/needs/person")
    return await here.browser.post(page.form("full_name").action, {}, 422)


@state("needs/history.html", "earlier needs")
async def no_needs_said_before(here: Here) -> Page:
    await sign_in_named(here.browser)
    return await here.browser.open("/needs/history")


@state("needs/history.html", "earlier needs")
async def needs_said_before(here: Here) -> Page:
    await needs_saved(here)
    await save_needs(here.browser, contact="call")
    return await here.browser.open("/needs/history")


@state("organizations/near.html", "where somebody is")
async def where_somebody_is(here: Here) -> Page:
    return await here.browser.open("/near?back=/services/vat-ly-tri-lieu")


@state("organizations/near.html", "where somebody is")
async def where_somebody_is_known(here: Here) -> Page:
    await here.browser.open(f"/services?near={TAN_NINH}")
    return await here.browser.open("/near?back=/services")


@state("booking/service.html", "where somebody is", "service")
async def where_somebody_is_said(here: Here) -> Page:
    page = await here.browser.open("/services/vat-ly-tri-lieu")
    return await here.browser.send(page.form("where"), where="phuong 3 tay ninh")


@state("organizations/near.html", "where somebody is")
async def where_somebody_is_could_be_several(here: Here) -> Page:
    page = await here.browser.open("/services/vat-ly-tri-lieu")
    return await here.browser.send(page.form("where"), where="chau thanh")


@state("organizations/near.html", "where somebody is", status=422)
async def where_somebody_is_not_chosen(here: Here) -> Page:
    page = await where_somebody_is_could_be_several(here)
    return await here.browser.send(page.form("commune"), 422)


@state("organizations/near.html", "where somebody is", status=422)
async def where_somebody_is_not_said(here: Here) -> Page:
    page = await where_somebody_is(here)
    return await here.browser.send(page.form("where"), 422, where=" ")


@state("organizations/near.html", "where somebody is", status=422)
async def where_somebody_is_elsewhere(here: Here) -> Page:
    page = await where_somebody_is(here)
    return await here.browser.send(page.form("where"), 422, where="xa tan bin")


@state("organizations/organizations.html", "organizations")
async def organizations_all(here: Here) -> Page:
    return await here.browser.open("/organizations")


@state("organizations/organizations.html", "organizations")
async def organizations_near(here: Here) -> Page:
    return await here.browser.open(f"/organizations?kind=provider&near={TAN_NINH}")


@state("organizations/organizations.html", "organizations")
async def organizations_none(here: Here) -> Page:
    return await here.browser.open("/organizations?kind=npo")


@state("organizations/organization.html", "organization")
async def organization(here: Here) -> Page:
    page = await here.browser.open("/organizations")
    return await here.browser.open(_first(page, "/organizations/"))


@state("organizations/organization.html", "organization")
async def organization_without_places(here: Here) -> Page:
    here.site.database.write_now(lambda db: makers.make_organization(db, slug="chua-co-noi"))
    return await here.browser.open(f"/organizations/chua-co-noi?near={TAN_NINH}")


@state("organizations/place.html", "place")
async def place(here: Here) -> Page:
    here.site.database.write_now(makers.know_features, here.town.therapy)
    return await here.browser.open(f"/places/{here.town.therapy.location_slug}?near={TAN_NINH}")


@state("organizations/place.html", "place")
async def place_of_which_nothing_is_known(here: Here) -> Page:
    closing = update(Offering).where(Offering.id == here.town.single.id).values(is_open=False)
    here.site.database.write_now(lambda db: db.execute(closing))
    return await here.browser.open(f"/places/{here.town.single.location_slug}")


def _first(page: Page, start: str) -> str:
    return next(href for href in page.links().values() if href.startswith(start))


# --- which day, which time ---------------------------------------------------------------------------


@state("booking/party.html", "times")
async def party(here: Here) -> Page:
    return await here.browser.open(times_of(here.town.ride))


@state("booking/party.html", "times")
async def party_without_wheelchairs(here: Here) -> Page:
    return await here.browser.open(times_of(here.town.walk))


@state("booking/party.html", "times", status=422)
async def party_not_said(here: Here) -> Page:
    page = await here.browser.open(times_of(here.town.ride))
    return await here.browser.send(page.form("people"), 422, people="")


@state("booking/party.html", "times", status=422)
async def party_too_large(here: Here) -> Page:
    page = await here.browser.open(times_of(here.town.ride))
    return await here.browser.send(page.form("people"), 422, people=9, wheelchairs=12)


@state("booking/days.html", "times")
async def days_first(here: Here) -> Page:
    return await here.browser.open(times_of(here.town.therapy))


@state("booking/days.html", "times")
async def days_between(here: Here) -> Page:
    later = TODAY + THREE_WEEKS
    return await here.browser.open(times_of(here.town.therapy, first=later.isoformat()))


@state("booking/days.html", "times")
async def days_last(here: Here) -> Page:
    return await here.browser.open(times_of(here.town.therapy, first="2999-01-01"))


@state("booking/days.html", "times")
async def days_of_a_party(here: Here) -> Page:
    page = await here.browser.open(times_of(here.town.ride))
    return await here.browser.send(page.form("people"), people=3, wheelchairs=1)


@state("booking/days.html", "times")
async def days_only_much_later(here: Here) -> Page:
    return await here.browser.open(times_of(here.town.later))


@state("booking/days.html", "times")
async def days_none_at_all(here: Here) -> Page:
    return await here.browser.open(times_of(here.town.never))


@state("booking/days.html", "times")
async def days_that_suit(here: Here) -> Page:
    page = await here.browser.open(times_of(here.town.therapy))
    return await here.browser.send(page.form("weekday"), part="morning", weekday="monday")


@state("booking/days.html", "times")
async def days_that_suit_much_later(here: Here) -> Page:
    return await here.browser.open(f"{times_of(here.town.later)}&part=morning")


@state("booking/days.html", "times")
async def days_that_suit_none(here: Here) -> Page:
    return await here.browser.open(f"{times_of(here.town.therapy)}&part=evening&weekday=sunday")


@state("booking/days.html", "times")
async def days_for_a_visitor_with_needs(here: Here) -> Page:
    await tick_needs(here.browser, NEEDS, "calm-quiet-room")
    return await here.browser.open(times_of(here.town.ride))


@state("booking/times.html", "times")
async def times_of_one_part(here: Here) -> Page:
    return await here.browser.open(f"{times_of(here.town.therapy, day=TOMORROW.isoformat())}&part=afternoon")


@state("booking/times.html", "times")
async def times_of_one_part_gone(here: Here) -> Page:
    return await here.browser.open(f"{times_of(here.town.therapy, day=TOMORROW.isoformat())}&part=evening")


@state("booking/times.html", "times")
async def times_for_somebody_known(here: Here) -> Page:
    await sign_in_named(here.browser)
    await save_needs(here.browser, **{NEEDS: "yes"})
    return await see_times(here.browser, here.town.therapy)


@state("booking/times.html", "times")
async def times_all_day(here: Here) -> Page:
    return await see_times(here.browser, here.town.therapy)


@state("booking/times.html", "times")
async def times_in_the_evening(here: Here) -> Page:
    return await see_times(here.browser, here.town.club, party=Party(2))


@state("booking/times.html", "times")
async def times_full(here: Here) -> Page:
    await choose(here.site.browser(), here.town.lone)
    return await see_times(here.browser, here.town.lone)


@state("booking/times.html", "times", "choose a time", status=422)
async def times_nothing_chosen(here: Here) -> Page:
    page = await see_times(here.browser, here.town.therapy)
    return await here.browser.send(page.form("slot"), 422)


@state("booking/not_free.html", "choose a time", status=409)
async def time_just_taken(here: Here) -> Page:
    page = await see_times(here.browser, here.town.single)
    await choose(here.site.browser(), here.town.single)
    return await here.browser.send(page.form("slot"), 409, slot=page.options("slot")[0])


@state("booking/not_free.html", "choose a time", status=409)
async def time_just_taken_and_no_other(here: Here) -> Page:
    page = await see_times(here.browser, here.town.lone)
    await choose(here.site.browser(), here.town.lone)
    return await here.browser.send(page.form("slot"), 409, slot=page.options("slot")[0])


@state("booking/not_free.html", "choose a time", status=409)
async def time_too_near_by_now(here: Here) -> Page:
    page = await see_times(here.browser, here.town.single)
    here.site.clock.forward(hours=20, minutes=30)
    return await here.browser.send(page.form("slot"), 409, slot=page.options("slot")[0])


@state("errors/refusal.html", "choose a time", status=409)
async def time_that_does_not_exist(here: Here) -> Page:
    page = await see_times(here.browser, here.town.single)
    return await here.browser.send(page.form("slot"), 409, slot=999_999)


# --- check, and the code -----------------------------------------------------------------------------


@state("booking/check.html", "times", "choose a time", "check")
async def check(here: Here) -> Page:
    return await choose(here.browser, here.town.therapy)


@state("booking/check.html", "check")
async def check_of_a_party(here: Here) -> Page:
    return await choose(here.browser, here.town.ride, party=Party(3, 1))


@state("booking/check.html", "check")
async def check_with_needs_that_are_not_met(here: Here) -> Page:
    await tick_needs(here.browser, "moving-wheelchair", "calm-quiet-room")
    return await choose(here.browser, here.town.therapy)


@state("booking/needs.html", "needs of a booking")
async def needs_of_a_booking(here: Here) -> Page:
    page = await choose(here.browser, here.town.therapy)
    return await here.browser.open(f"{path_of(page)}/needs")


@state("booking/check.html", "needs of a booking", "say needs of a booking", "check")
async def needs_of_a_booking_said(here: Here) -> Page:
    page = await needs_of_a_booking(here)
    return await here.browser.send(page.form("extra_minutes"), extra_minutes="30", **{"company-companion": "yes"})


@state("booking/needs.html", "say needs of a booking", status=422)
async def needs_of_a_booking_wrong(here: Here) -> Page:
    page = await needs_of_a_booking(here)
    return await here.browser.send(page.form("extra_minutes"), 422, extra_minutes="7")


@state("booking/check.html", "check")
async def check_filled_in_before(here: Here) -> Page:
    page = await choose(here.browser, here.town.therapy)
    await ask_for_code(here.browser, page, full_name=LONG_NAME)
    return await here.browser.open(path_of(page))


@state("booking/check.html", "check")
async def check_signed_in(here: Here) -> Page:
    await sign_in(here.browser)
    return await choose(here.browser, here.town.therapy)


@state("booking/check.html", "check")
async def check_lapsed(here: Here) -> Page:
    page = await choose(here.browser, here.town.therapy)
    here.site.clock.forward(hours=1)
    here.site.work()
    return await here.browser.open(path_of(page))


@state("booking/check.html", "confirm", status=422)
async def check_not_filled_in(here: Here) -> Page:
    page = await choose(here.browser, here.town.therapy)
    return await here.browser.send(page.form("full_name"), 422)


@state("booking/check.html", "confirm", status=422)
async def check_filled_in_wrong(here: Here) -> Page:
    page = await choose(here.browser, here.town.therapy)
    marks_apart = unicodedata.normalize("NFD", LONG_NAME * 5)
    return await here.browser.send(page.form("full_name"), 422, full_name=marks_apart, phone="12 34")


@state("booking/code.html", "confirm", "confirm by code")
async def code(here: Here) -> Page:
    return await ask_for_code(here.browser, await choose(here.browser, here.town.therapy))


@state("booking/code.html", "ask for another code", "confirm by code")
async def code_sent_again(here: Here) -> Page:
    page = await code(here)
    return await here.browser.send(page.forms()[-1])


@state("booking/code.html", "check the booking's code", status=422)
async def code_wrong(here: Here) -> Page:
    page = await code(here)
    return await here.browser.send(page.form("code"), 422, code="00 00 00")


@state("booking/code.html", "check the booking's code", status=422)
async def code_expired(here: Here) -> Page:
    page = await code(here)
    sent = here.site.code()
    here.site.clock.forward(minutes=11)
    return await here.browser.send(page.form("code"), 422, code=sent)


@state("booking/code.html", "check the booking's code", status=422)
async def code_tried_too_often(here: Here) -> Page:
    page = await code(here)
    for _ in range(TRIES):
        await here.browser.send(page.form("code"), 422, code="00 00 00")
    return await here.browser.send(page.form("code"), 422, code=here.site.code())


@state("errors/refusal.html", "ask for another code", status=429)
async def code_asked_for_too_often(here: Here) -> Page:
    page = await code(here)
    for _ in range(CODES_AN_HOUR - 1):
        await here.browser.send(page.forms()[-1])
    return await here.browser.send(page.forms()[-1], 429)


@state("errors/refusal.html", "ask for another code", status=409)
async def code_without_a_phone(here: Here) -> Page:
    page = await choose(here.browser, here.town.therapy)
    return await here.browser.post(f"{path_of(page)}/code-requests", page.form("full_name").fields, 409)


@state("booking/overlapping.html", "check the booking's code", status=409)
async def overlapping(here: Here) -> Page:
    await book(here.site.browser(), here.town.single)
    page = await ask_for_code(here.browser, await choose(here.browser, here.town.strict))
    return await confirm(here.browser, page, 409)


@state("booking/not_free.html", "check the booking's code", status=409)
async def lapsed_and_taken_by_another(here: Here) -> Page:
    page = await ask_for_code(here.browser, await choose(here.browser, here.town.single))
    here.site.clock.forward(minutes=31)
    await book(here.site.browser(), here.town.single, phone=OTHER_PHONE)
    page = await here.browser.send(page.forms()[-1])
    return await confirm(here.browser, page, 409)


# --- what is booked ----------------------------------------------------------------------------------


@state("booking/booking.html", "check the booking's code", "booking")
async def booking_new(here: Here) -> Page:
    return await book(here.browser, here.town.therapy)


@state("booking/booking.html", "booking")
async def booking_of_a_party(here: Here) -> Page:
    return await book(here.browser, here.town.ride, full_name=LONG_NAME, party=Party(2, 1))


@state("booking/booking.html", "booking")
async def booking_later_on(here: Here) -> Page:
    return await here.browser.open(path_of(await book(here.browser, here.town.therapy)))


@state("booking/booking.html", "booking")
async def booking_too_late_to_cancel(here: Here) -> Page:
    return await here.browser.open(path_of(await book(here.browser, here.town.strict)))


@state("booking/booking.html", "booking")
async def booking_past(here: Here) -> Page:
    page = await book(here.browser, here.town.therapy)
    here.site.clock.forward(days=2)
    return await here.browser.open(path_of(page))


@state("booking/cancellation.html", "ask before cancelling")
async def cancellation(here: Here) -> Page:
    page = await book(here.browser, here.town.therapy)
    return await here.browser.open(f"{path_of(page)}/cancellation")


@state("booking/booking.html", "cancel", "booking")
async def booking_cancelled(here: Here) -> Page:
    page = await cancellation(here)
    return await here.browser.send(page.form())


@state("booking/call_instead.html", "cancel", status=409)
async def cancelled_too_late(here: Here) -> Page:
    page = await cancellation(here)
    here.site.clock.forward(hours=18)
    return await here.browser.send(page.form(), 409)


@state("errors/refusal.html", "cancel", status=409)
async def cancelled_when_over(here: Here) -> Page:
    page = await cancellation(here)
    here.site.clock.forward(days=2)
    return await here.browser.send(page.form(), 409)


# --- moved, and taken back ---------------------------------------------------------------------------


@state("booking/new_day.html", "times to move to")
async def new_day(here: Here) -> Page:
    page = await here.browser.open(path_of(await book(here.browser, here.town.therapy)))
    return await here.browser.follow(page, {"vi": "Đổi giờ", "en": "Change the time"}[here.browser.language])


@state("booking/new_day.html", "times to move to")
async def new_day_later(here: Here) -> Page:
    page = await new_day(here)
    return await here.browser.open(f"{path_of(page)}?from={TODAY + THREE_WEEKS}")


@state("booking/new_day.html", "times to move to")
async def new_day_that_suits(here: Here) -> Page:
    page = await new_day(here)
    return await here.browser.send(page.form("weekday"), weekday="monday", part="morning")


@state("booking/new_time.html", "times to move to")
async def new_time_of_one_part(here: Here) -> Page:
    page = await new_day(here)
    return await here.browser.open(f"{path_of(page)}?day={TOMORROW.isoformat()}&part=afternoon")


@state("booking/new_day.html", "times to move to")
async def new_day_none_at_all(here: Here) -> Page:
    page = await book(here.browser, here.town.lone)
    return await here.browser.open(f"{path_of(page)}/times")


@state("booking/new_day.html", "times to move to")
async def new_day_only_much_later(here: Here) -> Page:
    page = await book(here.browser, here.town.single, nth=3)
    for nth in range(3):
        await book(here.site.browser(), here.town.single, nth=0, phone=f"0987 654 33{nth}")
    here.site.database.write_now(_open_again_later, here.town)
    return await here.browser.open(f"{path_of(page)}/times")


@state("booking/new_time.html", "times to move to")
async def new_time(here: Here) -> Page:
    return await see_other_times(here.browser, await book(here.browser, here.town.therapy))


@state("booking/new_time.html", "times to move to")
async def new_time_of_a_party(here: Here) -> Page:
    page = await book(here.browser, here.town.ride, full_name=LONG_NAME, party=Party(2, 1))
    return await see_other_times(here.browser, page)


@state("booking/new_time.html", "times to move to")
async def new_time_full(here: Here) -> Page:
    return await see_other_times(here.browser, await book(here.browser, here.town.lone))


@state("booking/new_time.html", "move", status=422)
async def new_time_not_chosen(here: Here) -> Page:
    page = await new_time(here)
    return await here.browser.send(page.form("slot"), 422)


@state("booking/booking.html", "move", "booking")
async def booking_moved(here: Here) -> Page:
    return await move(here.browser, await book(here.browser, here.town.therapy), nth=4)


@state("booking/booking.html", "booking")
async def booking_moved_a_while_ago(here: Here) -> Page:
    return await here.browser.open(path_of(await booking_moved(here)))


@state("booking/not_free.html", "move", status=409)
async def new_time_just_taken(here: Here) -> Page:
    booked = await book(here.browser, here.town.single)
    page = await see_other_times(here.browser, booked)
    await choose(here.site.browser(), here.town.single)
    return await here.browser.send(page.form("slot"), 409, slot=page.options("slot")[0])


@state("booking/not_free.html", "move", status=409)
async def new_time_just_taken_and_no_other(here: Here) -> Page:
    page = await new_time_just_taken(here)
    for nth in range(2):
        await book(here.site.browser(), here.town.single, nth=0, phone=f"0987 654 33{nth}")
    return await here.browser.send(page.form("slot"), 409, slot=page.options("slot")[0])


@state("booking/overlapping.html", "move", status=409)
async def moved_onto_another(here: Here) -> Page:
    await book(here.browser, here.town.single, nth=1)
    booked = await book_signed_in(here.browser, here.town.therapy)
    page = await see_other_times(here.browser, booked)
    return await here.browser.send(page.form("slot"), 409, slot=page.options("slot")[3])


@state("booking/call_instead.html", "move", status=409)
async def moved_too_late(here: Here) -> Page:
    page = await new_time(here)
    here.site.clock.forward(hours=18)
    return await here.browser.send(page.form("slot"), 409, slot=page.options("slot")[-1])


@state("errors/refusal.html", "move", status=409)
async def moved_after_it_was_cancelled(here: Here) -> Page:
    booked = await book(here.browser, here.town.therapy)
    page = await see_other_times(here.browser, booked)
    await cancel(here.browser, booked)
    return await here.browser.send(page.form("slot"), 409, slot=page.options("slot")[-1])


@state("booking/booking.html", "restore", "booking")
async def booking_taken_back(here: Here) -> Page:
    page = await booking_cancelled(here)
    return await here.browser.send(page.form())


@state("booking/not_free.html", "restore", status=409)
async def taken_back_too_late(here: Here) -> Page:
    page = await cancel(here.browser, await book(here.browser, here.town.single))
    await book(here.site.browser(), here.town.single, phone=OTHER_PHONE)
    return await here.browser.send(page.form(), 409)


@state("booking/booking.html", "booking")
async def booking_cancelled_and_over(here: Here) -> Page:
    page = await booking_cancelled(here)
    here.site.clock.forward(days=2)
    return await here.browser.open(path_of(page))


@state("house/unfinished.html", "cancel", "unfinished form")
async def unfinished(here: Here) -> Page:
    page = await book(here.browser, here.town.therapy)
    page = await move(here.browser, page, day=NEXT_MONDAY + timedelta(weeks=3))
    question = await here.browser.open(f"{path_of(page)}/cancellation")
    here.site.clock.forward(days=8)
    asked = await here.browser.send(question.form())
    return await confirm(here.browser, await here.browser.send(asked.form("phone"), phone=PHONE))


def _open_again_later(db: Db, town: Town) -> None:
    day = TODAY + THREE_WEEKS
    make_schedule(db, town.single.id, day=day)
    schedule.make_openings(db, first=day, last=day)


# --- the list of all ---------------------------------------------------------------------------------


@state("booking/bookings.html", "my bookings")
async def bookings_many(here: Here) -> Page:
    await sign_in(here.browser)
    here.site.database.write_now(_book_many, here.town, PHONE)
    return await here.browser.open("/bookings")


@state("booking/bookings.html", "my bookings")
async def bookings_second_page_to_come(here: Here) -> Page:
    page = await bookings_many(here)
    return await here.browser.follow(page, {"vi": "Xem lịch hẹn muộn hơn", "en": "See later bookings"}[_tongue(here)])


@state("booking/bookings.html", "my bookings")
async def bookings_second_page_of_the_past(here: Here) -> Page:
    await bookings_many(here)
    here.site.clock.forward(days=6)
    page = await here.browser.open("/bookings")
    return await here.browser.follow(page, {"vi": "Xem lịch hẹn cũ hơn", "en": "See older bookings"}[_tongue(here)])


@state("booking/bookings.html", "my bookings")
async def bookings_page_behind_the_last(here: Here) -> Page:
    await sign_in(here.browser)
    return await here.browser.open("/bookings?past=99")


def _tongue(here: Here) -> str:
    return here.browser.language


def _book_many(db: Db, town: Town, phone: str) -> None:
    """A large family that walks, and meets in the evening."""
    account_id = people.account_for(db, parse(phone) or "", language="vi", now=NOON)
    for place, each_time in ((town.walk, 4), (town.club, 3)):
        for slot, number in product(slots(db, place), range(each_time)):
            name = f"{LONG_NAME} {NAMES[number]}"
            book_now(db, make_choice(place, slot), account_id=account_id, full_name=name)


@state("booking/bookings.html", "my bookings")
async def bookings_none(here: Here) -> Page:
    return await sign_in(here.browser)


@state("booking/bookings.html", "my bookings")
async def bookings_to_come_and_past(here: Here) -> Page:
    await book(here.browser, here.town.single)
    await book_signed_in(here.browser, here.town.therapy, nth=8, full_name=LONG_NAME)
    cancelled = await book_signed_in(here.browser, here.town.strict, nth=3)
    question = await here.browser.open(f"{path_of(cancelled)}/cancellation")
    assert question.template == "booking/booking.html"  # it is too late for that
    here.site.clock.forward(hours=21, minutes=30)
    return await here.browser.open("/bookings")


@state("booking/bookings.html", "my bookings")
async def bookings_cancelled(here: Here) -> Page:
    await booking_cancelled(here)
    return await here.browser.open("/bookings")


# --- what people take along --------------------------------------------------------------------------


@state("feeds/slip.html", "slip")
async def slip(here: Here) -> Page:
    return await here.browser.open(f"{path_of(await book(here.browser, here.town.therapy))}/slip")


@state("feeds/slip.html", "slip")
async def slip_of_a_party(here: Here) -> Page:
    page = await book(here.browser, here.town.ride, full_name=LONG_NAME, party=Party(2, 1))
    here.site.say_the_way("Xuống xe buýt ở chợ, đi thẳng 200 mét.", "Get off at the market and go 200 metres.")
    return await here.browser.open(f"{path_of(page)}/slip")


@state("feeds/calendar.html", "calendar")
async def calendar_none(here: Here) -> Page:
    await sign_in(here.browser)
    return await here.browser.open("/calendar")


@state("feeds/calendar.html", "make a calendar address", "calendar", "calendar feed", "calendar of a booking")
async def calendar_made(here: Here) -> Page:
    booked = await book(here.browser, here.town.therapy)
    file = await here.browser.request("GET", f"{path_of(booked)}/calendar.ics")
    page = await here.browser.send((await here.browser.open("/calendar")).form("instead_of"))
    followed = await here.site.browser().request("GET", urlsplit(page.shown("address")).path)
    assert (file.status_code, followed.status_code) == (200, 200)
    return page


@state("feeds/calendar.html", "calendar")
async def calendar_later_on(here: Here) -> Page:
    await calendar_made(here)
    return await here.browser.open("/calendar")


@state("feeds/calendar.html", "end the calendar address", "calendar")
async def calendar_ended(here: Here) -> Page:
    page = await calendar_made(here)
    return await here.browser.send(page.forms()[-1])


@state("errors/explained.html", "calendar feed", status=404)
async def no_such_calendar(here: Here) -> Page:
    return await here.browser.open("/calendar/nobody.ics", 404)


# --- signing in --------------------------------------------------------------------------------------


@state("people/sign_in.html", "sign in")
async def sign_in_page(here: Here) -> Page:
    return await here.browser.open("/sign-in")


@state("people/sign_in.html", "my bookings", "sign in")
async def sign_in_asked_for(here: Here) -> Page:
    return await here.browser.open("/bookings")


@state("people/sign_in.html", "ask for a code", status=422)
async def sign_in_wrong(here: Here) -> Page:
    page = await here.browser.open("/sign-in")
    return await here.browser.send(page.form("phone"), 422, phone="0912")


@state("people/code.html", "ask for a code", "enter the code")
async def sign_in_code(here: Here) -> Page:
    page = await here.browser.open("/sign-in")
    return await here.browser.send(page.form("phone"), phone=OTHER_PHONE)


@state("people/code.html", "check the code", status=422)
async def sign_in_code_wrong(here: Here) -> Page:
    page = await sign_in_code(here)
    return await here.browser.send(page.form("code"), 422, code="không")


@state("booking/home.html", "sign out", "home")
async def signed_out(here: Here) -> Page:
    page = await sign_in(here.browser)
    return await here.browser.send(page.forms()[-1])


# --- those who run it --------------------------------------------------------------------------------


@state("reports/overview.html", "sign in to a sample account", "overview")
async def overview(here: Here) -> Page:
    return await sign_in_as(here.browser, "admin")


@state("reports/overview.html", "overview")
async def overview_with_a_breach(here: Here) -> Page:
    await book(here.site.browser(), here.town.single)
    here.site.break_a_promise()
    return await sign_in_as(here.browser, "admin")


@state("notify/outbox.html", "demo outbox")
async def outbox_empty(here: Here) -> Page:
    return await here.browser.open("/demo/outbox")


@state("notify/outbox.html", "demo outbox")
async def outbox(here: Here) -> Page:
    await book(here.browser, here.town.therapy)
    await book(here.site.browser(language="en"), here.town.strict, phone=OTHER_PHONE)
    here.site.work()
    return await here.browser.open("/demo/outbox")


@state("notify/outbox.html", "demo outbox")
async def outbox_with_a_call(here: Here) -> Page:
    await _book_for_somebody_to_call(here)
    return await here.browser.open("/demo/outbox")


@state("notify/outbox.html", "demo outbox")
async def outbox_of_one_phone(here: Here) -> Page:
    page = await code(here)
    here.site.work()
    link = next(href for href in page.links().values() if href.startswith("/demo/outbox?"))
    return await here.browser.open(link)


# --- when it is no -----------------------------------------------------------------------------------


@state("errors/explained.html", status=404)
async def no_such_address(here: Here) -> Page:
    return await here.browser.open("/khong/co", 404)


@state("errors/explained.html", "static file", status=404)
async def no_such_file(here: Here) -> Page:
    return await here.browser.open("/static/app.css", 404)


@state("errors/explained.html", "service", status=404)
async def no_such_service(here: Here) -> Page:
    return await here.browser.open("/services/khong-co", 404)


@state("errors/explained.html", "place", status=404)
async def no_such_place(here: Here) -> Page:
    return await here.browser.open("/places/khong-co", 404)


@state("errors/explained.html", "organization", status=404)
async def no_such_organization(here: Here) -> Page:
    return await here.browser.open("/organizations/khong-co", 404)


@state("errors/refusal.html", "services", status=400)
async def not_readable(here: Here) -> Page:
    return await here.browser.open("/services?q=%ff", 400)


@state("errors/refusal.html", "overview", status=403)
async def not_for_this_role(here: Here) -> Page:
    await sign_in(here.browser)
    return await here.browser.open("/staff", 403)


@state("errors/refusal.html", "ask for a code", status=403)
async def from_another_site(here: Here) -> Page:
    headers = {"sec-fetch-site": "cross-site"}
    fields = {"phone": OTHER_PHONE}
    return here.browser.page(await here.browser.request("POST", "/sign-in", fields=fields, headers=headers))


@state("errors/explained.html", status=405)
async def not_opened_that_way(here: Here) -> Page:
    return here.browser.page(await here.browser.request("PUT", "/sign-in"))


@state("errors/explained.html", "ask for a code", status=413)
async def too_long(here: Here) -> Page:
    return await here.browser.post("/sign-in", {"phone": "1" * 70_000}, 413)


@state("errors/explained.html", "ask for a code", status=415)
async def not_a_form(here: Here) -> Page:
    headers = {"content-type": "application/json"}
    return here.browser.page(await here.browser.request("POST", "/sign-in", body=b"{}", headers=headers))


@state("errors/explained.html", "ask for a code", status=500)
async def our_fault(here: Here) -> Page:
    def fail(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError

    page = await here.browser.open("/sign-in")
    here.monkeypatch.setattr(people_verbs, "request_code", fail)
    return await here.browser.send(page.form("phone"), 500, phone=OTHER_PHONE)


@state("errors/unavailable.html", "services", status=503)
async def busy_when_reading(here: Here) -> Page:
    _take_the_database_away(here)
    return await here.browser.open("/services?q=xe", 503)


@state("errors/unavailable.html", "ask for a code", status=503)
async def busy_when_writing(here: Here) -> Page:
    page = await here.browser.open("/sign-in")
    _take_the_database_away(here)
    return await here.browser.send(page.form("phone"), 503, phone=OTHER_PHONE)


@state("errors/unavailable.html", "live", "ready", status=503)
async def not_ready(here: Here) -> Page:
    await here.browser.request("GET", "/health/live")
    _take_the_database_away(here)
    return await here.browser.open("/health/ready", 503)


async def _book_for_somebody_to_call(here: Here) -> None:
    """A booking of somebody who said that they want to be called, not written to."""
    browser = here.site.browser()
    await sign_in_named(browser, phone=OTHER_PHONE)
    await save_needs(browser, contact="call")
    await book_signed_in(browser, here.town.therapy, nth=3)
    here.site.work()


async def _call_everybody(here: Here) -> None:
    admin = here.site.browser()
    await sign_in_as(admin, "admin")
    admin.typed |= here.browser.typed
    await admin.send((await admin.open("/staff/calls")).form("line"))


def _take_the_database_away(here: Here) -> None:
    async def away(*_: Any, **__: Any) -> Any:
        raise Unavailable("away")

    here.monkeypatch.setattr(here.site.database, "read", away)
    here.monkeypatch.setattr(here.site.database, "write", away)
