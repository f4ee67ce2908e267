"""Files that are ZIP archives of XML parts: measured while they are read, written anew.

Runs in the sandbox only (integrity.files.sandbox).
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import IO

from integrity.files.sandbox import Unsafe

UNPACKED = 150_000_000
"""Bytes of all parts together when unpacked, counted as they come, whatever the directory says."""
PARTS = 10_000
ENCRYPTED = 1
MIME = "mimetype"
KNOWN_BY = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "ofd": "OFD.xml",
    "odt": "content.xml",
    "ods": "content.xml",
}
"""The part by which a kind of package is known."""
OPEN = {"odt": "text", "ods": "spreadsheet"}
"""Kinds that also say what they are in a part of their own."""


class Package:
    """What is in an archive, by name."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            raise Unsafe("broken") from None
        found = [part for part in self._archive.infolist() if not part.is_dir()]
        self._parts = {part.filename: part for part in found}
        self._left = UNPACKED
        if len(self._parts) > PARTS:
            raise Unsafe("complex")
        if len(self._parts) < len(found):  # one reader would see one, the next another
            raise Unsafe("broken")
        if any(part.flag_bits & ENCRYPTED for part in found):
            raise Unsafe("locked")

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """A part unpacked; raises Unsafe."""
        if name not in self._parts:
            raise Unsafe("broken")
        try:
            with self._archive.open(self._parts[name]) as part:
                raw = part.read(self._left + 1)
        except (
            zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError,
            RuntimeError,
        ):  # fmt: skip
            raise Unsafe("broken") from None
        self._left -= len(raw)
        if self._left < 0:
            raise Unsafe("unpacked", most=UNPACKED // 1_000_000)
        return raw


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, without days and systems; its kind, if it says one, first."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: name != MIME):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name == MIME else zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return written.getvalue()


def check(file: IO[bytes], result: IO[bytes], ending: str) -> None:
    """Raise Unsafe for an archive that is not what its ending says; nothing else is unpacked."""
    opened(file, ending)


def opened(file: IO[bytes], ending: str) -> Package:
    """A package that is what its ending says; raises Unsafe."""
    package = Package(file)
    if KNOWN_BY[ending] not in package:
        raise Unsafe("other")
    if ending in OPEN and not _says(package, OPEN[ending]):
        raise Unsafe("other")
    return package


def _says(package: Package, kind: str) -> bool:
    wanted = f"application/vnd.oasis.opendocument.{kind}".encode()
    return MIME in package and package.read(MIME).strip() == wanted
