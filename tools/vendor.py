"""Copy what the site serves from node_modules/ to static/vendor/; leave right ones alone."""

import filecmp
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

LEXEND = "@fontsource-variable/lexend/files"
OF_CHOICE = {
    f"{font}-{letters}-{weight}.woff2": f"@fontsource/{font}/files/{font}-{letters}-{weight}-normal.woff2"
    for font in ("andika", "be-vietnam-pro")
    for letters in ("latin", "vietnamese")
    for weight in (400, 700)
}
FILES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "lexend-latin.woff2": f"{LEXEND}/lexend-latin-wght-normal.woff2",
    "lexend-vietnamese.woff2": f"{LEXEND}/lexend-vietnamese-wght-normal.woff2",
    **OF_CHOICE,
}


def main() -> None:
    """Make static/vendor/ hold exactly the files named above."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for stray in {path.name for path in VENDOR.iterdir()} - FILES.keys():
        (VENDOR / stray).unlink()
    for name, source in FILES.items():
        copy(MODULES / source, VENDOR / name)


def copy(source: Path, target: Path) -> None:
    """Copy one file unless the target already holds the same bytes."""
    if target.exists() and filecmp.cmp(source, target, shallow=False):
        return
    shutil.copyfile(source, target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
