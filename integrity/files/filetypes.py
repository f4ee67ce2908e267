"""What kinds of files are taken, and whether one is what its name says, by its content."""

from codecs import getincrementaldecoder
from typing import IO

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.base.security import most_bytes
from integrity.files import metadata, sandbox

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
ALLOWED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "pptx": OFFICE + "presentationml.presentation",
    "odt": OPEN + "text",
    "ods": OPEN + "spreadsheet",
    "ofd": "application/ofd",
    "csv": "text/csv",
    "txt": "text/plain",
}
"""Ending -> media type."""
TEXT = frozenset({"csv", "txt"})
ZIP = b"PK\x03\x04"
CHUNK = 1 << 20
BEGINNINGS = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
}
"""How files begin that are no archives."""


class WrongEvidence(Refused):
    """The file is empty, too big, or not what its name says."""

    title = _l("文件不能上传")


def check(stream: IO[bytes], name: str, *, opened: bool = False) -> str:
    """The ending of a file that is not too big and is what its name says; raises WrongEvidence.

    opened: an archive will be read through anyway, and is not opened here.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ALLOWED:
        raise WrongEvidence(_("只能上传：%(endings)s", endings=" ".join(ALLOWED)))
    size = stream.seek(0, 2)
    stream.seek(0)
    limit = most_bytes() or current_app.config["UPLOAD_LIMIT"]
    if not 0 < size <= limit:
        raise WrongEvidence(_("文件为空或者超过 %(size)s MB。", size=limit // 1_000_000))
    true = _is_text(stream) if ending in TEXT else _begins(stream, ending)
    stream.seek(0)
    if not true:
        raise WrongEvidence(_("文件内容与扩展名 .%(ending)s 不符。", ending=ending))
    if not opened and ending not in TEXT and ending not in BEGINNINGS:
        _open(stream, ending)
    return ending


def _begins(stream: IO[bytes], ending: str) -> bool:
    return stream.read(8).startswith(BEGINNINGS.get(ending, ZIP))


def _open(stream: IO[bytes], ending: str) -> None:
    """Raise WrongEvidence for an archive of something else."""
    try:
        sandbox.run("check", stream, ending).close()
    except sandbox.Unsafe as unsafe:
        raise WrongEvidence(metadata.told(unsafe, ending)) from None


def _is_text(stream: IO[bytes]) -> bool:
    return any(_decodes(stream, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(stream: IO[bytes], encoding: str) -> bool:
    stream.seek(0)
    decoder = getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(CHUNK):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
