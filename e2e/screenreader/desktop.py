"""A desktop that nobody looks at: a screen, a window manager, the accessibility bus, a mute voice, and Orca.

The order in which they start and what each needs were found by trying: without a window manager no window has the
focus, without the two switches of `org.a11y.Status` a browser shows nothing of a page, and Orca is silent without a
voice, so it has one that is a short sleep: one that ended before it began would make Orca stop reading a page.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

COMMANDS = ("Xvfb", "openbox", "xdotool", "dbus-daemon", "gdbus", "speech-dispatcher", "orca", "localedef")
BUS_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
VIETNAMESE = Path("/usr/share/i18n/locales/vi_VN")
CUSTOMISATIONS = Path(__file__).with_name("orca_customizations.py")
LOCALE = "vi_VN.UTF-8"
PATIENCE = 30.0
VOICE = """
GenericExecuteSynth "sleep 0.05"
GenericCmdDependency "sleep"
AddVoice "vi" "MALE1" "vi"
AddVoice "en" "MALE1" "en"
DefaultVoice "vi"
"""
SPEECH = """
LogLevel 0
AudioOutputMethod "libao"
AddModule "mute" "sd_generic" "mute.conf"
DefaultModule mute
DefaultLanguage "vi"
"""


def missing() -> list[str]:
    """What a spoken test needs and this machine does not have; the set-up and the checks ask for it."""
    programs = [each for each in COMMANDS if not shutil.which(each)]
    return programs + [str(each) for each in (BUS_LAUNCHER, VIETNAMESE) if not each.exists()]


class Desktop:
    """All of it, in a folder of its own; more than one can stand side by side."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._all = ExitStack()
        self.heard = folder / "heard.jsonl"
        self.environment = os.environ | {
            "HOME": str(folder),
            "PATH": f"{folder / 'programs'}:{os.environ['PATH']}",
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "LOCPATH": str(folder / "locales"),
            "LANG": LOCALE,
            "LANGUAGE": "vi",
            "LC_ALL": LOCALE,
            "HEARD_FILE": str(self.heard),
            "GTK_MODULES": "",
            "NO_AT_BRIDGE": "0",
        }

    def __enter__(self) -> Self:
        """Start everything, and wait until Orca says that it is there."""
        try:
            self._start()
        except BaseException:
            self._all.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """End everything that was started, the last first."""
        self._all.close()

    def _start(self) -> None:
        for each in ("run", "data/orca", "config", "cache", "locales", "speech/modules", "logs", "programs"):
            (self._folder / each).mkdir(parents=True)
        # Orca asks this program who else runs one, and would end the others: another worker's, or that of whoever
        # works here by ear. It is told of nobody.
        (self._folder / "programs" / "pgrep").symlink_to("/bin/false")
        (self._folder / "run").chmod(0o700)
        self.heard.touch()
        # Without -c it would end with a warning about the character map of some words.
        self._run("localedef", "-c", "-i", "vi_VN", "-f", "UTF-8", str(self._folder / "locales" / LOCALE))
        self._start_screen()
        self._start_bus()
        self._spawn("openbox", "openbox", "--sm-disable")
        self._start_voice()
        shutil.copy(CUSTOMISATIONS, self._folder / "data" / "orca" / "orca-customizations.py")
        self._spawn("orca", "orca")
        _wait(lambda: self.heard.stat().st_size > 0, "Orca does not speak", self._folder / "logs" / "orca.log")

    def _start_screen(self) -> None:
        display = self._spawn("xvfb", "Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
        self.environment["DISPLAY"] = f":{display()}"

    def _start_bus(self) -> None:
        address = self._spawn("dbus", "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address()
        self._spawn("at-spi", str(BUS_LAUNCHER), "--launch-immediately")
        _wait(lambda: self._call("org.a11y.Bus.GetAddress"), "There is no accessibility bus", None)
        for switch in ("IsEnabled", "ScreenReaderEnabled"):
            assert self._call("org.freedesktop.DBus.Properties.Set", "org.a11y.Status", switch, "<true>")

    def _start_voice(self) -> None:
        folder = self._folder / "speech"
        (self._folder / ".libao").write_text("default_driver=null\n", "utf-8")  # there is no sound card
        (folder / "speechd.conf").write_text(SPEECH, "utf-8")
        (folder / "modules" / "mute.conf").write_text(VOICE, "utf-8")
        self._spawn("speech-dispatcher", "speech-dispatcher", "-s", "-C", str(folder), "-L", str(self._folder / "logs"))
        socket = self._folder / "run" / "speech-dispatcher" / "speechd.sock"
        _wait(socket.exists, "There is no voice", self._folder / "logs" / "speech-dispatcher.log")

    def _call(self, method: str, *arguments: str) -> bool:
        call = ("gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method")
        done = subprocess.run([*call, method, *arguments], env=self.environment, capture_output=True, check=False)
        return done.returncode == 0

    def _run(self, *command: str) -> None:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}"

    def _spawn(self, name: str, *command: str) -> Callable[[], str]:
        """Start a program that runs until the end; what is returned reads the first line that it prints."""
        log = self._all.enter_context((self._folder / "logs" / f"{name}.log").open("wb"))
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=log)
        assert process.stdout
        printed = self._all.enter_context(process.stdout)
        self._all.callback(end, process)

        def first_line() -> str:
            line = printed.readline().decode().strip()
            assert line, f"{name} did not start: see {log.name}"
            return line

        return first_line


class Ear:
    """What Orca says, as it is said."""

    def __init__(self, desktop: Desktop) -> None:
        self._file = desktop.heard.open(encoding="utf-8")
        self._file.seek(0, os.SEEK_END)

    def close(self) -> None:
        """Listen no more."""
        self._file.close()

    def until_quiet(self, *, first: float, quiet: float, longest: float = 20.0) -> list[str]:
        """What is said from now on: waits `first` seconds for it to begin and ends after `quiet` seconds of silence."""
        said: list[str] = []
        begun = latest = time.monotonic()
        while (now := time.monotonic()) - begun < longest:
            if new := [str(json.loads(line)[1]) for line in self._file]:
                said += new
                latest = now
            elif now - latest > (quiet if said else first):
                break
            time.sleep(0.03)
        return [re.sub(r"\s+", " ", each).strip() for each in said]


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program that was started here."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait(is_there: Callable[[], bool], complaint: str, log: Path | None) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if is_there():
            return
        time.sleep(0.05)
    raise AssertionError(f"{complaint}.\n{log.read_text('utf-8', 'replace') if log and log.exists() else ''}")


if __name__ == "__main__":
    sys.exit(", ".join(missing()) or None)
