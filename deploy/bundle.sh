#!/usr/bin/env bash
# One archive that installs this system on a machine without internet: `make bundle`, ARCH=aarch64 for arm64.
#
# In it: the program as committed with its compiled translations, a wheel of everything in uv.lock for
# Linux and Python 3.11 with the digests of the lock, SHA256SUMS of all, and install.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

arch=${ARCH:-$(uname -m)}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
name=integrity-$version-$arch
out=${OUT:-dist}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
made=$work/$name
mkdir -p "$made/wheels" "$out"

git archive HEAD | tar -x -C "$made" --exclude=tests --exclude=.ci
.venv/bin/pybabel -q compile -d "$made/integrity/translations"
.venv/bin/uv export -q --locked --no-dev --no-emit-project --format requirements.txt \
    -o "$made/requirements.txt" >/dev/null
# What only some versions of Python 3.11 need comes along too.
sed -E "s/ ; python_full_version < '3\.11[^\\\\]*/ /" "$made/requirements.txt" >"$work/wanted.txt"
platforms=()
for glibc in 2_17 2_24 2_26 2_27 2_28 2_31 2_34 2_36; do
    platforms+=(--platform "manylinux_${glibc}_$arch")
done
.venv/bin/python -m pip download -qqq --disable-pip-version-check --only-binary=:all: --no-deps --require-hashes \
    --python-version 3.11 "${platforms[@]}" --platform "manylinux2014_$arch" \
    -r "$work/wanted.txt" -d "$made/wheels"
install -m 755 deploy/install.sh "$made/install.sh"
(cd "$made" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
tar -C "$work" --owner=0 --group=0 --sort=name -czf "$out/$name.tar.gz" "$name"
(cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "$out/$name.tar.gz: $(find "$made/wheels" -type f | wc -l) wheels, $(du -h "$out/$name.tar.gz" | cut -f1)"
