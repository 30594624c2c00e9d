"""A file that names a video in sign language for a page and for a service, with everything it needs beside it."""

from pathlib import Path

VIDEO = bytes(range(256)) * 8
GOOD = """
[pages."/help"]
video = "help.mp4"
poster = "help.jpg"
words.vi = { captions = "help.vi.vtt", transcript = "Xin chào.\\n\\nMời quý vị gọi." }
words.en = { captions = "help.en.vtt", transcript = "Hello.\\n\\nPlease call us." }

[services.vat-ly-tri-lieu]
video = "service.webm"
poster = "service.png"
words.vi = { captions = "service.vi.vtt", transcript = "Nhân viên cùng quý vị tập." }
words.en = { captions = "service.en.vtt", transcript = "Staff train with you." }
"""
FILES = [f"help.{ending}" for ending in ("mp4", "jpg", "vi.vtt", "en.vtt")]
FILES += [f"service.{ending}" for ending in ("webm", "png", "vi.vtt", "en.vtt")]


def write_sign_videos(folder: Path, written: str = GOOD) -> str:
    """Write it, and return where it is."""
    for name in FILES:
        (folder / name).write_bytes(VIDEO)
    (folder / "signing.toml").write_text(written, "utf-8")
    return str(folder / "signing.toml")
