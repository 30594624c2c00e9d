"""What we and a browser say to each other about passkeys: W3C Web Authentication, checked by py_webauthn.

A challenge is not kept: it is sealed with the installation's key over a ticket, which the form carries, and over what
only one browser has. So it is good for that browser alone, and for as long as the ticket is fresh.
"""

from datetime import datetime
from typing import Any

import msgspec
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hoanhap.base import ids
from hoanhap.staff import rules

HOUSE = "Hòa Nhập"
ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_MILLISECONDS = int(rules.ENTRANCE_LIFE.total_seconds() * 1000)
_UNREADABLE = (WebAuthnException, ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading an answer may end in that no browser would give."""


class Site(msgspec.Struct, frozen=True):
    """For whom passkeys are made: a domain, and where its pages are."""

    domain: str
    origin: str


class Ceremony(msgspec.Struct, frozen=True):
    """One making or showing of a passkey: for which site, and what must be signed."""

    site: Site
    challenge: bytes


class Made(msgspec.Struct, frozen=True):
    """A passkey that a browser has made: by what it is known, and what its signatures are checked with."""

    key_id: str
    public_key: str
    sign_count: int


def site_of(base_url: str) -> Site | None:
    """The site of this installation; None where browsers make no passkeys for it."""
    domain = rules.passkey_domain(base_url)
    return Site(domain, base_url.rstrip("/")) if domain else None


def ceremony(site: Site, ticket: str, bound_to: str, *, secret: str) -> Ceremony:
    """The ceremony of a ticket, for the one browser that has what it is bound to."""
    return Ceremony(site, bytes.fromhex(ids.sealed(secret, "passkey", bound_to, ticket)))


def options_to_make(one: Ceremony, *, account_id: int, phone: str, names: list[str], secret: str) -> str:
    """What a browser is asked that makes a passkey; `names` are those that the account has already."""
    options = generate_registration_options(
        rp_id=one.site.domain,
        rp_name=HOUSE,
        user_id=bytes.fromhex(ids.sealed(secret, "passkey of", str(account_id))),
        user_name=phone,
        challenge=one.challenge,
        timeout=_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in names],
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json(options)


def options_to_show(one: Ceremony) -> str:
    """What a browser is asked that shows a passkey, whichever its person chooses."""
    options = generate_authentication_options(
        rp_id=one.site.domain,
        challenge=one.challenge,
        timeout=_MILLISECONDS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def made(one: Ceremony, answer: str) -> Made | None:
    """The passkey that a browser has made in this ceremony; None for anything else."""
    try:
        found = verify_registration_response(
            credential=_read(answer),
            expected_challenge=one.challenge,
            expected_rp_id=one.site.domain,
            expected_origin=one.site.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except _UNREADABLE:
        return None
    public_key = bytes_to_base64url(found.credential_public_key)
    return Made(bytes_to_base64url(found.credential_id), public_key, found.sign_count)


def key_id_of(answer: str) -> str:
    """Which passkey an answer says it is by; empty where it says none."""
    try:
        return str(_read(answer)["id"])
    except _UNREADABLE:
        return ""


def shown(one: Ceremony, answer: str, kept: Made) -> int | None:
    """How often the passkey has signed by now, if it has signed this ceremony; None for anything else."""
    try:
        found = verify_authentication_response(
            credential=_read(answer),
            expected_challenge=one.challenge,
            expected_rp_id=one.site.domain,
            expected_origin=one.site.origin,
            credential_public_key=base64url_to_bytes(kept.public_key),
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
    except _UNREADABLE:
        return None
    return found.new_sign_count


def ticket(now: datetime) -> str:
    """By what a ceremony is begun, and known when it ends."""
    return f"{int(now.timestamp())}.{ids.token()}"


def is_fresh(given: str, *, now: datetime) -> bool:
    """Whether a ticket was given not long ago."""
    began = given.partition(".")[0]
    if not (began.isascii() and began.isdigit() and len(began) < 12):
        return False
    return 0 <= now.timestamp() - int(began) <= rules.ENTRANCE_LIFE.total_seconds()


def _read(answer: str) -> dict[str, Any]:
    return msgspec.json.decode(answer, type=dict[str, Any])
