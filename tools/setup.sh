#!/usr/bin/env bash
# Build .venv/, node_modules/ and static/vendor/; do nothing when nothing changed.
# With the word "tests", see to a browser, a screen reader and a voice too: whoever only runs the site needs none.
# Needs Python 3.11 or later. On Debian and Ubuntu it installs what is missing, as root or with sudo.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
venv=$PWD/.venv
stamps=$venv/stamps

say() { printf '\033[1m%s\033[0m\n' "$*"; }
warn() { printf 'setup: %s\n' "$*" >&2; }
stop() { warn "$*"; exit 1; }

fingerprint() { { echo "$PWD"; sha256sum "$@"; } | sha256sum; }
is_done() { [ -f "$stamps/$1" ] && [ "$(<"$stamps/$1")" = "$(fingerprint "${@:2}")" ]; } # is_done STEP FILE...
mark_done() { mkdir -p "$stamps" && fingerprint "${@:2}" >"$stamps/$1"; }

debian() { # debian PACKAGE...: install them, or answer that it cannot be done
    local sudo=()
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        sudo=(sudo -n)
    fi
    say "Installing from Debian: $*"
    "${sudo[@]}" apt-get update -qq || warn "apt-get update did not end well"
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_venv() {
    "$venv/bin/python" -c 'import pip' 2>/dev/null && [ -f "$stamps/venv" ] && [ "$(<"$stamps/venv")" = "$venv" ] && return
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "Python 3.11 or later is needed (PYTHON= names another)."
    "$python" -c 'import ensurepip' 2>/dev/null || debian python3-venv || stop "python3-venv is missing and cannot be installed here."
    say "Building .venv/"
    "$python" -m venv --clear "$venv"
    mkdir -p "$stamps" && echo "$venv" >"$stamps/venv"
}

pip() { "$venv/bin/python" -m pip --disable-pip-version-check -qq "$@"; } # errors only

install_requirements() {
    is_done requirements requirements/dev.txt && return
    say "Installing the pinned Python packages"
    pip install --require-hashes -r requirements/dev.txt
    pip check || stop "The pinned packages do not fit together; .venv/bin/pip check says where."
    mark_done requirements requirements/dev.txt
}

install_project() {
    is_done project pyproject.toml && return
    say "Installing the command hoanhap"
    pip install --no-deps --no-build-isolation --editable .
    mark_done project pyproject.toml
}

install_front_end() {
    local files=(package.json package-lock.json .npmrc)
    if ! [ -d node_modules ] || ! is_done front-end "${files[@]}"; then
        say "Installing the front-end files"
        PATH="$venv/bin:$PATH" npm ci --ignore-scripts --loglevel=error
        mark_done front-end "${files[@]}"
    fi
    "$venv/bin/python" tools/vendor.py
}

find_browser() {
    command -v chromium >/dev/null || debian chromium && return
    [ -z "${CI:-}" ] || stop "chromium is missing and cannot be installed here; the browser tests need it."
    warn "chromium is missing and cannot be installed here: the browser tests (e2e/) will be left out."
}

find_voice() {
    command -v espeak-ng >/dev/null || debian espeak-ng && return
    [ -z "${CI:-}" ] || stop "espeak-ng is missing and cannot be installed here; the tests of what is heard need it."
    warn "espeak-ng is missing and cannot be installed here: no page is read aloud, and the tests of what is heard are left out."
}

find_screen_reader() {
    "$venv/bin/python" -m e2e.screenreader.desktop 2>/dev/null && return
    debian orca at-spi2-core dbus-daemon libglib2.0-bin locales openbox speech-dispatcher \
        speech-dispatcher-audio-plugins xdotool xvfb && return
    [ -z "${CI:-}" ] || stop "Orca is missing and cannot be installed here; the spoken tests need it."
    warn "Orca is missing and cannot be installed here: the spoken tests (e2e/screenreader/) will be left out."
}

find_second_browser() {
    "$venv/bin/python" -m e2e.screenreader.firefox 2>/dev/null || debian firefox-esr && return
    [ -z "${CI:-}" ] || stop "firefox-esr is missing and cannot be installed here; a spoken test needs it."
    warn "firefox-esr is missing and cannot be installed here (Ubuntu has none): the story told in it will be left out."
}

exec 9<"$0" && flock 9 # two set-ups at once would undo each other
make_venv
install_requirements
install_project
install_front_end
if [ "${1:-}" = tests ]; then
    find_browser
    find_voice
    find_screen_reader
    find_second_browser
fi
