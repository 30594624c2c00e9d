"""Pages that are read aloud: what a listener should hear of a page, and the voice that says it.

The text of a page is kept under a key that only this installation can make, until somebody presses play; only then
is it spoken. `docs/decisions/0024-pages-that-are-read-aloud.md` tells why.
"""

import asyncio
import os
import re
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import lameenc
from typing_extensions import override

from hoanhap.base import ids
from hoanhap.base.errors import N_, Missing, Refusal

Voice = Callable[[str, str], bytes]
"""Says a text in a language, as MP3; raises `OSError` or `subprocess.SubprocessError` where it cannot."""

PROGRAM = "espeak-ng"
WORDS_A_MINUTE = 150
SPEAKING_SECONDS = 20.0
AT_ONCE = 2
KILOBITS = 32
LONGEST = 20_000
"""How many letters of a page are said at most: more than half an hour."""
LIFE_SECONDS = 86_400.0
MOST_BYTES = 200_000_000
TIDY_EVERY = 500
"""A process that has kept so many new texts tidies the folder by itself."""
_WAV_HEAD = 44
_FILE = re.compile(r"([0-9a-f]{64})\.mp3")
_WITHIN = frozenset(
    {"a", "abbr", "b", "bdi", "code", "em", "i", "img", "input", "kbd", "span", "strong", "time", "wbr"}
)
"""What stands within a sentence; everything else ends one."""
_SILENT = frozenset({"audio", "datalist", "script", "select", "style", "svg", "template", "textarea", "video"})
"""What is not said: what is for machines, and what somebody typed or chose."""
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "source", "track", "wbr"})
_ENDS = (".", "!", "?", ":", ";", ",", "…")


class Silent(Refusal):
    """The page could not be said."""

    status = 503
    heading = N_("Chưa đọc được trang này")
    sentence = N_("Mời quý vị quay lại trang trước và bấm nghe lần nữa, hoặc gọi đường dây hỗ trợ.")


class _Listener(HTMLParser):
    """Gathers what is to be heard, block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._words: list[str] = []
        self._inside: list[str] = []
        self._silent_from: int | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _WITHIN:
            self.end_block()
        if tag == "img" and self._silent_from is None:
            self._words.append(f" {dict(attrs).get('alt') or ''} ")
        if tag in _VOID:
            return
        if self._silent_from is None and (tag in _SILENT or _is_hidden(dict(attrs))):
            self._silent_from = len(self._inside)
        self._inside.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag not in _WITHIN:
            self.end_block()
        if tag not in self._inside:
            return
        while self._inside.pop() != tag:
            pass
        if self._silent_from is not None and len(self._inside) <= self._silent_from:
            self._silent_from = None

    @override
    def handle_data(self, data: str) -> None:
        if self._silent_from is None:
            self._words.append(data)

    def end_block(self) -> None:
        """What was gathered is a sentence; the voice pauses after it."""
        said = " ".join("".join(self._words).split())
        self._words.clear()
        if any(each.isalnum() for each in said):
            self.blocks.append(said if said.endswith(_ENDS) else f"{said}.")


def heard(html: str) -> str:
    """What a listener hears of a page: its main part in reading order, without what only eyes or machines use."""
    _, begins, rest = html.partition("<main")
    listener = _Listener()
    listener.feed(f"{begins}{rest.partition('</main>')[0]}")
    listener.close()
    listener.end_block()
    return "\n".join(listener.blocks)[:LONGEST]


def find_voice() -> Voice | None:
    """The voice of this machine; None where there is none."""
    program = shutil.which(PROGRAM)
    if program is None:
        return None

    def say(text: str, language: str) -> bytes:
        command = [program, "-v", language, "-s", str(WORDS_A_MINUTE), "-b", "1", "--stdin", "--stdout"]
        spoken = subprocess.run(  # noqa: S603 - the text comes by standard input, to no shell
            command, input=text.encode(), capture_output=True, timeout=SPEAKING_SECONDS, check=True
        )
        return _mp3(spoken.stdout)

    return say


class Aloud:
    """The texts of pages that somebody may want to hear, and what was said of them."""

    def __init__(self, folder: Path, secret: str, voice: Voice | None) -> None:
        self.folder, self._secret, self._voice = folder, secret, voice
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._new = 0

    @property
    def has_voice(self) -> bool:
        """Whether pages can be read aloud here."""
        return self._voice is not None

    def keep(self, text: str, language: str) -> str:
        """Keep a text for a day and return its key, which nobody can guess; raises `OSError` when the disk is full."""
        key = ids.sealed(self._secret, "aloud", language, text)
        path = self._text(key)
        if path.exists():
            os.utime(path)
            return key
        _write(path, f"{language}\n{text}".encode())
        self._new += 1
        if self._new % TIDY_EVERY == 0:
            forget_old(self.folder)
        return key

    async def spoken(self, file: str) -> Path:
        """What is said of a text, as a file; `Missing` for a text nobody keeps, `Silent` where it cannot be said."""
        named = _FILE.fullmatch(file)
        if named is None or self._voice is None or not self._text(named[1]).exists():
            raise Missing
        path = self.folder / file
        if path.exists():
            return path
        try:
            async with asyncio.timeout(SPEAKING_SECONDS):
                await self._turns.acquire()
        except TimeoutError as fault:
            raise Silent from fault
        try:
            await asyncio.to_thread(self._say, named[1], self._voice)
        except (OSError, subprocess.SubprocessError) as fault:
            raise Silent from fault
        finally:
            self._turns.release()
        return path

    def _say(self, key: str, voice: Voice) -> None:
        path = self.folder / f"{key}.mp3"
        if path.exists():
            return  # somebody else pressed play a moment before
        language, _, text = self._text(key).read_text("utf-8").partition("\n")
        _write(path, voice(text, language))

    def _text(self, key: str) -> Path:
        return self.folder / f"{key}.txt"


def folder_of(state: str) -> Path:
    """Where texts are kept."""
    return Path(state) / "aloud"


def forget_old(folder: Path, *, most: int = MOST_BYTES) -> None:
    """Remove what is older than a day, and the oldest of the rest while there is too much of it."""
    # By the machine's own clock, which is the one that dates files.
    now, room = time.time(), most
    try:
        kept = sorted(((each.stat(), each.path) for each in os.scandir(folder)), key=lambda each: -each[0].st_mtime)
        for facts, path in kept:
            room -= max(facts.st_size, 4096)  # a file takes a block at least
            if now - facts.st_mtime > LIFE_SECONDS or room < 0:
                Path(path).unlink(missing_ok=True)
    except FileNotFoundError:
        return  # nobody listened yet, or another process is tidying


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or attributes.get("id") == "listen"


def _write(path: Path, body: bytes) -> None:
    """Write a file that only we may read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(body)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _mp3(wav: bytes) -> bytes:
    """What was said, small enough for a slow phone; the length in the head is not looked at: a pipe has none."""
    if len(wav) <= _WAV_HEAD:
        raise OSError("the voice said nothing")
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(struct.unpack_from("<I", wav, 24)[0])
    encoder.set_bit_rate(KILOBITS)
    encoder.set_quality(7)
    return bytes(encoder.encode(wav[_WAV_HEAD:]) + encoder.flush())
