"""The states of the pages that people book with, and of those who run the house."""

from datetime import timedelta

from playwright.sync_api import Response

from e2e import given
from e2e.accessibility.walking import GO_ON, Walk, state
from hoanhap.web.look import Look

NARROW = "form[hx-get] button"
PLACE, DAY, TIME = "main a[href*='/times?place=']", "main .day-list a", "input[name=slot]"
SAY_NEEDS = "main form[action='/needs'] button[type=submit]"
FEEDBACK = "main .link-list a[href^='/staff/feedback/']"
GIVEN = "main .link-list a[href^='/accessibility/feedback/']"
NOT_OFFERED = "kham-mat-nhin-kem"
LATE = 16 * 60


# --- finding -------------------------------------------------------------------------------------------


@state
def home(go: Walk) -> Response:
    return go.open("/")


@state
def services(go: Walk) -> Response:
    return go.open("/services")


@state
def search_that_finds(go: Walk) -> Response:
    go.fill(q="xe lan" if go.language == "vi" else "wheelchair")
    return go.press("form[role=search] button")


@state
def search_that_finds_nothing(go: Walk) -> Response:
    go.fill(q="qwertyuiopasdfghjklzxcvbnmqwertyuiop")
    return go.press("form[role=search] button")


@state
def search_that_finds_a_commune(go: Walk) -> Response:
    return go.open("/services?q=chau%20thanh")


@state
def search_that_offers_near_words(go: Walk) -> Response:
    return go.open("/services?q=phuk%20hoi" if go.language == "vi" else "/services?q=phisiotherapy")


@state
def organizations(go: Walk) -> Response:
    return go.open("/organizations")


@state
def more_organizations(go: Walk) -> Response:
    return go.press(".pagination-after")


@state
def organization(go: Walk) -> Response:
    return go.press("main a[href^='/organizations/']")


@state
def place(go: Walk) -> Response:
    return go.press("main a[href^='/places/']")


@state
def question_where_somebody_is(go: Walk) -> Response:
    return go.open("/near?back=/services/vat-ly-tri-lieu")


@state(status=422)
def question_that_was_not_answered(go: Walk) -> Response:
    return go.press(GO_ON)


@state(status=422)
def commune_that_we_do_not_know(go: Walk) -> Response:
    go.fill(where="xa tan bin")
    return go.press(GO_ON)


@state
def commune_that_could_be_several(go: Walk) -> Response:
    go.fill(where="chau thanh")
    return go.press(GO_ON)


@state(status=422)
def commune_that_was_not_chosen(go: Walk) -> Response:
    return go.press(GO_ON)


@state
def service_with_near_places(go: Walk) -> Response:
    go.choose("input[name=commune]")
    return go.press(GO_ON)


@state
def service_with_places_near_enough(go: Walk) -> Response:
    go.unfold()
    go.choose("input[name=within][value='25']")
    return go.press(NARROW)


@state
def service(go: Walk) -> Response:
    go.start_afresh()
    go.open("/services")
    return go.press("main a[href='/services/xe-dua-don']")


@state
def service_that_nobody_offers(go: Walk) -> Response:
    given.nobody_offers(go.site, NOT_OFFERED)
    return go.open(f"/services/{NOT_OFFERED}")


# --- what somebody needs -------------------------------------------------------------------------------


@state
def needs_of_a_visitor(go: Walk) -> Response:
    return go.open("/needs?next=/services/xe-dua-don")


@state
def needs_for_one_search(go: Walk) -> Response:
    go.choose("#moving")
    go.choose("input[name=company-companion]")
    return go.press(SAY_NEEDS)


@state
def service_with_needs(go: Walk) -> Response:
    return go.open("/services/xe-dua-don")


@state
def service_with_needs_that_some_places_lack(go: Walk) -> Response:
    return go.open("/services/vat-ly-tri-lieu")


@state
def service_that_fits_nowhere(go: Walk) -> Response:
    return go.open("/services/xe-ba-banh")


@state
def check_with_a_gap(go: Walk) -> Response:
    go.page.locator("main summary").click()
    go.press(PLACE)
    go.press(DAY)
    go.choose(TIME)
    return go.press(GO_ON)


@state
def needs_of_a_booking(go: Walk) -> Response:
    return go.press("main a[href$='/needs']")


@state(status=422)
def needs_of_a_booking_that_cannot_be(go: Walk) -> Response:
    go.page.locator("#extra_minutes").evaluate("radio => { radio.value = '7'; radio.checked = true; }")
    return go.press(GO_ON)


