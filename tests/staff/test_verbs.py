"""Signing in at work and inviting others, on both databases: each proof counts once, and every limit ends by itself."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from hoanhap import organizations, people
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.events import Actor, Event
from hoanhap.organizations import LastAdmin, MemberRole, Post
from hoanhap.people import CodeCheck
from hoanhap.staff import invitations, keys, queries, rules, verbs
from hoanhap.staff.model import Entrance, Invitation
from hoanhap.staff.queries import CredentialView, EntranceOver, InvitationOver
from hoanhap.staff.rules import Check
from hoanhap.staff.verbs import Entered
from hoanhap.web import login
from tests.makers import NOON, SOMEBODY, make_account, make_organization
from tests.makers import SECRET as KEY
from tests.staffing import CODES, E164, HASH, NAME, SECRET, code_at, give_credential, invited

ADDRESS = "203.0.113.7"
BASE = "https://hoanhap.example"
MINUTES_30 = timedelta(minutes=30)
HOUSE = Actor(None, "operator")


def staffer(db: Db, phone: str = E164, role: MemberRole = MemberRole.DESK) -> int:
    """Somebody who works for an organisation and has both proofs."""
    account_id = make_account(db, phone)
    organizations.appoint(db, account_id, Post(make_organization(db), role), full_name=NAME, by=SOMEBODY, now=NOON)
    give_credential(db, account_id, secret=KEY)
    return account_id


def knock(
    db: Db, *, phone: str = E164, is_right: bool = True, now: datetime = NOON, address: str = ADDRESS
) -> tuple[Check, str | None]:
    found = queries.credential_of_phone(db, phone)
    return verbs.check_password(db, phone, found, is_right=is_right, address=address, secret=KEY, now=now)


def the_way_in(db: Db, *, now: datetime = NOON) -> str:
    check, token = knock(db, now=now)
    assert (check, token is not None) == (Check.ACCEPTED, True)
    return str(token)


def show(db: Db, token: str, typed: str, *, now: datetime = NOON) -> Entered:
    return verbs.check_second_step(db, token, typed, secret=KEY, instead_of=None, now=now)


def administrator(db: Db, organization: int) -> Actor:
    account_id = make_account(db)
    post = Post(organization, MemberRole.ADMIN)
    organizations.appoint(db, account_id, post, full_name=NAME, by=SOMEBODY, now=NOON)
    return Actor(account_id, "staff")


def token_of(link: str) -> str:
    return link.rpartition("/")[2]


def come_to_the_password(db: Db, token: str, *, now: datetime = NOON) -> str:
    """Somebody who was invited confirms their phone."""
    code_token = invitations.ask_for_code(db, token, language="vi", address=ADDRESS, secret=KEY, now=now)
    code = db.execute(select(people.CodeRequest.code).where(people.CodeRequest.token == code_token)).scalar_one()
    outcome, entrance = invitations.confirm_phone(
        db, token, code_token, str(code), secret=KEY, language="vi", now=now, is_asker=True
    )
    assert outcome is CodeCheck.ACCEPTED
    return str(entrance)


def accept(db: Db, entrance: str, typed: str | None = None, *, now: datetime = NOON) -> Entered:
    code = code_at(now) if typed is None else typed
    return invitations.accept(db, entrance, SECRET, code, secret=KEY, instead_of=None, now=now)


def test_whoever_shows_both_proofs_is_signed_in_as_staff(db: Db) -> None:
    account_id = staffer(db)

    entered = show(db, the_way_in(db), code_at(NOON))

    assert entered.new is not None
    found = login.find(db, entered.new.token, now=NOON)
    assert found is not None
    assert (found.account_id, found.role) == (account_id, "staff")


def test_a_wrong_password_and_no_account_are_told_the_same(db: Db) -> None:
    staffer(db)

    assert knock(db, is_right=False) == knock(db, phone="+84912000000") == (Check.WRONG, None)


def test_whoever_has_no_work_any_more_is_told_the_same_as_a_wrong_password(db: Db) -> None:
    give_credential(db, make_account(db, E164), secret=KEY)

    assert knock(db) == (Check.WRONG, None)


def test_whoever_was_let_go_between_the_proofs_does_not_come_in(db: Db) -> None:
    ours, account_id = make_organization(db), make_account(db, E164)
    member = organizations.appoint(db, account_id, Post(ours, MemberRole.DESK), full_name=NAME, by=SOMEBODY, now=NOON)
    give_credential(db, account_id, secret=KEY)
    token = the_way_in(db)
    organizations.dismiss(db, ours, member, by=SOMEBODY, now=NOON)

    with pytest.raises(EntranceOver):
        show(db, token, code_at(NOON))


def test_a_password_that_was_changed_meanwhile_opens_nothing(db: Db) -> None:
    staffer(db)
    seen = queries.credential_of_phone(db, E164)
    assert seen is not None
    verbs.keep_hash(db, seen, "another")
    verbs.keep_hash(db, seen, "one that comes too late")
    assert credential(db, seen.account_id).password_hash == "another"

    assert verbs.check_password(db, E164, seen, is_right=True, address=ADDRESS, secret=KEY, now=NOON) == (
        Check.WRONG,
        None,
    )


def test_too_many_passwords_end_by_themselves(db: Db) -> None:
    staffer(db)
    checks = [knock(db, is_right=False)[0] for _ in range(10)]

    assert checks == [Check.WRONG] * 10
    assert knock(db) == (Check.TOO_MANY, None)
    assert knock(db, now=NOON + MINUTES_30)[0] is Check.ACCEPTED


def test_the_limit_says_nothing_of_who_has_an_account(db: Db) -> None:
    for _ in range(10):
        knock(db, phone="+84912000000", is_right=False)

    assert knock(db, phone="+84912000000") == (Check.TOO_MANY, None)


def test_one_address_cannot_try_many_phones(db: Db) -> None:
    checks = [knock(db, phone=f"+8491200{number:04d}", is_right=False)[0] for number in range(121)]

    assert checks == [Check.WRONG] * 120 + [Check.TOO_MANY]
    assert knock(db, phone="+84912009999", address="198.51.100.1")[0] is Check.WRONG


def test_too_many_codes_are_counted_over_all_ways_in(db: Db) -> None:
    staffer(db)
    token = ""
    for _ in range(5):
        token = the_way_in(db)
        assert [show(db, token, "000000").check for _ in range(2)] == [Check.WRONG] * 2

    assert show(db, token, code_at(NOON)).check is Check.TOO_MANY
    later = NOON + MINUTES_30
    assert show(db, the_way_in(db, now=later), code_at(later), now=later).check is Check.ACCEPTED


def test_a_code_of_the_authenticator_counts_once(db: Db) -> None:
    staffer(db)
    one, other = the_way_in(db), the_way_in(db)

    assert show(db, one, code_at(NOON)).check is Check.ACCEPTED
    assert show(db, other, code_at(NOON)).check is Check.WRONG
    earlier = NOON - timedelta(seconds=30)
    assert show(db, other, code_at(earlier)).check is Check.WRONG
    later = NOON + timedelta(seconds=30)
    assert show(db, other, code_at(later), now=later).check is Check.ACCEPTED


def test_a_recovery_code_counts_once(db: Db) -> None:
    account_id = staffer(db)

    assert show(db, the_way_in(db), CODES[3]).check is Check.ACCEPTED
    assert show(db, the_way_in(db), CODES[3]).check is Check.WRONG
    assert queries.recovery_codes_left(db, account_id) == 9


def test_the_same_press_of_a_button_signs_in_twice_and_no_other(db: Db) -> None:
    staffer(db)
    token = the_way_in(db)
    first = show(db, token, code_at(NOON))

    again = show(db, token, code_at(NOON), now=NOON + timedelta(seconds=20))

    assert first.new is not None
    assert again.new is not None
    assert first.new.token != again.new.token
    for typed, now in ((CODES[0], NOON), (code_at(NOON), NOON + timedelta(seconds=61))):
        with pytest.raises(EntranceOver):
            show(db, token, typed, now=now)


def test_a_way_in_is_open_for_an_hour(db: Db) -> None:
    staffer(db)
    token = the_way_in(db)
    later = NOON + rules.ENTRANCE_LIFE

    with pytest.raises(EntranceOver):
        show(db, token, code_at(later), now=later)
    with pytest.raises(EntranceOver):
        show(db, "", code_at(NOON))


def test_a_changed_password_signs_every_other_browser_out(db: Db) -> None:
    account_id = staffer(db)
    here, there = (show(db, the_way_in(db), code).new for code in CODES[:2])
    assert here is not None
    assert there is not None
    mine = credential(db, account_id)
    of_login = login.find(db, here.token, now=NOON)
    assert of_login is not None

    on_the_way = the_way_in(db)

    wrong = verbs.change_password(
        db, mine, "new", is_right=False, login_id=of_login.login_id, by=Actor(account_id, "staff"), now=NOON
    )
    right = verbs.change_password(
        db, mine, "new", is_right=True, login_id=of_login.login_id, by=Actor(account_id, "staff"), now=NOON
    )

    assert (wrong, right) == (Check.WRONG, Check.ACCEPTED)
    assert login.find(db, here.token, now=NOON) is not None
    assert login.find(db, there.token, now=NOON) is None
    assert credential(db, account_id).password_hash == "new"
    with pytest.raises(EntranceOver):
        show(db, on_the_way, CODES[2])


def test_a_new_authenticator_takes_the_place_of_the_old_one(db: Db) -> None:
    account_id, other = staffer(db), "34567234" * 7
    by = Actor(account_id, "staff")

    def change(typed: str, *, is_right: bool) -> tuple[Check, Check]:
        mine = credential(db, account_id)
        return verbs.change_authenticator(
            db, mine, other, typed, is_right=is_right, secret=KEY, login_id=0, by=by, now=NOON
        )

    assert change("000000", is_right=True)[1] is Check.WRONG
    assert change(code_at(NOON, other), is_right=False)[0] is Check.WRONG
    assert show(db, the_way_in(db), code_at(NOON)).check is Check.ACCEPTED
    assert change(code_at(NOON, other), is_right=True) == (Check.ACCEPTED, Check.ACCEPTED)
    later = NOON + timedelta(minutes=1)
    token = the_way_in(db, now=later)
    assert show(db, token, code_at(later), now=later).check is Check.WRONG
    assert show(db, token, code_at(later, other), now=later).check is Check.ACCEPTED


def test_new_recovery_codes_take_the_place_of_the_old_ones(db: Db) -> None:
    account_id = staffer(db)
    new = keys.recovery_codes("seed", key=KEY)

    verbs.make_recovery_codes(db, account_id, new, secret=KEY, by=SOMEBODY, now=NOON)

    assert show(db, the_way_in(db), CODES[0]).check is Check.WRONG
    assert show(db, the_way_in(db), new[0]).check is Check.ACCEPTED
    verbs.make_recovery_codes(db, account_id, new, secret=KEY, by=SOMEBODY, now=NOON)
    assert queries.recovery_codes_left(db, account_id) == 9


def test_nobody_signs_others_out(db: Db) -> None:
    mine, theirs = make_account(db), make_account(db)
    token = login.begin(db, theirs, "staff", now=NOON)
    found = login.find(db, token, now=NOON)
    assert found is not None

    verbs.end_sign_ins(db, 0, found.login_id, by=Actor(mine, "staff"), now=NOON)
    verbs.end_sign_ins(db, 0, None, by=Actor(mine, "staff"), now=NOON)

    assert login.find(db, token, now=NOON) is not None


def test_whoever_accepts_an_invitation_works_there_with_both_proofs(db: Db) -> None:
    ours = make_organization(db)
    by = administrator(db, ours)
    assert invitations.invite(db, invited(ours), base_url=BASE, by=by, now=NOON)
    token = token_of(str(db.execute(select(Invitation.link)).scalar_one()))

    entrance = come_to_the_password(db, token)
    invitations.choose_password(db, entrance, HASH, now=NOON)
    assert queries.credential_of_phone(db, E164) is None
    entered = accept(db, entrance)

    assert (entered.check, entered.role) == (Check.ACCEPTED, "staff")
    found = queries.credential_of_phone(db, E164)
    assert found is not None
    assert queries.recovery_codes_left(db, found.account_id) == 10
    assert [each.role for each in organizations.members(db, ours) if each.account_id == found.account_id] == ["desk"]
    with pytest.raises(InvitationOver):
        queries.invitation(db, token, now=NOON)
    assert accept(db, entrance, now=NOON).check is Check.ACCEPTED  # a button pressed twice
    assert len(organizations.members(db, ours)) == 2


def test_a_wrong_code_of_the_authenticator_makes_nothing(db: Db) -> None:
    ours = make_organization(db)
    link = invitations.invite_to_house(db, invited(ours, MemberRole.ADMIN), base_url=BASE, by=HOUSE, now=NOON)
    entrance = come_to_the_password(db, token_of(str(link)))
    invitations.choose_password(db, entrance, HASH, now=NOON)

    assert accept(db, entrance, "000000").check is Check.WRONG
    assert queries.credential_of_phone(db, E164) is None
    assert organizations.members(db, ours) == []


def test_without_a_password_no_authenticator_counts(db: Db) -> None:
    link = invitations.invite_to_house(db, invited(make_organization(db)), base_url=BASE, by=HOUSE, now=NOON)

    assert accept(db, come_to_the_password(db, token_of(str(link)))).check is Check.WRONG


def test_the_code_of_another_phone_opens_no_invitation(db: Db) -> None:
    link = invitations.invite_to_house(db, invited(make_organization(db)), base_url=BASE, by=HOUSE, now=NOON)
    code_token = people.request_code(db, "+84912000000", language="vi", address=ADDRESS, secret=KEY, now=NOON)
    code = db.execute(select(people.CodeRequest.code)).scalar_one()

    with pytest.raises(Missing):
        invitations.confirm_phone(
            db, token_of(str(link)), code_token, str(code), secret=KEY, language="vi", now=NOON, is_asker=True
        )


@pytest.mark.parametrize("ending", ["too late", "withdrawn", "invited again"])
def test_an_invitation_that_is_over_is_not_accepted(db: Db, ending: str) -> None:
    ours = make_organization(db)
    by = administrator(db, ours)
    invitations.invite(db, invited(ours), base_url=BASE, by=by, now=NOON)
    invitation_id, link = db.execute(select(Invitation.id, Invitation.link)).one()
    entrance, now = come_to_the_password(db, token_of(str(link))), NOON
    invitations.choose_password(db, entrance, HASH, now=NOON)
    if ending == "too late":
        now = NOON + rules.INVITATION_LIFE
    elif ending == "withdrawn":
        invitations.withdraw(db, ours, invitation_id, by=by, now=NOON)
        invitations.withdraw(db, ours, invitation_id, by=by, now=NOON)
    else:
        invitations.invite(db, invited(ours), base_url=BASE, by=by, now=NOON)

    with pytest.raises(InvitationOver):
        queries.invitation(db, token_of(str(link)), now=now)
    with pytest.raises((InvitationOver, EntranceOver)):
        accept(db, entrance, now=now)
    assert queries.credential_of_phone(db, E164) is None


def test_the_same_form_invites_once(db: Db) -> None:
    ours = make_organization(db)
    by = administrator(db, ours)
    form = invited(ours, key="form")

    invitations.invite(db, form, base_url=BASE, by=by, now=NOON)
    invitations.invite(db, form, base_url=BASE, by=by, now=NOON)

    assert len(db.execute(select(Invitation.id)).all()) == 1


def test_whoever_signs_in_at_work_already_is_appointed_at_once(db: Db) -> None:
    account_id, ours = staffer(db), make_organization(db)

    assert not invitations.invite(db, invited(ours), base_url=BASE, by=administrator(db, ours), now=NOON)

    assert account_id in {each.account_id for each in organizations.members(db, ours)}
    assert db.execute(select(Invitation.id)).first() is None


@pytest.mark.parametrize("role", [MemberRole.DESK, MemberRole.CAPACITY, MemberRole.DRIVER])
def test_only_administrators_invite_dismiss_and_withdraw(db: Db, role: MemberRole) -> None:
    ours, who = make_organization(db), make_account(db)
    member = organizations.appoint(db, who, Post(ours, role), full_name=NAME, by=SOMEBODY, now=NOON)
    invitations.invite(db, invited(ours), base_url=BASE, by=administrator(db, ours), now=NOON)
    invitation_id = db.execute(select(Invitation.id)).scalar_one()
    by = Actor(who, "staff")

    with pytest.raises(Forbidden):
        invitations.invite(db, invited(ours), base_url=BASE, by=by, now=NOON)
    with pytest.raises(Forbidden):
        invitations.dismiss(db, ours, member, by=by, now=NOON)
    with pytest.raises(Forbidden):
        invitations.invite_anew(db, ours, member, key="form", base_url=BASE, by=by, now=NOON)
    with pytest.raises(Forbidden):
        invitations.withdraw(db, ours, invitation_id, by=by, now=NOON)


def test_nobody_reaches_into_another_organisation(db: Db) -> None:
    ours, theirs = make_organization(db), make_organization(db)
    by = administrator(db, ours)
    administrator(db, theirs)
    member = organizations.members(db, theirs)[0].id

    with pytest.raises(Forbidden):
        invitations.invite(db, invited(theirs), base_url=BASE, by=by, now=NOON)
    with pytest.raises(Missing):
        invitations.dismiss(db, ours, member, by=by, now=NOON)
    with pytest.raises(Forbidden):
        invitations.dismiss(db, theirs, member, by=by, now=NOON)


def test_whoever_is_let_go_cannot_come_back_by_an_earlier_invitation(db: Db) -> None:
    ours = make_organization(db)
    by = administrator(db, ours)
    who = make_account(db, E164)
    member = organizations.appoint(db, who, Post(ours, MemberRole.DESK), full_name=NAME, by=SOMEBODY, now=NOON)
    invitations.invite_anew(db, ours, member, key="form", base_url=BASE, by=by, now=NOON)
    token = token_of(str(db.execute(select(Invitation.link)).scalar_one()))

    invitations.dismiss(db, ours, member, by=by, now=NOON)
    invitations.dismiss(db, ours, member, by=by, now=NOON)

    with pytest.raises(InvitationOver):
        queries.invitation(db, token, now=NOON)
    with pytest.raises(Missing):
        invitations.invite_anew(db, ours, member, key="other", base_url=BASE, by=by, now=NOON)


def test_the_last_administrator_stays(db: Db) -> None:
    ours = make_organization(db)
    by = administrator(db, ours)

    with pytest.raises(LastAdmin):
        invitations.dismiss(db, ours, organizations.members(db, ours)[0].id, by=by, now=NOON)


def test_proofs_made_anew_end_the_old_ones_and_every_sign_in(db: Db) -> None:
    account_id = staffer(db)
    old = show(db, the_way_in(db), CODES[0]).new
    assert old is not None
    ours = organizations.posts(db, account_id)[0].organization_id
    member = organizations.members(db, ours)[0].id
    invitations.invite_anew(db, ours, member, key="form", base_url=BASE, by=administrator(db, ours), now=NOON)
    token = token_of(str(db.execute(select(Invitation.link)).scalar_one()))

    entrance = come_to_the_password(db, token)
    assert login.find(db, old.token, now=NOON) is not None
    invitations.choose_password(db, entrance, "another", now=NOON)
    assert accept(db, entrance).new is not None

    assert login.find(db, old.token, now=NOON) is None
    assert credential(db, account_id).password_hash == "another"
    assert show(db, the_way_in(db), CODES[1]).check is Check.WRONG
    assert len(organizations.posts(db, account_id)) == 1


def test_the_house_invites_by_a_link_and_dismisses_by_phone(db: Db) -> None:
    to_house = rules.Invited(ids.token(), E164, NAME, "admin")
    link = invitations.invite_to_house(db, to_house, base_url=BASE, by=HOUSE, now=NOON)
    entrance = come_to_the_password(db, token_of(str(link)))
    invitations.choose_password(db, entrance, HASH, now=NOON)
    entered = accept(db, entrance)
    assert entered.role == "admin"
    assert entered.new is not None

    assert invitations.dismiss_from_house(db, E164, by=HOUSE, now=NOON)
    assert not invitations.dismiss_from_house(db, E164, by=HOUSE, now=NOON)

    assert login.find(db, entered.new.token, now=NOON) is None
    assert knock(db) == (Check.WRONG, None)


def test_no_proof_and_no_link_is_part_of_the_log(db: Db) -> None:
    ours = make_organization(db)
    invitations.invite(db, invited(ours), base_url=BASE, by=administrator(db, ours), now=NOON)
    token = token_of(str(db.execute(select(Invitation.link)).scalar_one()))
    entrance = come_to_the_password(db, token)
    invitations.choose_password(db, entrance, HASH, now=NOON)
    accept(db, entrance)

    told = str([tuple(row) for row in db.execute(select(Event.facts))])
    for secret in (token, entrance, HASH, SECRET, code_at(NOON), E164, NAME):
        assert secret not in told


def test_what_nobody_can_use_any_more_is_forgotten(db: Db) -> None:
    ours = make_organization(db)
    invitations.invite(db, invited(ours), base_url=BASE, by=administrator(db, ours), now=NOON)
    come_to_the_password(db, token_of(str(db.execute(select(Invitation.link)).scalar_one())))

    invitations.forget_old(db, now=NOON)
    assert len(db.execute(select(Entrance.id)).all()) == len(db.execute(select(Invitation.id)).all()) == 1
    invitations.forget_old(db, now=NOON + 3 * rules.INVITATION_LIFE)
    assert db.execute(select(Entrance.id)).first() is None
    assert db.execute(select(Invitation.id)).first() is None


def credential(db: Db, account_id: int) -> CredentialView:
    found = queries.credential(db, account_id)
    assert found is not None
    return found
