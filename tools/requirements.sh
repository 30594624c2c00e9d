#!/usr/bin/env bash
# Compile requirements/*.txt from pyproject.toml: every version pinned, every file by its hash, no index named.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() { # compile FILE ARGUMENT...: pins for Python 3.11 and later
    local file=$1
    shift
    "${UV:-.venv/bin/uv}" --no-config pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-header --output-file "requirements/$file" "$@"
    echo "requirements/$file: $(grep -c '^[a-z].*==' "requirements/$file") packages"
}

mkdir -p requirements
compile dev.txt --extra postgres --group dev --annotation-style line
# The smaller sets hold to the versions of the full one, which is the one that is tested.
compile run.txt --constraints requirements/dev.txt --no-annotate
compile postgres.txt --extra postgres --constraints requirements/dev.txt --no-annotate
