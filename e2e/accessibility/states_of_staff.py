"""The states of the pages of signing in at work, and of those who invite others."""

from playwright.sync_api import Response

from e2e import given
from e2e.accessibility.walking import GO_ON, Walk, state
from tests.staffing import NAME, PASSWORD

KEY = "Điện thoại của tôi"
PEOPLE = "/organization/places/trung-tam-nang-am/people"


@state(status=422)
def staff_sign_in_with_faults(go: Walk) -> Response:
    go.start_afresh()
    go.open("/organization")
    go.fill(username="0912")
    return go.press(GO_ON)


@state(status=422)
def second_step_with_faults(go: Walk) -> Response:
    go.fill(username=given.a_member_of_staff(go.site, passkey=KEY), password=PASSWORD)
    go.press(GO_ON)
    go.fill(code="12 34")
    return go.press(GO_ON)


@state
def own_account_at_work(go: Walk) -> Response:
    go.fill(code=given.code_of_authenticator(go.site))
    go.press(GO_ON)
    return go.open("/staff/account")


@state(status=422)
def own_password_with_faults(go: Walk) -> Response:
    go.open("/staff/account/password")
    return go.press(GO_ON)


@state
def own_authenticator(go: Walk) -> Response:
    return go.open("/staff/account/authenticator")


@state
def new_passkey(go: Walk) -> Response:
    return go.open("/staff/account/passkeys/new")


@state
def people_of_a_place(go: Walk) -> Response:
    go.start_afresh()
    go.open("/sign-in")
    go.press("button[name=account][value=organization-admin]")
    go.open(f"{PEOPLE}/new")
    go.fill(their_name=NAME, their_phone=given.a_phone())
    go.choose("input[name=role][value=desk]")
    return go.press(GO_ON)


@state(status=422)
def whom_to_invite_with_faults(go: Walk) -> Response:
    go.open(f"{PEOPLE}/new")
    return go.press(GO_ON)


@state
def letting_somebody_go(go: Walk) -> Response:
    go.open(PEOPLE)
    return go.press('a[href$="/removal"]')


@state
def inviting_somebody_anew(go: Walk) -> Response:
    go.open(PEOPLE)
    return go.press('a[href$="/invitation"]')


@state
def invitation_to_work(go: Walk) -> Response:
    go.start_afresh()
    go.phone = given.a_phone()
    return go.open(given.an_invitation(go.site, go.phone))


@state
def code_of_an_invitation(go: Walk) -> Response:
    return go.press(GO_ON)


@state(status=422)
def first_password_with_faults(go: Walk) -> Response:
    go.fill(code=given.code_sent_to(go.page.context.request, go.site.url, go.phone))
    go.press(GO_ON)
    go.fill(new_password="matkhau123456789")
    return go.press(GO_ON)


@state
def first_authenticator(go: Walk) -> Response:
    go.fill(new_password=PASSWORD)
    return go.press(GO_ON)


@state
def new_recovery_codes(go: Walk) -> Response:
    secret = go.page.locator(".reference").inner_text().replace(" ", "")
    go.fill(code=given.code_of_authenticator(go.site, secret))
    return go.press(GO_ON)
