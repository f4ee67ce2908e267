"""What kinds of files are taken, and whether one is what its name says, by its content."""

import zipfile
from typing import IO

import puremagic
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.errors import Refused

OFFICE = "application/vnd.openxmlformats-officedocument."
ALLOWED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "ofd": "application/ofd",
    "csv": "text/csv",
    "txt": "text/plain",
}
"""Ending -> media type."""
MEMBERS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
"""The member by which a packed document is known."""


class WrongEvidence(Refused):
    """The file is empty, too big, or not what its name says."""

    title = _l("文件不能上传")


def check(stream: IO[bytes], name: str) -> str:
    """The ending of a file that is not too big and is what its name says; raises WrongEvidence."""
    ending = name.rpartition(".")[2].lower()
    if ending not in ALLOWED:
        raise WrongEvidence(_("只能上传：%(endings)s", endings=" ".join(ALLOWED)))
    size = stream.seek(0, 2)
    stream.seek(0)
    limit = current_app.config["UPLOAD_LIMIT"]
    if not 0 < size <= limit:
        raise WrongEvidence(_("文件为空或者超过 %(size)s MB。", size=limit // 1_000_000))
    true = _is_text(stream) if ending in ("csv", "txt") else _is(stream, ending)
    stream.seek(0)
    if not true:
        raise WrongEvidence(_("文件内容与扩展名 .%(ending)s 不符。", ending=ending))
    return ending


def _is(stream: IO[bytes], ending: str) -> bool:
    if ending in MEMBERS:
        try:
            with zipfile.ZipFile(stream) as packed:
                return MEMBERS[ending] in packed.namelist()
        except zipfile.BadZipFile:
            return False
    try:
        guess = puremagic.from_string(stream.read(4096), mime=True)
    except (puremagic.PureError, ValueError):
        return False
    return bool(guess == ALLOWED[ending])


def _is_text(stream: IO[bytes]) -> bool:
    raw = stream.read()
    for encoding in ("utf-8", "gb18030"):
        try:
            return "\0" not in raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return False
