"""The two ways in which the rarer stories are told; the main ones are told in all four."""

import pytest

EITHER_WAY = pytest.mark.parametrize(
    ("language", "scripts"), [("vi", False), ("en", True)], ids=["vi-no-scripts", "en-scripts"], indirect=True
)
"""Each language and each kind of browser once: Vietnamese without JavaScript, English with it."""
