"""A passkey for tests: it makes and signs what a phone would, with a real key of its own."""

import json
import os
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as written

from tests.documents import attribute
from tests.pages import BASE, Browser, Page
from tests.staffing import PASSWORD

DOMAIN = "hoanhap.test"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
NAME = "Điện thoại của tôi"
NEW = "/staff/account/passkeys/new"


class Key:
    """A key in a phone, opened by a finger; each answer may be odd in one way."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.count = 0

    def make(self, options: str, **odd: Any) -> str:
        """What a browser answers that was asked to make a passkey."""
        held = self._public()
        about = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + held
        data = self._data(odd, WITH_KEY) + about
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = {"clientDataJSON": self._said("webauthn.create", options, odd), "attestationObject": attested}
        return self._answer(said)

    def sign(self, options: str, **odd: Any) -> str:
        """What a browser answers that was asked to show a passkey."""
        self.count += 1
        data, said = self._data(odd, 0), self._said("webauthn.get", options, odd)
        signature = self._private.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": said, "authenticatorData": data, "signature": signature})

    def _public(self) -> bytes:
        point = self._private.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (point.x, point.y))
        return bytes(cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y}))

    def _data(self, odd: dict[str, Any], flags: int) -> bytes:
        flags |= PRESENT | (0 if odd.get("unverified") else VERIFIED)
        count = int(odd.get("count", self.count))
        return sha256(str(odd.get("domain", DOMAIN)).encode()).digest() + bytes([flags]) + count.to_bytes(4, "big")

    def _said(self, kind: str, options: str, odd: dict[str, Any]) -> bytes:
        challenge = odd.get("challenge", json.loads(options)["challenge"])
        said = {"type": odd.get("kind", kind), "challenge": challenge, "origin": odd.get("origin", BASE)}
        return json.dumps(said | {"crossOrigin": False}).encode()

    def _answer(self, parts: dict[str, bytes]) -> str:
        name = written(self.id)
        response = {part: written(value) for part, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


ODD: tuple[dict[str, Any], ...] = (
    {"origin": f"{BASE}.evil.example"},
    {"domain": "evil.example"},
    {"challenge": "AAAA"},
    {"unverified": True},
    {"kind": "webauthn.other"},
)
"""Ways in which an answer is not one to what we asked."""


def asked_on(page: Page) -> dict[str, str]:
    """What the form of a passkey on a page carries."""
    (form,) = [each for each in page.document.all("form") if "data-passkey" in each.attrs]
    return {"options": attribute(form, "data-options"), "ticket": page.form("ticket").fields["ticket"]}


async def add(browser: Browser, key: Key, *, password: str = PASSWORD, status: int = 200, **odd: Any) -> Page:
    """What comes of adding a passkey to one's account."""
    browser.typed |= {NAME}
    page = await browser.open(NEW)
    asked = asked_on(page)
    typed = {"passkey_name": NAME, "password": password, "answer": key.make(asked["options"], **odd)}
    return await browser.send(page.form("ticket"), status, **typed)
