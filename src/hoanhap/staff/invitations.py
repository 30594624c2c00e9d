"""Inviting people to work here and letting them go; and accepting, by which both proofs are made at once or neither."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from hoanhap import notify, organizations, people
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue import Workplace
from hoanhap.events import Actor, Due, Fact, record
from hoanhap.notify import To
from hoanhap.organizations import Duty, Member, MemberRole, Post
from hoanhap.people import CodeCheck
from hoanhap.staff import keys, queries, rules, texts, verbs
from hoanhap.staff.model import Credential, Entrance, Invitation, Passkey
from hoanhap.staff.queries import EntranceView, InvitationOver, InvitationView
from hoanhap.staff.rules import Check, Invited
from hoanhap.staff.texts import LANGUAGE
from hoanhap.staff.verbs import Entered
from hoanhap.web import login


class StaffInvited(Fact, frozen=True):
    """Somebody is invited; their name, phone and link are never part of the log."""

    invitation_id: int


class InvitationWithdrawn(Fact, frozen=True):
    """An invitation is good for nothing any more."""

    announced = False
    invitation_id: int


class InvitationAccepted(Fact, frozen=True):
    """Somebody has made both proofs and works here from now on."""

    invitation_id: int
    account_id: int


class MembersSeen(Fact, frozen=True):
    """Somebody looked at names and phones of those who work for an organisation, or are invited to."""

    announced = False
    members: list[int]
    invitations: list[int]


class HouseRoleGiven(Fact, frozen=True):
    """Somebody works for the house or the province from now on, or, without a role, no more."""

    announced = False
    role: str


_OF_KEY = select(Invitation.id).where(Invitation.key == bindparam("of_key"))
_LINK = select(Invitation.phone, Invitation.link, Invitation.expires_at).where(Invitation.id == bindparam("of_id"))
_BLANK_LINK = update(Invitation).where(Invitation.id == bindparam("of_id")).values(link=None)
_ACCEPT = (
    update(Invitation)
    .where(Invitation.id == bindparam("of_invitation"), Invitation.accepted_at.is_(None))
    .where(Invitation.withdrawn_at.is_(None))
    .values(accepted_at=bindparam("now"), link=None)
)
_OPEN = update(Invitation).where(Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
_WITHDRAW_ALL = _OPEN.where(
    Invitation.phone == bindparam("of_phone"), Invitation.organization_id == bindparam("of_organization")
).values(withdrawn_at=bindparam("now"), link=None)
_WITHDRAW_OF_HOUSE = _OPEN.where(
    Invitation.phone == bindparam("of_phone"), Invitation.organization_id.is_(None)
).values(withdrawn_at=bindparam("now"), link=None)
_WITHDRAW = _OPEN.where(Invitation.id == bindparam("of_invitation")).values(withdrawn_at=bindparam("now"), link=None)
_CHOSE_PASSWORD = (
    update(Entrance).where(Entrance.id == bindparam("of_entrance")).values(password_hash=bindparam("new_hash"))
)


class Team(msgspec.Struct, frozen=True):
    """Who works at a place, and who is invited to; `may_invite_everywhere` where the reader appoints for all places."""

    members: list[Member]
    invitations: list[InvitationView]
    may_invite_everywhere: bool


def look_at_team(db: Db, place: Workplace, *, by: Actor, now: datetime) -> Team:
    """Everybody who works at a place or is invited to, for whoever appoints there; the look is written down."""
    doer = organizations.authorize(
        db, by, Duty.APPOINT, organization_id=place.organization_id, location_id=place.location_id
    )
    everybody = organizations.members(db, place.organization_id)
    here = [each for each in everybody if each.location_id in {None, place.location_id}]
    invited = queries.open_invitations(db, place.organization_id, place.location_id, now=now)
    record(db, MembersSeen([each.id for each in here], [each.id for each in invited]), by=doer, at=now)
    may = organizations.duties(db, by, organization_id=place.organization_id)
    return Team(here, invited, Duty.APPOINT in may)


def invite(db: Db, invited: Invited, *, base_url: str, by: Actor, now: datetime) -> bool:
    """Ask somebody to work for an organisation; whoever has proofs already simply works there from now on.

    Whether they were asked. An earlier invitation of theirs there is good for nothing any more. Refuses with
    `Forbidden` who may not appoint there.
    """
    assert invited.organization_id is not None
    doer = organizations.authorize(
        db, by, Duty.APPOINT, organization_id=invited.organization_id, location_id=invited.location_id
    )
    found = queries.credential_of_phone(db, invited.phone)
    if found is None:
        _ask(db, invited, base_url=base_url, by=doer, now=now)
        return True
    post = Post(invited.organization_id, MemberRole(invited.role), invited.location_id)
    organizations.appoint(db, found.account_id, post, full_name=invited.full_name, by=doer, now=now)
    return False


def invite_anew(
    db: Db, organization_id: int, membership_id: int, *, key: str, base_url: str, by: Actor, now: datetime
) -> None:
    """Ask a member to make their proofs anew: a password was forgotten, or a phone lost."""
    member = organizations.member(db, organization_id, membership_id)
    doer = organizations.authorize(
        db, by, Duty.APPOINT, organization_id=organization_id, location_id=member.location_id
    )
    if member.ended_at is not None:
        raise Missing
    invited = Invited(key, member.phone, member.full_name, member.role, organization_id, member.location_id)
    _ask(db, invited, base_url=base_url, by=doer, now=now)


def invite_to_house(db: Db, invited: Invited, *, base_url: str, by: Actor, now: datetime) -> str:
    """Ask somebody by a link that is handed over: to work for the house, or as an organisation's first administrator.

    Whoever has proofs already makes them anew. Returns the link; no message is sent.
    """
    _withdraw_earlier(db, invited, now=now)
    token = ids.token()
    record(db, StaffInvited(_write(db, invited, token, link=None, now=now)), by=by, at=now)
    return _link(base_url, token)


def withdraw(db: Db, organization_id: int, invitation_id: int, *, by: Actor, now: datetime) -> None:
    """Take an invitation back; one that is over already stays over. `Missing` for one of others."""
    found = queries.invitation_of(db, invitation_id)
    if found.organization_id != organization_id:
        raise Missing
    doer = organizations.authorize(db, by, Duty.APPOINT, organization_id=organization_id, location_id=found.location_id)
    if db.execute(_WITHDRAW, {"of_invitation": invitation_id, "now": now}).rowcount:
        record(db, InvitationWithdrawn(invitation_id), by=doer, at=now)


def dismiss(db: Db, organization_id: int, membership_id: int, *, by: Actor, now: datetime) -> None:
    """Let somebody go, and take back what they were invited to there.

    Refuses with `LastAdmin`. Their browsers stay signed in: the next thing they do there is refused with a sentence.
    """
    member = organizations.member(db, organization_id, membership_id)
    doer = organizations.authorize(
        db, by, Duty.APPOINT, organization_id=organization_id, location_id=member.location_id
    )
    organizations.dismiss(db, organization_id, membership_id, by=doer, now=now)
    values = {"of_phone": member.phone, "of_organization": organization_id, "now": now}
    db.execute(_WITHDRAW_ALL, values)


def dismiss_from_house(db: Db, phone: str, *, by: Actor, now: datetime) -> bool:
    """Let somebody work for the house or the province no more, and sign them out; whether they did."""
    db.execute(_WITHDRAW_OF_HOUSE, {"of_phone": phone, "now": now})
    account_id = people.give_role(db, phone, people.PERSON_ROLE)
    if account_id is None:
        return False
    login.end_all(db, account_id)
    record(db, HouseRoleGiven(""), by=by, at=now)
    return True


def tell_invited(db: Db, event: Due, *, now: datetime) -> None:
    """Write the message that carries the link, and forget the link itself."""
    row = db.execute(_LINK, {"of_id": event.facts["invitation_id"]}).one_or_none()
    if row is None or row.link is None or row.expires_at <= now:
        return
    notify.write(db, event, "invitation", To(row.phone, LANGUAGE), texts.invited(row.link, LANGUAGE), now=now)
    db.execute(_BLANK_LINK, {"of_id": event.facts["invitation_id"]})


def ask_for_code(db: Db, token: str, *, language: str, address: str, secret: str, now: datetime) -> str:
    """Send a code to the phone that was invited; the token under which it is checked."""
    invited = queries.invitation(db, token, now=now)
    return people.request_code(db, invited.phone, language=language, address=address, secret=secret, now=now)


def confirm_phone(
    db: Db, token: str, code_token: str, typed: str, *, secret: str, language: str, now: datetime, is_asker: bool
) -> tuple[CodeCheck, str | None]:
    """Check the code of whoever was invited, and let them on to choose a password: the token of the way in.

    Never refuses for a code, so that tries stay counted.
    """
    invited = queries.invitation(db, token, now=now)
    if people.code_request(db, code_token).phone != invited.phone:
        raise Missing
    checked = people.check_code(db, code_token, typed, secret=secret, language=language, now=now, is_asker=is_asker)
    if checked.account_id is None:
        return checked.outcome, None
    return checked.outcome, verbs.enter(db, checked.account_id, now=now, invitation_id=invited.id)


def choose_password(db: Db, token: str, new_hash: str, *, now: datetime) -> None:
    """Keep the password of whoever was invited until the second proof is there too."""
    on_the_way, _ = queries.welcome(db, token, now=now)
    db.execute(_CHOSE_PASSWORD, {"of_entrance": on_the_way.id, "new_hash": new_hash})


def accept(
    db: Db, token: str, readable: str, typed: str, *, secret: str, instead_of: str | None, now: datetime
) -> Entered:
    """Make both proofs at once when the authenticator shows the right code, work here from now on, and be signed in.

    Earlier proofs and sign-ins end. Never refuses for a code, so that tries stay counted; refuses with
    `EntranceOver` and `InvitationOver`.
    """
    verbs.lock_entrance(db, token)
    on_the_way, invited = queries.welcome(db, token, now=now)
    proof = ids.sealed(secret, token, typed)
    if on_the_way.done_at is None:
        check = _accept(db, on_the_way, invited, readable, typed, secret=secret, now=now)
        if check is not Check.ACCEPTED:
            return Entered(check)
        verbs.done(db, on_the_way.id, proof, now=now)
        verbs.make_recovery_codes(
            db,
            on_the_way.account_id,
            keys.recovery_codes(codes_seed(token), key=secret),
            secret=secret,
            by=Actor(on_the_way.account_id, people.PERSON_ROLE),
            now=now,
        )
    elif not ids.is_same(on_the_way.proof or "", proof):
        return Entered(Check.WRONG)
    found = queries.credential(db, on_the_way.account_id)
    as_what = queries.role(db, found) if found else None
    if as_what is None:
        raise InvitationOver
    return verbs.come_in(db, on_the_way.account_id, as_what, instead_of=instead_of, now=now)


def codes_seed(token: str) -> str:
    """The seed of the recovery codes that whoever comes in by this way is given."""
    return ids.digest("recovery codes", token)


def forget_old(db: Db, *, now: datetime) -> None:
    """Delete what nobody can use any more; with an invitation go name and phone of whoever did not come."""
    verbs.forget_old(db, now=now)
    is_over = Invitation.expires_at < now - rules.INVITATION_LIFE
    is_used = select(Entrance.invitation_id).where(Entrance.invitation_id.is_not(None))
    db.execute(delete(Invitation).where(is_over, Invitation.id.not_in(is_used)))


def _accept(
    db: Db, on_the_way: EntranceView, invited: InvitationView, readable: str, typed: str, *, secret: str, now: datetime
) -> Check:
    account_id = on_the_way.account_id
    limit = verbs.STEPS_PER_ACCOUNT
    if people.count(db, limit, str(account_id), now=now) > limit.most:
        return Check.TOO_MANY
    step = rules.matching_step(readable, typed, now=now)
    if step is None or on_the_way.password_hash is None:
        return Check.WRONG
    if not db.execute(_ACCEPT, {"of_invitation": invited.id, "now": now}).rowcount:
        raise InvitationOver
    login.end_all(db, account_id)
    verbs.close_ways(db, account_id)
    for proofs in (Credential, Passkey):
        db.execute(delete(proofs).where(proofs.account_id == account_id))
    values = {
        "account_id": account_id,
        "full_name": invited.full_name,
        "password_hash": on_the_way.password_hash,
        "password_set_at": now,
        "authenticator": keys.locked(readable, account_id, key=secret),
        "authenticator_set_at": now,
        "last_step": step,
    }
    db.execute(insert(Credential), values)
    by = Actor(account_id, people.PERSON_ROLE)
    if invited.organization_id is None:
        people.give_role(db, invited.phone, invited.role)
        record(db, HouseRoleGiven(invited.role), by=by, at=now)
    else:
        post = Post(invited.organization_id, MemberRole(invited.role), invited.location_id)
        organizations.appoint(db, account_id, post, full_name=invited.full_name, by=by, now=now)
    record(db, InvitationAccepted(invited.id, account_id), by=by, at=now)
    return Check.ACCEPTED


def _ask(db: Db, invited: Invited, *, base_url: str, by: Actor, now: datetime) -> None:
    """Write an invitation and have its message sent; the same form once more is the same invitation."""
    if db.execute(_OF_KEY, {"of_key": invited.key}).first():
        return
    _withdraw_earlier(db, invited, now=now)
    token = ids.token()
    record(db, StaffInvited(_write(db, invited, token, link=_link(base_url, token), now=now)), by=by, at=now)


def _withdraw_earlier(db: Db, invited: Invited, *, now: datetime) -> None:
    """Of several invitations of somebody to one organisation, or to the house, only the latest is good."""
    values = {"of_phone": invited.phone, "now": now}
    if invited.organization_id is None:
        db.execute(_WITHDRAW_OF_HOUSE, values)
    else:
        db.execute(_WITHDRAW_ALL, values | {"of_organization": invited.organization_id})


def _write(db: Db, invited: Invited, token: str, *, link: str | None, now: datetime) -> int:
    values = msgspec.structs.asdict(invited) | {
        "token_hash": ids.digest(token),
        "link": link,
        "created_at": now,
        "expires_at": now + rules.INVITATION_LIFE,
    }
    key = db.execute(insert(Invitation), values).inserted_primary_key
    assert key is not None  # an insert of one row always knows its key
    return int(key[0])


def _link(base_url: str, token: str) -> str:
    return f"{base_url}/staff/invitations/{token}"