@state
def check_with_other_needs(go: Walk) -> Response:
    go.page.locator("#moving").uncheck()
    go.choose("input[name=extra_minutes][value='20']")
    return go.press(GO_ON)


@state
def needs_forgotten(go: Walk) -> Response:
    go.open("/needs")
    return go.press("form[action='/needs/removal'] button")


# --- choosing ------------------------------------------------------------------------------------------


@state
def party(go: Walk) -> Response:
    go.open("/services/xe-dua-don")
    return go.press(PLACE)


@state(status=422)
def party_that_cannot_be(go: Walk) -> Response:
    go.fill(people="99", wheelchairs="-1")
    return go.press(GO_ON)


@state
def days(go: Walk) -> Response:
    go.fill(people="2", wheelchairs="1")
    return go.press(GO_ON)


@state
def later_days(go: Walk) -> Response:
    return go.press("nav.pager a >> nth=-1")


@state
def times_for_a_party(go: Walk) -> Response:
    return go.press(DAY)


@state
def days_that_suit(go: Walk) -> Response:
    go.open("/services/vat-ly-tri-lieu")
    go.press(PLACE)
    go.unfold()
    go.choose("input[name=part][value=morning]")
    go.page.select_option("#weekday", "tuesday")
    return go.press(NARROW)


@state
def times_of_one_part(go: Walk) -> Response:
    return go.press(DAY)


@state
def days_that_suit_none(go: Walk) -> Response:
    return go.open(f"{go.page.url.removeprefix(go.site.url).partition('&')[0]}&weekday=sunday&part=evening")


@state
def no_times_in_one_part(go: Walk) -> Response:
    offering = given.an_offering(go.site)
    day = given.day_of(go.site, offering)
    return go.open(f"/services/{given.OF_OUR_OWN}/times?place={offering.id}&part=evening&day={day}")


@state
def no_days_for_two_weeks(go: Walk) -> Response:
    offering = given.an_offering(go.site, day=go.site.today() + timedelta(days=24))
    return go.open(f"/services/{given.OF_OUR_OWN}/times?place={offering.id}")


@state
def no_days_at_all(go: Walk) -> Response:
    offering = given.an_offering(go.site, closes=9 * 60)
    given.somebody_else_takes(go.site, offering, given.slots(go.site, offering)[0])
    return go.open(f"/services/{given.OF_OUR_OWN}/times?place={offering.id}")


@state
def no_times_on_a_day(go: Walk) -> Response:
    return go.open(f"{go.page.url.removeprefix(go.site.url)}&day={go.site.today() + timedelta(days=3)}")


@state
def times(go: Walk) -> Response:
    go.open("/services/vat-ly-tri-lieu")
    go.press(PLACE)
    return go.press(f"{DAY} >> nth=1")


@state(status=422)
def no_time_chosen(go: Walk) -> Response:
    return go.press(GO_ON)


# --- confirming ----------------------------------------------------------------------------------------


@state
def check(go: Walk) -> Response:
    go.choose(TIME)
    return go.press(GO_ON)


@state(status=422)
def check_with_nothing_given(go: Walk) -> Response:
    return go.press(GO_ON)


@state(status=422)
def check_with_a_wrong_phone(go: Walk) -> Response:
    go.fill(full_name=given.NAME, phone="09 12")
    return go.press(GO_ON)


@state
def code(go: Walk) -> Response:
    go.fill(phone=go.phone)
    return go.press(GO_ON)


@state(status=422)
def wrong_code(go: Walk) -> Response:
    go.fill(code="12")
    return go.press(GO_ON)


@state
def code_sent_again(go: Walk) -> Response:
    return go.press("form[action$='/code-requests'] button")


@state
def booked(go: Walk) -> Response:
    go.fill(code=_latest_code(go, 2))
    return go.press(GO_ON)


# --- what is booked ------------------------------------------------------------------------------------


@state
def booking(go: Walk) -> Response:
    return go.open(go.page.url.removeprefix(go.site.url).partition("?")[0])


@state
def new_day(go: Walk) -> Response:
    return go.press("a[href$='/times']")


@state
def new_day_that_suits(go: Walk) -> Response:
    go.unfold()
    go.choose("input[name=part][value=afternoon]")
    return go.press(NARROW)


@state
def new_time(go: Walk) -> Response:
    """On a day on which nothing else of theirs will be."""
    return go.press(f"{DAY} >> nth=5")


