#!/usr/bin/env bash
# Run every check in turn, quickest first; stop at the first that fails and say what passed, failed and was not run.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"

many=20 # failures after which nobody learns more by waiting

passed=()
left_out=()

summary() {
    printf '\n'
    [ ${#passed[@]} = 0 ] || printf '  ok        %s\n' "${passed[@]}"
    [ ${#left_out[@]} = 0 ] || printf '  LEFT OUT  %s\n' "${left_out[@]}"
    printf '%s\n' "$1"
}

check() { # check NAME COMMAND...
    local name=$1 begun=$SECONDS
    shift
    printf '\n\033[1m== %s\033[0m\n' "$name"
    if "$@"; then
        passed+=("$name, $((SECONDS - begun)) s")
    else
        summary "  FAILED    $name, $((SECONDS - begun)) s; what comes after it was not run"
        exit 1
    fi
}

check_with() { # check_with QUESTION NAME COMMAND...: left out where the answer is no, but not in CI
    if $1 >/dev/null; then
        check "${@:2}"
    elif [ -n "${CI:-}" ]; then
        check "what $2 needs" false
    else
        left_out+=("$2: this machine does not have what it needs ($1)")
    fi
}

listen() { # what is not heard is listened for once more: a real screen reader loses an utterance now and then
    # The first round hears all of them side by side, however many fail; the second only those that failed, in quiet.
    local again=("$@")
    again=("${again[@]/%.xml/-again.xml}")
    pytest "$@" -n 3 --dist worksteal || pytest "${again[@]}" --last-failed --last-failed-no-failures=none
}

check "ruff check" ruff check
check "ruff format" ruff format --check
check "mypy" mypy
check "lint-imports" lint-imports --no-logo
check "djlint" djlint templates --lint --quiet
check "translations" python tools/translations.py --check
check "pytest tests" pytest tests --ignore=tests/test_phonemes.py -n 2 --maxfail=$many
check_with "command -v espeak-ng" "pytest tests/test_phonemes.py, and what pages sound like" pytest tests/test_phonemes.py -n 2
check_with "command -v chromium" "pytest e2e" pytest e2e --ignore=e2e/screenreader -m "not thorough" \
    -n 2 --maxfail=$many --junitxml=test-results/looked.xml
but=()
if [ -z "${CI:-}" ] && ! python -m e2e.screenreader.firefox >/dev/null; then
    but=(--ignore=e2e/screenreader/test_firefox.py)
    left_out+=("pytest e2e/screenreader/test_firefox.py: this machine has no firefox-esr")
fi
check_with "python -m e2e.screenreader.desktop" "pytest e2e/screenreader" \
    listen e2e/screenreader "${but[@]}" -m "not thorough" --junitxml=test-results/heard.xml
summary "Every check that ran passed in $SECONDS s."
