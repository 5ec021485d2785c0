#!/usr/bin/env bash
# Opens what the built command writes with other programs: workbooks with openpyxl, csv with the reader of
# Python, and text for Typst with Typst, which has to make a tagged PDF of it. Installs what is missing into
# target/formats, and writes nowhere else.
#
#     tests/formats/run.sh        SERVANDA: the command; otherwise that of the debug build
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export SERVANDA=${SERVANDA:-$root/target/debug/servanda}
[ -x "$SERVANDA" ] || { echo "there is no $SERVANDA: run cargo build first" >&2; exit 2; }

missing=()
command -v pdftotext >/dev/null || missing+=(poppler-utils)
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
    log=$(mktemp)
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
    rm "$log"
fi

# The packages are installed again whenever the list of them is another.
work=$root/target/formats
mkdir -p "$work"
if ! cmp -s "$here/requirements.txt" "$work/installed.txt"; then
    rm -rf "$work/python"
    python3 -m venv "$work/python"
    "$work/python/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$work/installed.txt"
fi

cd "$root"
"$work/python/bin/python" -B -m unittest discover --start-directory "$here"