@state(status=422)
def no_new_time_chosen(go: Walk) -> Response:
    return go.press(GO_ON)


@state
def moved(go: Walk) -> Response:
    go.choose(TIME)
    return go.press(GO_ON)


@state
def cancellation(go: Walk) -> Response:
    return go.press("a[href$='/cancellation']")


@state
def cancelled(go: Walk) -> Response:
    return go.press(GO_ON)


@state
def taken_back(go: Walk) -> Response:
    return go.press("form[action$='/restoration'] button")


@state(status=409)
def too_late_to_move(go: Walk) -> Response:
    offering = given.an_offering(go.site, closes=LATE)
    reference = given.a_booking(go.site, go.phone, given.slots(go.site, offering)[4], offering)
    go.open(f"/bookings/{reference}/times")
    go.press(DAY)
    given.a_deadline_that_passed(go.site, offering)
    go.choose(TIME)
    return go.press(GO_ON)


@state(status=409)
def new_time_that_is_gone(go: Walk) -> Response:
    offering = given.an_offering(go.site, closes=LATE)
    times = given.slots(go.site, offering)
    reference = given.a_booking(go.site, go.phone, times[5], offering)
    go.open(f"/bookings/{reference}/times")
    go.press(DAY)
    go.choose(TIME)
    given.somebody_else_takes(go.site, offering, times[0])
    return go.press(GO_ON)


@state
def form_to_go_on_with(go: Walk) -> Response:
    offering = given.an_offering(go.site, closes=LATE)
    reference = given.a_booking(go.site, go.phone, given.slots(go.site, offering)[6], offering)
    go.open(f"/bookings/{reference}/cancellation")
    given.a_sign_in_that_ran_out(go.site, go.phone)
    go.press(GO_ON)
    go.fill(phone=go.phone)
    go.press(GO_ON)
    go.fill(code=_latest_code(go, 3))
    return go.press(GO_ON)


@state
def bookings(go: Walk) -> Response:
    """One to come, one cancelled, one past."""
    to_come, past = given.an_offering(go.site), given.an_offering(go.site, day=given.a_past_day(go.site))
    given.a_booking(go.site, go.phone, given.slots(go.site, to_come)[0], to_come)
    given.a_booking(go.site, go.phone, given.slots(go.site, past)[0], past, long_ago=True)
    return go.open("/bookings")


@state
def slip(go: Walk) -> Response:
    to_come = go.page.locator("main a[href^='/bookings/']:not(:has(.tag-off))").first.get_attribute("href")
    return go.open(f"{to_come}/slip")


@state
def no_calendar(go: Walk) -> Response:
    return go.open("/calendar")


@state
def calendar_made(go: Walk) -> Response:
    return go.press(GO_ON)


@state
def calendar(go: Walk) -> Response:
    return go.open("/calendar")


@state
def calendar_ended(go: Walk) -> Response:
    return go.press("form[action='/calendar/ending'] button")


@state
def check_of_somebody_signed_in(go: Walk) -> Response:
    go.open("/services/vat-ly-tri-lieu")
    go.press(PLACE)
    go.press(f"{DAY} >> nth=2")
    go.choose(TIME)
    return go.press(GO_ON)


@state(status=409)
def too_late_to_cancel(go: Walk) -> Response:
    offering = given.an_offering(go.site)
    reference = given.a_booking(go.site, go.phone, given.slots(go.site, offering)[2], offering)
    go.open(f"/bookings/{reference}/cancellation")
    given.a_deadline_that_passed(go.site, offering)
    return go.press(GO_ON)


@state
def booking_that_must_be_cancelled_by_phone(go: Walk) -> Response:
    return go.press("main a[href^='/bookings/']")


@state
def home_of_somebody_known(go: Walk) -> Response:
    offering = given.an_offering(go.site, capacity=2)
    given.a_booking(go.site, go.phone, given.slots(go.site, offering)[-1], offering)
    answer = go.open("/")
    assert go.page.locator(".offer-list").count()
    return answer


@state
def needs_of_somebody_known(go: Walk) -> Response:
    return go.open("/needs")


@state(status=422)
def needs_that_cannot_be(go: Walk) -> Response:
    go.fill(home="Sài Gòn")
    return go.press(SAY_NEEDS)


@state
def needs_saved(go: Walk) -> Response:
    go.fill(home="tan ninh")
    go.choose("#calm")
    go.choose("input[name=contact][value=message]")
    return go.press(SAY_NEEDS)


