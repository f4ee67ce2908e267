#!/usr/bin/env bash
# Installs the Debian packages that the tests start privately, where they are missing (`long`: of the long tests too).
set -euo pipefail

missing=()
need() { eval "$2" >/dev/null 2>&1 || missing+=("$1"); }
need postgresql 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb'
need redis-server 'command -v redis-server'
need chromium 'command -v chromium'
[ "${1:-}" != long ] || need pgbackrest 'command -v pgbackrest'
need fonts-noto-cjk 'ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'
need curl 'command -v curl' # the sample clients of docs/clients
need nodejs 'command -v node'
need default-jdk-headless 'command -v java'
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need Debian packages that are missing: ${missing[*]}" >&2
    echo "Install them with: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
echo "Installing ${missing[*]} ..."
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends "${missing[@]}"
