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

check "ruff check" ruff check
check "ruff format" ruff format --check
check "mypy" mypy
check "lint-imports" lint-imports --no-logo
check "djlint" djlint templates --lint --quiet
check "translations" python tools/translations.py --check
check "pytest tests" pytest tests -n 2 --maxfail=$many
if command -v chromium >/dev/null; then
    check "pytest e2e" pytest e2e -n 2 --maxfail=$many
elif [ -n "${CI:-}" ]; then
    check "chromium is there for pytest e2e" false
else
    left_out+=("pytest e2e: there is no chromium on this machine")
fi
summary "Every check that ran passed in $SECONDS s."
