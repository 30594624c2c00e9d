"""How pages look for somebody: what can be chosen, and how a choice is written down in one short word."""

from collections.abc import Mapping

import msgspec

CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("device", "light", "dark", "yellow-on-black", "black-on-yellow"),
    "text": ("100", "125", "150", "200", "250", "300"),
    "spacing": ("normal", "wide"),
    "font": ("lexend", "be-vietnam-pro", "andika", "device"),
    "motion": ("device", "none"),
    "length": ("normal", "brief"),
    "words": ("normal", "easy"),
    "aloud": ("off", "on"),
}
"""What can be chosen for each part; the first is how it is until somebody chooses. New parts go to the end."""


class Look(msgspec.Struct, frozen=True):
    """How pages look: one of the choices for each part."""

    theme: str = CHOICES["theme"][0]
    text: str = CHOICES["text"][0]
    spacing: str = CHOICES["spacing"][0]
    font: str = CHOICES["font"][0]
    motion: str = CHOICES["motion"][0]
    length: str = CHOICES["length"][0]
    words: str = CHOICES["words"][0]
    aloud: str = CHOICES["aloud"][0]

    @property
    def parts(self) -> dict[str, str]:
        """Every part by its name."""
        return msgspec.structs.asdict(self)

    @property
    def changed(self) -> dict[str, str]:
        """The parts that are not as they were before anybody chose."""
        return {name: value for name, value in self.parts.items() if value != CHOICES[name][0]}

    @property
    def is_brief(self) -> bool:
        """Whether lists show fewer things at once."""
        return self.length == "brief"

    @property
    def is_aloud(self) -> bool:
        """Whether pages offer to be read aloud."""
        return self.aloud == "on"

    def written(self) -> str:
        """All parts in one word, as a cookie or an address keeps them."""
        return ".".join(self.parts.values())


def look_of(parts: Mapping[str, object]) -> Look:
    """The look that these parts describe; a part that is not to be had is as if nobody had chosen it."""
    return Look(**{name: str(parts[name]) for name, among in CHOICES.items() if parts.get(name) in among})


def read_look(written: str) -> Look:
    """The look that a word describes; "dark" alone, as the first cookies said, is a theme."""
    return look_of(dict(zip(CHOICES, written.split("."), strict=False)))
