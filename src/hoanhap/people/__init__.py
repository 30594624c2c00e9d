"""People: persons, the accounts they sign in with, and signing in by a code."""

from hoanhap.people.model import Account, CodeRequest, Person
from hoanhap.people.queries import CodeRequestView, code_request, latest_name, phone_of
from hoanhap.people.rules import CODE_FAULTS, CODE_LIFE, CodeCheck, Limit
from hoanhap.people.verbs import (
    PERSON_ROLE,
    Checked,
    CodeRequested,
    TooManyCodes,
    account_for,
    check_code,
    count,
    forget_counts,
    forget_old,
    person_named,
    request_code,
    sign_in,
)

__all__ = [
    "CODE_FAULTS",
    "CODE_LIFE",
    "PERSON_ROLE",
    "Account",
    "Checked",
    "CodeCheck",
    "CodeRequest",
    "CodeRequestView",
    "CodeRequested",
    "Limit",
    "Person",
    "TooManyCodes",
    "account_for",
    "check_code",
    "code_request",
    "count",
    "forget_counts",
    "forget_old",
    "latest_name",
    "person_named",
    "phone_of",
    "request_code",
    "sign_in",
]
