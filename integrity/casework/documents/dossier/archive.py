"""A dossier as a sealed archive: every paper and file as it is, with hashes that the server signed.

Whoever unpacks it can verify it without this system: SHA-256 of each file stands in manifest.json,
whose bytes are signed (Ed25519) in manifest.sig.json. Names are plain, so that every program
unpacks them alike.
"""

import base64
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from integrity.base import server_keys
from integrity.casework.documents.dossier.contents import (
    LOG_HEAD,
    Dossier,
    Entry,
    Facts,
    File,
    Log,
    Withheld,
)
from integrity.casework.documents.dossier.packing import pack
from integrity.casework.documents.rendering.pdf import pdf
from integrity.files.filetypes import ALLOWED

FORMAT = "integrity-dossier/1"
MANIFEST, SEAL, README = "manifest.json", "manifest.sig.json", "README.txt"
LOST = "文件缺失，须从备份恢复。"
HOW = (
    "本封存包可以离线核验：解压后运行 flask dossier verify 文件夹 --keys 公钥文件。",
    "公钥由本系统公布：/.well-known/integrity-keys.json。",
    "也可以自行核对：各文件的SHA-256见manifest.json，",
    "该文件的Ed25519签名和公钥见manifest.sig.json。",
)


class NotVerified(Exception):
    """The folder is not what was sealed, or was not sealed by a key that is trusted."""


def sealed(dossier: Dossier) -> IO[bytes]:
    """The archive as a file that is gone when it is closed."""
    rows: list[dict[str, Any]] = []
    return pack(_end(dossier, rows), pack(_parts(dossier, rows)))


def verify(folder: Path, trusted: set[str] | None = None) -> int:
    """How many files are what was sealed: all of them; raises NotVerified.

    `trusted`: the server's public keys (base64) as its site publishes them, to be compared.
    """
    try:
        manifest = (folder / MANIFEST).read_bytes()
        seal = json.loads((folder / SEAL).read_bytes())
        key = seal["public_key"]
        if trusted is not None and key not in trusted:
            raise NotVerified("the key is none of those that were given")
        raw = base64.b64decode(key, validate=True)
        if not server_keys.verify(raw, manifest, seal["signature"]):
            raise NotVerified("the signature does not fit manifest.json")
        said = json.loads(manifest)
        known = {file["name"]: file["sha256"] for row in said["entries"] for file in row["files"]}
    except (OSError, KeyError, TypeError, ValueError) as fault:
        raise NotVerified(f"not a sealed dossier: {fault!r}") from None
    if said["format"] != FORMAT:
        raise NotVerified(f"unknown format {said['format']!r}")
    _compare(folder, known)
    return len(known)


def _compare(folder: Path, known: dict[str, str]) -> None:
    found = {path.name for path in folder.iterdir()} - {MANIFEST, SEAL, README}
    if lost := sorted(known.keys() - found):
        raise NotVerified(f"missing: {', '.join(lost)}")
    if strange := sorted(found - known.keys()):
        raise NotVerified(f"not sealed: {', '.join(strange)}")
    for name, sha256 in known.items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise NotVerified(f"altered: {name}")


def _parts(dossier: Dossier, rows: list[dict[str, Any]]) -> Iterator[tuple[str, IO[bytes]]]:
    for number, entry in enumerate(dossier.entries, 1):
        row = _row(number, entry)
        rows.append(row)
        for ending, stream in _streams(entry, row):
            name = f"{number:04d}{ending}"
            row["files"].append(_listed(name, stream))
            yield name, stream


def _row(number: int, entry: Entry) -> dict[str, Any]:
    said = {"order": number, "number": entry.number, "author": entry.author, "files": []}
    return said | {"title": entry.title, "day": entry.day.isoformat()}


def _streams(entry: Entry, row: dict[str, Any]) -> Iterator[tuple[str, IO[bytes]]]:
    """An entry as files; what it does not have is said in its row."""
    content = entry.content
    if isinstance(content, Withheld):
        row["missing"] = content.why
    elif isinstance(content, Log):
        rows = [dict(zip(LOG_HEAD, cells, strict=True)) for cells in content.rows]
        yield "-log.json", io.BytesIO(_written(rows))
    elif isinstance(content, Facts):
        yield "-facts.json", io.BytesIO(_written(dict(content.rows)))
    elif isinstance(content, File):
        row |= {"name": content.name, "recorded_sha256": content.sha256}
        ending = content.ending if content.ending in ALLOWED else "bin"
        try:
            yield f"-file.{ending}", content.path.open("rb")
        except FileNotFoundError:
            row["missing"] = LOST
    else:
        yield "-paper.pdf", io.BytesIO(pdf(content))
        yield "-paper.json", io.BytesIO(content.paper.text().encode())


def _written(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _listed(name: str, stream: IO[bytes]) -> dict[str, Any]:
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    size = stream.tell()
    stream.seek(0)
    return {"name": name, "size": size, "sha256": digest}


def _end(dossier: Dossier, rows: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    said = {
        "format": FORMAT,
        "ref": dossier.ref,
        "title": dossier.title,
        "kind": dossier.kind,
        "keeper": dossier.keeper,
        "made_at": dossier.made_at.isoformat(),
        "made_by": dossier.made_by,
        "entries": rows,
    }
    manifest = _written(said)
    key_id, signature = server_keys.sign(manifest)
    seal = {"algorithm": "Ed25519", "key_id": key_id, "public_key": server_keys.public_key()}
    yield MANIFEST, manifest
    yield SEAL, json.dumps(seal | {"signature": signature}, indent=1).encode()
    told = [f"卷宗 {dossier.ref} {dossier.title}", "", *HOW, "", *map(_told, rows)]
    yield README, "\r\n".join(told).encode()


def _told(row: dict[str, Any]) -> str:
    names = "、".join(file["name"] for file in row["files"]) or row.get("missing", "")
    return f"{row['order']}. {row['day']} {row['number']} {row['title']}：{names}"
