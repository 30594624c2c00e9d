"""The states of the pages of signing in at work, and of those who invite others."""

from hoanhap.organizations import MemberRole
from tests.journeys import sign_in_as
from tests.makers import employ
from tests.pages import Page
from tests.passkeys import NEW, Key, add, asked_on
from tests.staffing import (
    NAME,
    PASSWORD,
    accept,
    accept_until_authenticator,
    accept_until_password,
    employ_fully,
    enter_password,
    invite,
    link_of,
    people_of,
    secret_on,
    sign_in_at_work,
)
from tests.stating import Here, state

ACCOUNT = "/staff/account"


@state("staff/sign_in.html", "staff sign-in")
async def sign_in_of_staff(here: Here) -> Page:
    return await here.browser.open("/organization")


@state("staff/sign_in.html", "check a password", status=422)
async def sign_in_of_staff_with_errors(here: Here) -> Page:
    return await enter_password(here.browser, "0912", "", 422)


@state("staff/sign_in.html", "check a password", status=422)
async def sign_in_of_staff_with_a_wrong_password(here: Here) -> Page:
    return await enter_password(here.browser, "0912 345 678", PASSWORD, 422)


@state("staff/second_step.html", "check a password", "second step")
async def second_step(here: Here) -> Page:
    return await enter_password(here.browser, here.site.database.write_now(employ_fully, here.town.therapy))


@state("staff/second_step.html", "check a second step", status=422)
async def second_step_with_errors(here: Here) -> Page:
    page = await second_step(here)
    return await here.browser.send(page.form("code"), 422, code="12 34 5")


@state("errors/refusal.html", "second step", status=409)
async def second_step_without_a_first(here: Here) -> Page:
    return await here.browser.open("/staff/sign-in/second-step", 409)


@state("staff/invitation.html", "invite somebody", "invitation")
async def invitation(here: Here) -> Page:
    await invite(here.browser, here.town.therapy)
    return await here.browser.open(link_of(here.site))


@state("errors/refusal.html", "invitation", status=410)
async def invitation_that_is_over(here: Here) -> Page:
    await invite(here.browser, here.town.therapy)
    link = link_of(here.site)
    here.site.clock.forward(days=8)
    return await here.browser.open(link, 410)


@state("staff/invitation_code.html", "answer an invitation", "code of an invitation")
async def code_of_an_invitation(here: Here) -> Page:
    page = await invitation(here)
    return await here.browser.send(page.form())


@state("staff/invitation_code.html", "check the code of an invitation", status=422)
async def code_of_an_invitation_with_errors(here: Here) -> Page:
    page = await code_of_an_invitation(here)
    return await here.browser.send(page.form("code"), 422, code="000000")


@state("staff/first_password.html", "check the code of an invitation", "first password")
async def first_password(here: Here) -> Page:
    await invite(here.browser, here.town.therapy)
    return await accept_until_password(here.browser, here.site)


@state("staff/first_password.html", "choose a first password", status=422)
async def first_password_that_is_soon_tried(here: Here) -> Page:
    page = await first_password(here)
    return await here.browser.send(page.form("new_password"), 422, new_password="matkhau123456789")


@state("staff/first_authenticator.html", "choose a first password", "first authenticator")
async def first_authenticator(here: Here) -> Page:
    await invite(here.browser, here.town.therapy)
    return await accept_until_authenticator(here.browser, here.site)


@state("staff/first_authenticator.html", "set up a first authenticator", status=422)
async def first_authenticator_with_errors(here: Here) -> Page:
    page = await first_authenticator(here)
    return await here.browser.send(page.form("code"), 422, code="000000")


@state("staff/recovery_codes.html", "set up a first authenticator", "recovery codes")
async def new_recovery_codes(here: Here) -> Page:
    await invite(here.browser, here.town.therapy)
    return await accept(here.browser, here.site)


@state("errors/refusal.html", "sign in with a passkey", status=403)
async def sign_in_by_a_passkey_that_nobody_knows(here: Here) -> Page:
    page = await here.browser.open("/staff/sign-in")
    asked = asked_on(page)
    fields = {"ticket": asked["ticket"], "answer": Key().sign(asked["options"])}
    return await here.browser.post("/staff/sign-in/passkey", fields, 403)


@state("staff/account.html", "staff account", "own passkey", "add a passkey")
async def account_with_a_passkey(here: Here) -> Page:
    here.browser.typed |= {NAME}
    await sign_in_at_work(here.browser, here.site.database.write_now(employ_fully, here.town.therapy))
    return await add(here.browser, Key())


@state("staff/account.html", "remove a passkey")
async def account_without_the_passkey_any_more(here: Here) -> Page:
    page = await account_with_a_passkey(here)
    (form,) = [each for each in page.forms() if each.action.endswith("/passkeys")]
    return await here.browser.send(form)


