"""Who does something."""

import msgspec


class Actor(msgspec.Struct, frozen=True):
    """Who did it: an account, or the house itself (`account_id` is None), and in which role."""

    account_id: int | None
    role: str
