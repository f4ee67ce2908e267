#!/usr/bin/env bash
# Installs what lies beside it, asking nothing of any network: ./install.sh [FOLDER, /opt/integrity by default]
#
# Needs Debian 12 or another Linux with Python 3.11 (python3-venv). The same again upgrades: settings,
# INSTANCE and database lie elsewhere and are not touched.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
to=${1:-/opt/integrity}

(cd "$here" && sha256sum --quiet --strict -c SHA256SUMS) || {
    echo 'The archive is damaged or was changed: nothing was installed.' >&2
    exit 1
}
mkdir -p "$to"
tar -C "$here" --exclude=./wheels --exclude=./install.sh -c . | tar -C "$to" -x
[ -x "$to/.venv/bin/python" ] || python3.11 -m venv "$to/.venv"
"$to/.venv/bin/python" -m pip install -q --disable-pip-version-check --no-index --no-deps --require-hashes \
    --find-links "$here/wheels" -r "$to/requirements.txt"
echo "Installed in $to. Next: settings in /etc/integrity.env, then"
echo "    $to/.venv/bin/flask --app $to/wsgi.py db upgrade && $to/.venv/bin/flask --app $to/wsgi.py rules load"
echo "and deploy/systemd/ has the units (README, Run it for real)."