@state(status=409)
def needs_changed_in_another_window(go: Walk) -> Response:
    seen = go.page.locator("input[name=seen]")
    go.choose("#hearing")
    seen.evaluate("field => { field.value = '0'; }")
    return go.press(SAY_NEEDS)


@state
def needs_said_before(go: Walk) -> Response:
    return go.open("/needs/history")


@state
def for_whom(go: Walk) -> Response:
    return go.open("/needs/person")


@state(status=422)
def for_nobody(go: Walk) -> Response:
    go.choose("input[name=person][value=other]")
    return go.press(GO_ON)


@state
def service_for_somebody_known(go: Walk) -> Response:
    return go.open("/services/vat-ly-tri-lieu")


@state(status=403)
def page_for_another_role(go: Walk) -> Response:
    return go.open("/staff")


# --- refused -------------------------------------------------------------------------------------------


@state(status=409)
def time_that_is_gone(go: Walk) -> Response:
    go.start_afresh()
    return _choose_what_is_gone(go, closes=12 * 60)


@state(status=409)
def last_time_that_is_gone(go: Walk) -> Response:
    return _choose_what_is_gone(go, closes=9 * 60)


@state(status=409)
def time_that_never_was(go: Walk) -> Response:
    offering = given.an_offering(go.site)
    _go_to_times(go, offering.id)
    go.page.locator(TIME).first.evaluate("radio => { radio.value = '999999999'; radio.checked = true; }")
    return go.press(GO_ON)


@state(status=409)
def two_bookings_at_once(go: Walk) -> Response:
    one, other = given.an_offering(go.site), given.an_offering(go.site)
    phone = given.a_phone()
    given.a_booking(go.site, phone, given.slots(go.site, one)[0], one)
    _go_to_times(go, other.id)
    go.choose(TIME)
    go.press(GO_ON)
    go.fill(full_name=given.NAME, phone=phone)
    go.press(GO_ON)
    go.fill(code=_latest_code(go, 1, phone))
    return go.press(GO_ON)


@state(status=429)
def too_many_codes(go: Walk) -> Response:
    go.start_afresh()
    phone = given.a_phone()
    for _ in range(6):
        go.open("/sign-in")
        go.fill(phone=phone)
        go.press(GO_ON)
    go.open("/sign-in")
    go.fill(phone=phone)
    return go.press(GO_ON)


# --- signing in ----------------------------------------------------------------------------------------


@state
def sign_in(go: Walk) -> Response:
    go.start_afresh()
    return go.open("/bookings")


@state(status=422)
def sign_in_with_a_wrong_phone(go: Walk) -> Response:
    go.fill(phone="1")
    return go.press(GO_ON)


@state
def sign_in_code(go: Walk) -> Response:
    go.phone = given.a_phone()
    go.fill(phone=go.phone)
    return go.press(GO_ON)


@state(status=422)
def wrong_sign_in_code(go: Walk) -> Response:
    go.fill(code="1")
    return go.press(GO_ON)


@state
def no_bookings(go: Walk) -> Response:
    go.fill(code=_latest_code(go, 1))
    return go.press(GO_ON)


@state
def needs_of_nobody_yet(go: Walk) -> Response:
    return go.open("/needs")


@state
def staff(go: Walk) -> Response:
    go.open("/sign-in")
    return go.press("button[name=account][value=admin]")


# --- the house -----------------------------------------------------------------------------------------


@state
def display_settings(go: Walk) -> Response:
    return go.open("/settings/display")


@state
def display_settings_saved(go: Walk) -> Response:
    return go.press(GO_ON)


@state
def display_settings_that_were_not_kept(go: Walk) -> Response:
    """A browser that keeps no cookies: only the address knows what was chosen."""
    go.page.context.clear_cookies(name="display")
    return go.open("/settings/display?saved=yes&display=dark.150.wide.be-vietnam-pro.none.brief")


@state
def display_settings_of_somebody_before(go: Walk) -> Response:
    go.open("/settings/display")
    go.choose("input[name=theme][value=light]")
    return go.press(GO_ON)


@state
def display_settings_taken_back(go: Walk) -> Response:
    return go.press(f"{GO_ON} >> nth=1")


@state(status=422)
def display_settings_without_a_choice(go: Walk) -> Response:
    go.page.evaluate("document.querySelectorAll('main [type=radio]').forEach(radio => { radio.checked = false; })")
    return go.press(GO_ON)


