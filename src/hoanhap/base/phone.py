"""Phone numbers of Vietnam: read as people type them, kept as E.164, shown in groups of two."""

import phonenumbers

REGION = "VN"
_PLACE = phonenumbers.PhoneNumberFormat


def parse(typed: str) -> str | None:
    """The number in E.164 ("+84912345678"), or None if it is not one that can be called in Vietnam."""
    try:
        number = phonenumbers.parse(typed, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number_for_region(number, REGION):
        return None
    return phonenumbers.format_number(number, _PLACE.E164)


def national(number: str) -> str:
    """The digits as they are dialled in the country, without spaces: "0912345678"."""
    return f"0{number.removeprefix('+84')}"
