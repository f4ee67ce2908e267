#!/usr/bin/env bash
# Installs the Debian packages that the tests start privately, where they are missing (`long`: of the long tests too).
set -euo pipefail

missing=() clients=()
lacks() { ! eval "$1" >/dev/null 2>&1; }
need() { if lacks "$2"; then missing+=("$1"); fi; }
need postgresql 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb'
need redis-server 'command -v redis-server'
need chromium 'command -v chromium'
[ "${1:-}" != long ] || need pgbackrest 'command -v pgbackrest'
need fonts-noto-cjk 'ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'
need curl 'command -v curl'
if lacks 'command -v node'; then clients+=(nodejs); fi
if lacks 'command -v java'; then clients+=(default-jdk-headless); fi
[ ${#missing[@]} -gt 0 ] || [ ${#clients[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need Debian packages that are missing: ${missing[*]} ${clients[*]}" >&2
    echo "Install them with: sudo apt-get install --no-install-recommends ${missing[*]} ${clients[*]}" >&2
    [ ${#missing[@]} -eq 0 ] || exit 1
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
install() { echo "Installing $* ..."; apt-get install -qq -y --no-install-recommends "$@"; }
apt-get update -qq
[ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
# without them the sample clients of docs/clients in those languages are skipped, and nothing else
[ ${#clients[@]} -eq 0 ] || install "${clients[@]}" || echo "Not installed: ${clients[*]}" >&2
