"""Static files: joined and hashed once at start-up, then served from memory, to be kept for a year.

No build: what stands in `static/` is what is served. Only the style sheets are put together, from the files of
`static/css`: `app.css` for everybody, `fonts.css` for those who have chosen other letters.
"""

import gzip
import hashlib
import mimetypes
from pathlib import Path

import msgspec

HERE = Path(__file__).resolve().parent.parent
JOINED = ("layers", "reset", "tokens", "base", "layout", "components/*", "utilities", "print")
OF_CHOICE = ("fonts",)
COMPRESSED = {".css", ".js", ".svg", ".txt"}
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class Asset(msgspec.Struct, frozen=True):
    """A file as it is served."""

    body: bytes
    media_type: str
    zipped: bytes | None


def folder(name: str) -> Path:
    """`templates` or `static`: inside the installed package, or beside the sources."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent.parent / name


class Assets:
    """Every static file, by its hashed path."""

    def __init__(self, static: Path) -> None:
        self._paths: dict[str, str] = {}
        self._assets: dict[str, Asset] = {}
        for path in sorted(static.rglob("*")):
            if path.is_file() and path.suffix != ".css":
                self._add(path.relative_to(static).as_posix(), path.read_bytes())
        self._add("app.css", self._joined(static / "css", JOINED))
        self._add("fonts.css", self._joined(static / "css", OF_CHOICE))

    def path(self, name: str) -> str:
        """The address of a file; raises `KeyError` for a file that is not there."""
        return self._paths[name]

    def get(self, hashed: str) -> Asset | None:
        """The file at a hashed path below `/static/`."""
        return self._assets.get(hashed)

    def _add(self, name: str, body: bytes) -> None:
        stem, dot, suffix = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(body).hexdigest()[:10]}{dot}{suffix}"
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        zipped = gzip.compress(body, 9, mtime=0) if f".{suffix}" in COMPRESSED else None
        self._assets[hashed] = Asset(body, media_type, zipped)
        self._paths[name] = f"/static/{hashed}"

    def _joined(self, css: Path, parts: tuple[str, ...]) -> bytes:
        files = [path for part in parts for path in sorted(css.glob(f"{part}.css"))]
        joined = "\n".join(path.read_text("utf-8") for path in files)
        for name, path in self._paths.items():
            joined = joined.replace(f'url("{name}")', f'url("{path}")')
        return joined.encode()
