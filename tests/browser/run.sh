#!/usr/bin/env bash
# Opens the HTML pages of the built command in a browser and tests them. Installs what is missing: a
# browser, a reader of PDF files, and the two packages of the lockfile. Writes to target/browser only.
#
#     tests/browser/run.sh [TEST_FILE…]        SERVANDA: the command; otherwise that of the debug build
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export SERVANDA=${SERVANDA:-$root/target/debug/servanda}
[ -x "$SERVANDA" ] || { echo "there is no $SERVANDA: run cargo build first" >&2; exit 2; }

missing=()
for each in chromium:chromium pdftotext:poppler-utils node:nodejs npm:npm; do
    command -v "${each%%:*}" >/dev/null || missing+=("${each##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
    log=$(mktemp)
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
    rm "$log"
fi

# The packages are installed beside the build, and again whenever the lockfile is another.
work=$root/target/browser
mkdir -p "$work"
rm -rf "$work/pages"
if ! cmp -s "$here/package-lock.json" "$work/node_modules/installed-lock.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$work/"
    (cd "$work" && npm ci --silent --ignore-scripts)
    cp "$here/package-lock.json" "$work/node_modules/installed-lock.json"
fi

cd "$root"
files=("$@")
[ ${#files[@]} -gt 0 ] || files=("$here"/*.test.mjs)
node --test --test-concurrency=2 "${files[@]}"
