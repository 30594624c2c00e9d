"""Videos in sign language: which page or service has one, read once at start from the file that names them."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from hoanhap.settings import BadSettings
from hoanhap.web.i18n import LANGUAGES

AT = "/videos/"
"""Where the files are served."""
MEDIA = {".mp4": "video/mp4", ".webm": "video/webm", ".jpg": "image/jpeg", ".png": "image/png", ".vtt": "text/vtt"}
"""What may lie beside the file, and what it is sent as."""
VIDEOS, POSTERS, CAPTIONS = {".mp4", ".webm"}, {".jpg", ".png"}, {".vtt"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PAGE = re.compile(r"/[a-z0-9/-]*")
_SERVICE = re.compile(r"[a-z0-9-]+")


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a video says, in one language: its file of captions, and all of it to be read."""

    captions: str
    transcript: str

    @property
    def captions_at(self) -> str:
        """The address of the captions."""
        return f"{AT}{self.captions}"

    @property
    def paragraphs(self) -> list[str]:
        """The transcript, paragraph by paragraph: an empty line is between two."""
        return [each for each in self.transcript.split("\n\n") if each.strip()]


class SignVideo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A video in sign language: its file, the picture before it plays, and its words by language."""

    video: str
    poster: str
    words: dict[str, Words]

    @property
    def video_at(self) -> str:
        """The address of the video."""
        return f"{AT}{self.video}"

    @property
    def poster_at(self) -> str:
        """The address of the picture before it plays."""
        return f"{AT}{self.poster}"

    @property
    def kind(self) -> str:
        """What the video is sent as."""
        return MEDIA[Path(self.video).suffix]

    @property
    def files(self) -> list[tuple[str, set[str]]]:
        """Every file it needs, and the endings that file may have."""
        captions = [(each.captions, CAPTIONS) for each in self.words.values()]
        return [(self.video, VIDEOS), (self.poster, POSTERS), *captions]


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """The file as it is written."""

    pages: dict[str, SignVideo] = {}
    services: dict[str, SignVideo] = {}


class SignVideos:
    """The videos of this installation; none where no file names any."""

    def __init__(self, folder: Path, pages: dict[str, SignVideo], services: dict[str, SignVideo]) -> None:
        self._folder = folder
        self._videos = pages | {f"/services/{slug}": video for slug, video in services.items()}
        self._named = {name for video in self._videos.values() for name, _ in video.files}

    @property
    def has_any(self) -> bool:
        """Whether any page has one."""
        return bool(self._videos)

    def of(self, path: str) -> SignVideo | None:
        """The video that belongs to the page at this path."""
        return self._videos.get(path)

    def file(self, name: str) -> tuple[Path, str] | None:
        """A file that the videos need, and what it is sent as; None for every other."""
        return (self._folder / name, MEDIA[Path(name).suffix]) if name in self._named else None


def read_sign_videos(file: str) -> SignVideos:
    """The videos that a file names; raises `BadSettings` that says everything that is wrong with it."""
    if not file:
        return SignVideos(Path(), {}, {})
    try:
        written = msgspec.convert(tomllib.loads(Path(file).read_text("utf-8")), _Written)
    except OSError as fault:
        raise BadSettings(f"HOANHAP_SIGN_VIDEOS: {file} cannot be read: {fault.strerror}.") from fault
    except (ValueError, msgspec.ValidationError) as fault:
        raise BadSettings(f"HOANHAP_SIGN_VIDEOS: {file} is not as it should be: {fault}.") from fault
    faults = list(_faults(written, Path(file).parent))
    if faults:
        raise BadSettings("\n".join(f"HOANHAP_SIGN_VIDEOS: {each}" for each in faults))
    return SignVideos(Path(file).parent, written.pages, written.services)


def _faults(written: _Written, folder: Path) -> Iterator[str]:
    for path, video in written.pages.items():
        if not _PAGE.fullmatch(path):
            yield f'[pages."{path}"] must be the path of a page, such as "/help".'
        yield from _faults_of(f'[pages."{path}"]', video, folder)
    for slug, video in written.services.items():
        if not _SERVICE.fullmatch(slug):
            yield f'[services.{slug}] must be the last part of a service\'s address, such as "vat-ly-tri-lieu".'
        yield from _faults_of(f"[services.{slug}]", video, folder)


def _faults_of(where: str, video: SignVideo, folder: Path) -> Iterator[str]:
    yield from _faults_of_words(where, video)
    for name, endings in video.files:
        if not _NAME.fullmatch(name):
            yield f'{where}: "{name}" must be the name of a file beside this one, in letters, digits, ".", "-" and "_".'
        elif Path(name).suffix not in endings:
            yield f"{where}: {name} must end in {' or '.join(sorted(endings))}."
        elif not (folder / name).is_file():
            yield f"{where}: there is no file {name} in {folder}."


def _faults_of_words(where: str, video: SignVideo) -> Iterator[str]:
    for language in LANGUAGES:
        if language not in video.words:
            yield f"{where} has no captions and transcript in the language {language}."
    for language, words in video.words.items():
        if language not in LANGUAGES:
            yield f"{where} has words in the language {language}, which no page speaks."
        if not words.transcript.strip():
            yield f"{where} has an empty transcript in the language {language}."