@state
def page_to_listen_to(go: Walk) -> Response:
    """Where the machine has a voice; where it has none, the page as it is for everybody."""
    look = {"name": "display", "value": Look(aloud="on").written(), "url": go.site.url}
    go.page.context.add_cookies([look])  # type: ignore[list-item]
    answer = go.open("/help")
    go.page.context.clear_cookies(name="display")
    return answer


@state
def service_in_sign_language(go: Walk) -> Response:
    return go.open("/services/phien-dich-ngon-ngu-ky-hieu")


@state
def help_page(go: Walk) -> Response:
    return go.open("/help")


@state
def help_from_a_page(go: Walk) -> Response:
    go.open("/services?q=xe")
    return go.press("header a[href^='/help']")


@state
def callback_form(go: Walk) -> Response:
    return go.press("main a[href='/help/callback']")


@state(status=422)
def callback_with_nothing_given(go: Walk) -> Response:
    go.fill(phone="")
    return go.press(GO_ON)


@state
def callback(go: Walk) -> Response:
    _say_who_wants_a_call(go, way="way")
    go.fill(about="Vài dòng.\nDòng nữa.")
    return go.press(GO_ON)


@state
def callback_by_message(go: Walk) -> Response:
    go.open("/help/callback")
    _say_who_wants_a_call(go, way="way-2")
    return go.press(GO_ON)


@state
def calls(go: Walk) -> Response:
    """Those who asked, one who wants to be called, and one whom no message reached."""
    given.a_message_that_gave_up(go.site)
    given.a_message_to_be_said(go.site)
    return go.open("/staff/calls")


@state
def calls_noted(go: Walk) -> Response:
    return go.press(GO_ON)


@state
def no_calls(go: Walk) -> Response:
    while go.page.locator(GO_ON).count():
        go.press(GO_ON)
    return go.open("/staff/calls")


@state(status=429)
def callback_asked_for_too_often(go: Walk) -> Response:
    for _ in range(3):
        _ask_for_a_call(go)
    return _ask_for_a_call(go)


# --- the statement, and feedback -----------------------------------------------------------------------


@state
def accessibility(go: Walk) -> Response:
    return go.open("/accessibility")


@state
def feedback_form(go: Walk) -> Response:
    return go.press("main a[href='/accessibility/feedback']")


@state
def feedback_from_a_page(go: Walk) -> Response:
    go.open("/services?q=xe")
    return go.press("footer a[href^='/accessibility/feedback?from=']")


@state(status=422)
def feedback_with_nothing_given(go: Walk) -> Response:
    go.fill(phone="")
    go.choose("input[name=reply][value=call]")
    return go.press(GO_ON)


@state
def feedback_received(go: Walk) -> Response:
    go.fill(hard="Vài dòng.\nDòng nữa.", phone=go.phone, full_name=given.NAME)
    go.choose("#aid")
    go.choose("input[name=aid-keyboard]")
    return go.press(GO_ON)


@state
def feedback_received_to_be_read(go: Walk) -> Response:
    return _give_feedback(go, "page")


@state
def feedback_received_to_be_written_to(go: Walk) -> Response:
    return _give_feedback(go, "message")


@state
def feedback_received_without_a_wish(go: Walk) -> Response:
    return _give_feedback(go, "none")


@state
def feedback_of_somebody_known(go: Walk) -> Response:
    return go.open("/accessibility/feedback")


@state(status=404)
def feedback_of_nobody(go: Walk) -> Response:
    return go.open("/accessibility/feedback/nobody")


@state
def feedback_list(go: Walk) -> Response:
    given.feedback_that_waits_for_long(go.site)
    return go.open("/staff/feedback")


@state(status=422)
def feedback_not_found(go: Walk) -> Response:
    go.fill(reference="1")
    return go.press(GO_ON)


@state
def feedback_to_answer(go: Walk) -> Response:
    return go.press(FEEDBACK)


@state
def feedback_to_answer_that_is_late(go: Walk) -> Response:
    go.open("/staff/feedback")
    return go.press(f"{FEEDBACK} >> nth=-1")


@state(status=422)
def feedback_answered_with_nothing(go: Walk) -> Response:
    return go.press(GO_ON)


@state(status=422)
def feedback_answered_without_a_day(go: Walk) -> Response:
    go.choose("input[name=outcome][value=will-fix]")
    go.fill(answer="Chúng tôi đang làm.")
    return go.press(GO_ON)


