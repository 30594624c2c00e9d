"""Staff: who is invited to work here, how they sign in by two proofs, and what they see of that themselves."""

from hoanhap.staff.invitations import (
    StaffInvited,
    dismiss_from_house,
    forget_old,
    invite_to_house,
    tell_invited,
)
from hoanhap.staff.rules import Invited

__all__ = [
    "Invited",
    "StaffInvited",
    "dismiss_from_house",
    "forget_old",
    "invite_to_house",
    "tell_invited",
]
