"""Staff: who is invited to work here, how they sign in by two proofs, and what they see of that themselves."""

from hoanhap.staff.invitations import (
    InvitationAccepted,
    StaffInvited,
    dismiss_from_house,
    forget_old,
    invite_to_house,
    tell_invited,
)
from hoanhap.staff.passkeys import PasskeyAdded, PasskeyRemoved
from hoanhap.staff.rules import Invited
from hoanhap.staff.telling import tell_changed
from hoanhap.staff.verbs import AuthenticatorChanged, PasswordChanged

__all__ = [
    "AuthenticatorChanged",
    "InvitationAccepted",
    "Invited",
    "PasskeyAdded",
    "PasskeyRemoved",
    "PasswordChanged",
    "StaffInvited",
    "dismiss_from_house",
    "forget_old",
    "invite_to_house",
    "tell_changed",
    "tell_invited",
]