@state(status=409)
def feedback_answered_by_somebody_else_meanwhile(go: Walk) -> Response:
    given.somebody_else_answers(go.site, go.page.url.rpartition("/")[2])
    go.choose("input[name=outcome][value=cannot]")
    return go.press(GO_ON)


@state
def feedback_answered_just_now(go: Walk) -> Response:
    go.open("/staff/feedback")
    return _answer_feedback(go)


@state
def feedback_list_of_what_was_answered(go: Walk) -> Response:
    return go.open("/staff/feedback?list=answered")


@state
def feedback_answered_before(go: Walk) -> Response:
    return go.press(FEEDBACK)


@state
def feedback_list_that_is_empty(go: Walk) -> Response:
    go.open("/staff/feedback")
    while go.page.locator(FEEDBACK).count():
        _answer_feedback(go)
    return go.open("/staff/feedback")


@state
def feedback_answered(go: Walk) -> Response:
    go.open("/accessibility/feedback")
    return go.press(f"{GIVEN} >> nth=1")


@state
def feedback_that_will_be_mended(go: Walk) -> Response:
    go.open("/accessibility/feedback")
    return go.press(GIVEN)  # the latest, which somebody else has answered


@state(status=429)
def feedback_given_too_often(go: Walk) -> Response:
    for _ in range(3):
        _give_feedback(go, "message")
    return _give_feedback(go, "message")


# --- the rest of the house -----------------------------------------------------------------------------


@state
def components(go: Walk) -> Response:
    return go.open("/components")


@state
def messages(go: Walk) -> Response:
    return go.open("/demo/outbox")


@state
def messages_of_one_phone(go: Walk) -> Response:
    return go.open(f"/demo/outbox?phone={go.phone.replace(' ', '')}")


@state
def no_messages(go: Walk) -> Response:
    return go.open(f"/demo/outbox?phone={given.a_phone().replace(' ', '')}")


@state(status=404)
def nothing_there(go: Walk) -> Response:
    return go.open("/khong-co-trang-nay")


@state(status=405)
def wrong_way_in(go: Walk) -> Response:
    return go.open("/sign-out")


def _give_feedback(go: Walk, reply: str) -> Response:
    go.open("/accessibility/feedback")
    go.fill(hard="Chữ nhỏ quá.", phone=go.phone)
    go.choose(f"input[name=reply][value={reply}]")
    return go.press(GO_ON)


def _answer_feedback(go: Walk) -> Response:
    """From the list, answer what waits longest."""
    go.press(FEEDBACK)
    go.choose("input[name=outcome][value=fixed]")
    go.fill(answer="Xong rồi.")
    return go.press(GO_ON)


@state
def display_settings_in_easy_words(go: Walk) -> Response:
    go.start_afresh()
    go.open("/settings/display")
    go.choose("input[name=words][value=easy]")
    return go.press(GO_ON)


@state
def home_in_easy_words(go: Walk) -> Response:
    return go.open("/")


@state
def service_in_easy_words(go: Walk) -> Response:
    return go.open("/services/xe-dua-don")


@state(status=503)
def nobody_can_be_served_right_now(go: Walk) -> Response:
    """Somebody else keeps the database to themselves for longer than anybody waits."""
    go.start_afresh()
    go.open("/sign-in")
    go.fill(phone=given.a_phone())
    with go.site.database.writing():
        return go.press(GO_ON, patience=30_000)


def _ask_for_a_call(go: Walk) -> Response:
    go.open("/help/callback")
    _say_who_wants_a_call(go, way="way")
    return go.press(GO_ON)


def _say_who_wants_a_call(go: Walk, *, way: str) -> None:
    go.fill(full_name=given.NAME, phone=go.phone)
    go.choose("#suits")
    go.choose(f"#{way}")


def _go_to_times(go: Walk, place: int) -> None:
    go.open(f"/services/{given.OF_OUR_OWN}/times?place={place}")
    go.press(DAY)


def _choose_what_is_gone(go: Walk, *, closes: int) -> Response:
    offering = given.an_offering(go.site, closes=closes)
    _go_to_times(go, offering.id)
    go.choose(TIME)
    given.somebody_else_takes(go.site, offering, given.slots(go.site, offering)[0])
    return go.press(GO_ON)


def _latest_code(go: Walk, nth: int, phone: str = "") -> str:
    return given.code_sent_to(go.page.context.request, go.site.url, phone or go.phone, nth)
