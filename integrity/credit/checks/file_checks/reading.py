"""Reading a file of codes: a table (CSV, XLSX) by its header, or NDJSON line by line.

A right code is kept, and one that breaks the rule where somebody looked at it and kept it; nothing
else that a line says: neither a name nor what may be the number of a person.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

import orjson
from flask_babel import gettext as _

from integrity.base.db import in_batches
from integrity.credit.checks.list_forms import CODES
from integrity.credit.checks.queries import BatchTooLarge, WrongBatch
from integrity.files import headers, sheets
from integrity.people.subjects import kept_codes
from integrity.people.subjects.identifiers import is_uscc, normalised

MOST = 1_000_000
"""Codes of one file."""
LARGEST = 60_000_000
"""Bytes of a million codes as NDJSON or beside a name in a table, and some room."""
LONGEST = 10_000
"""Bytes of a line of NDJSON."""
READ = 10_000
"""Codes that are looked at together."""
CLEAN = re.compile(r"[0-9A-Z]{18}", re.ASCII)
NOBODYS = re.compile(r"(?![1-8]\d{16}[\dX])[0-9A-Z]{18}", re.ASCII)
"""What needs no second look: it cannot be the number of a person."""
PERSON = re.compile(r"[1-8]\d{16}[\dX]", re.ASCII)
"""What may be the number of a person: kept only if it is a right code of another kind."""


def of_table(path: Path) -> Iterator[str]:
    """What stands in the column of codes; raises WrongFile, UnfitHeader."""
    header, lines = headers.find((CODES,), sheets.read(path, LARGEST).lines)
    place = header.keys.index(CODES.key)
    for _line, cells in lines:
        if any(cells):
            yield cells[place] if place < len(cells) else ""


def of_lines(stream: IO[bytes]) -> Iterator[str]:
    """A code a line: {"code": "…"} or "…"; raises WrongBatch for what is no JSON."""
    number = 0
    while line := stream.readline(LONGEST):
        number += 1
        if not line.strip():
            continue
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise WrongBatch(_("第 %(line)s 行不是有效的 JSON。", line=number)) from None
        code = said.get("code") if isinstance(said, dict) else said
        yield code if isinstance(code, str) else ""


def packed(found: Iterable[str]) -> tuple[bytes, int]:
    """The codes by line, and how many there are; raises WrongBatch, BatchTooLarge."""
    packing, parts, count = zlib.compressobj(1), [], 0
    for texts in in_batches(found, READ):
        count += len(texts)
        if count > MOST:
            raise BatchTooLarge(_("一个文件最多 %(most)d 个代码，请拆分。", most=MOST))
        parts.append(packing.compress("".join(f"{code}\n" for code in _kept(texts)).encode()))
    if not count:
        raise WrongBatch(_("文件中没有代码。"))
    return b"".join(parts) + packing.flush(), count


def unpacked(asked: bytes) -> list[str]:
    """The codes by line, "" where there was none to keep."""
    return zlib.decompress(asked).decode().split("\n")[:-1]


def _kept(texts: Sequence[str]) -> list[str]:
    """Codes as they are looked for, "" for what is none."""
    codes = [_right(text) for text in texts]
    none = {place: normalised(texts[place][:60]) for place, code in enumerate(codes) if not code}
    known = kept_codes.of(set(none.values()))
    for place, text in none.items():
        if text in known:
            codes[place] = text
    return codes


def _right(text: str) -> str:
    """A code that has the form of one, "" for what has not."""
    if NOBODYS.fullmatch(text):
        return text
    code = normalised(text[:60])
    if not CLEAN.fullmatch(code) or (PERSON.fullmatch(code) and not is_uscc(code)):
        return ""
    return code
