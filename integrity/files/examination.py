"""What somebody sends is checked by its content, scanned and cleaned, once."""

from typing import IO

from flask import g

from integrity.base.errors import Refused
from integrity.files import metadata, scanner
from integrity.files.filetypes import check


def examined(stream: IO[bytes], name: str, *, stripped: bool = False) -> tuple[str, IO[bytes]]:
    """The ending of a file and what of it is stored; raises WrongEvidence and others.

    What was examined before is not examined again.
    """
    known = g.setdefault("examined", {})
    asked = (stream, name, stripped)
    if asked not in known:
        try:
            known[asked] = _examined(stream, name, stripped)
        except Refused as refused:
            known[asked] = refused
    if isinstance(known[asked], Refused):
        raise known[asked]
    return known[asked]  # type: ignore[no-any-return]


def _examined(stream: IO[bytes], name: str, stripped: bool) -> tuple[str, IO[bytes]]:
    ending = check(stream, name, opened=stripped)
    scanner.scan(stream)
    return ending, metadata.stripped(stream, ending) if stripped else stream