@state("staff/passkey.html", "own passkey")
async def new_passkey(here: Here) -> Page:
    await account_with_a_passkey(here)
    return await here.browser.open(NEW)


@state("staff/passkey.html", "add a passkey", status=422)
async def new_passkey_with_errors(here: Here) -> Page:
    page = await new_passkey(here)
    return await here.browser.send(page.form("passkey_name"), 422)


@state("staff/account.html", "staff account")
async def account_of_staff(here: Here) -> Page:
    phone = here.site.database.write_now(employ_fully, here.town.therapy)
    for _ in range(3):
        here.site.clock.forward(minutes=1)
        await sign_in_at_work(here.site.browser(), phone)
    here.site.clock.forward(minutes=1)
    here.browser.typed |= {NAME}
    await sign_in_at_work(here.browser, phone)
    return await here.browser.open(ACCOUNT)


@state("staff/account.html", "end sign-ins")
async def account_after_ending_a_sign_in(here: Here) -> Page:
    page = await account_of_staff(here)
    return await here.browser.send(page.form("which"))


@state("staff/account.html", "staff account")
async def account_of_a_sample(here: Here) -> Page:
    here.site.database.write_now(employ, here.town.therapy, "desk", MemberRole.DESK)
    await sign_in_as(here.browser, "desk")
    return await here.browser.open(ACCOUNT)


@state("staff/password.html", "own password")
async def own_password(here: Here) -> Page:
    await _signed_in(here)
    return await here.browser.open(f"{ACCOUNT}/password")


@state("staff/password.html", "change one's password", status=422)
async def own_password_with_errors(here: Here) -> Page:
    page = await own_password(here)
    return await here.browser.send(page.form("new_password"), 422, password="", new_password="ngắn quá")


@state("staff/authenticator.html", "own authenticator")
async def own_authenticator(here: Here) -> Page:
    await _signed_in(here)
    page = await here.browser.open(f"{ACCOUNT}/authenticator")
    assert secret_on(page)
    return page


@state("staff/authenticator.html", "change one's authenticator", status=422)
async def own_authenticator_with_errors(here: Here) -> Page:
    page = await own_authenticator(here)
    return await here.browser.send(page.form("code"), 422, code="000000", password=PASSWORD)


@state("staff/recovery_codes.html", "recovery codes")
async def recovery_codes_left(here: Here) -> Page:
    await _signed_in(here)
    return await here.browser.open(f"{ACCOUNT}/recovery-codes")


@state("staff/recovery_codes.html", "make recovery codes", status=422)
async def recovery_codes_with_errors(here: Here) -> Page:
    page = await recovery_codes_left(here)
    return await here.browser.send(page.form("password"), 422, password="")


@state("staff/people.html", "people of a place")
async def people_of_a_place(here: Here) -> Page:
    here.site.database.write_now(employ, here.town.therapy, "desk", MemberRole.DESK)
    await invite(here.browser, here.town.therapy)
    return await people_of(here.browser, here.town.therapy)


@state("staff/people.html", "withdraw an invitation")
async def people_after_withdrawing(here: Here) -> Page:
    page = await people_of_a_place(here)
    return await here.browser.send(page.forms()[-1])


@state("staff/invite.html", "whom to invite")
async def whom_to_invite(here: Here) -> Page:
    await people_of(here.browser, here.town.therapy)
    return await here.browser.open(f"{_people(here)}/new")


@state("staff/invite.html", "invite somebody", status=422)
async def whom_to_invite_with_errors(here: Here) -> Page:
    return await invite(here.browser, here.town.therapy, 422, their_name="", their_phone="09", role="")


@state("staff/removal.html", "ask before letting somebody go")
async def letting_oneself_go(here: Here) -> Page:
    page = await people_of(here.browser, here.town.therapy)
    return await here.browser.open(_link(page, "/removal"))


@state("errors/refusal.html", "let somebody go", status=409)
async def letting_the_last_one_go(here: Here) -> Page:
    page = await letting_oneself_go(here)
    return await here.browser.send(page.form(), 409)


@state("staff/anew.html", "ask before inviting anew")
async def inviting_anew(here: Here) -> Page:
    page = await people_of(here.browser, here.town.therapy)
    return await here.browser.open(_link(page, "/invitation"))


@state("staff/people.html", "invite anew")
async def people_after_inviting_anew(here: Here) -> Page:
    page = await inviting_anew(here)
    return await here.browser.send(page.form("key"))


async def _signed_in(here: Here) -> None:
    here.browser.typed |= {NAME}
    await sign_in_at_work(here.browser, here.site.database.write_now(employ_fully, here.town.therapy))


def _people(here: Here) -> str:
    return f"/organization/places/{here.town.therapy.location_slug}/people"


def _link(page: Page, end: str) -> str:
    return next(href for href in page.links().values() if href.endswith(end))
