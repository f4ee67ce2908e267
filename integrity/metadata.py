"""Takes out of a file what tells who made it, where and with what, as far as that is possible.

Pictures are drawn anew: nothing but the pixels remains, so no place and no camera. A PDF is made
anew of what its pages draw. Packed documents lose the names in their properties, comments and
tracked changes.
"""

import io
import re
import warnings
import zipfile
from typing import IO

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps

from integrity import pdfs
from integrity.errors import Refused

PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
PACKED = frozenset({"docx", "xlsx", "ofd"})
LARGEST = 200_000_000
"""Bytes that a packed document may have when unpacked."""
PIXELS = 100_000_000
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = b"http://schemas.openxmlformats.org/"
EMPTY = {
    "docProps/core.xml": HEAD
    + b'<cp:coreProperties xmlns:cp="'
    + OFFICE
    + b'package/2006/metadata/core-properties"/>',
    "docProps/app.xml": HEAD
    + b'<Properties xmlns="'
    + OFFICE
    + b'officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": HEAD
    + b'<Properties xmlns="'
    + OFFICE
    + b'officeDocument/2006/custom-properties"/>',
}
"""Members that hold nothing but properties, and what stands there instead."""
ATTRIBUTES = re.compile(
    rb"((?:\w+:)?(?:author|initials|userId|providerId|displayName|userName|lastModifiedBy)\s*=\s*)"
    rb'("[^"]*"|\'[^\']*\')'
)
PATHS = re.compile(rb'(absPath[^>]*\burl\s*=\s*)("[^"]*"|\'[^\']*\')')
ELEMENTS = re.compile(
    rb"<((?:\w+:)?(?:author|Author|Creator|CreatorVersion|DocID|ModUser))>[^<]*</\1>"
)


class NotReadable(Refused):
    """A file from which nothing can be taken, because it cannot be read through."""

    title = _l("文件不能读取")


def stripped(stream: IO[bytes], ending: str) -> IO[bytes]:
    """The same file without what tells who made it; raises NotReadable."""
    try:
        if ending in PICTURES:
            return io.BytesIO(_redrawn(stream.read(), PICTURES[ending]))
        if ending in PACKED:
            return _repacked(stream)
        if ending == "pdf":
            return io.BytesIO(pdfs.anew(stream.read()))
    except pdfs.Locked:
        raise NotReadable(
            _("PDF 有密码或者限制。请去掉密码，或者打印成新的 PDF 后再上传。")
        ) from None
    except pdfs.Living:
        raise NotReadable(
            _("PDF 是可以填写的表单。请打印成新的 PDF，或者截成图片后再上传。")
        ) from None
    except pdfs.Broken:
        raise NotReadable(
            _("PDF 已损坏或者过于复杂。请打印成新的 PDF，或者截成图片后再上传。")
        ) from None
    except (OSError, ValueError, SyntaxError, zipfile.BadZipFile, Image.DecompressionBombError):
        raise NotReadable(_("请另存为图片或者 PDF 后再上传。")) from None
    return stream


def _redrawn(raw: bytes, kind: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(raw), formats=[kind])
        except Image.DecompressionBombWarning as bomb:
            raise ValueError from bomb
    if picture.width * picture.height > PIXELS:
        raise ValueError("too large")
    upright = ImageOps.exif_transpose(picture)
    if kind == "JPEG" and upright.mode not in ("RGB", "L"):
        upright = upright.convert("RGB")
    clean = Image.new(upright.mode, upright.size)
    if upright.mode == "P":
        clean = upright.convert("RGBA")
        clean.info.clear()
    else:
        clean.paste(upright)
    written = io.BytesIO()
    clean.save(written, kind, **({"quality": 90} if kind == "JPEG" else {}))
    return written.getvalue()


def _repacked(stream: IO[bytes]) -> IO[bytes]:
    written = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        if sum(member.file_size for member in old.infolist()) > LARGEST:
            raise ValueError("too large")
        for member in old.infolist():
            if not member.is_dir():
                new.writestr(
                    zipfile.ZipInfo(member.filename), _cleaned(member.filename, old.read(member))
                )
    written.seek(0)
    return written


def _cleaned(name: str, raw: bytes) -> bytes:
    """One member of a packed document."""
    if name in EMPTY:
        return EMPTY[name]
    ending = name.rpartition(".")[2].lower()
    if ending in PICTURES:
        return _redrawn(raw, PICTURES[ending])
    if ending in ("xml", "rels"):
        raw = ATTRIBUTES.sub(rb'\1""', raw)
        raw = PATHS.sub(rb'\1""', raw)
        return ELEMENTS.sub(rb"<\1></\1>", raw)
    return raw
