"""Takes out of a file what tells who made it, where and with what, as far as that is possible.

Pictures are drawn anew: nothing but the pixels remains, so no place and no camera. A PDF and an
office document are made anew of what they show. All of it happens in the sandbox, see
integrity.files.cleaning; here is only what is told to whoever sent a file that cannot be cleaned.
"""

from typing import IO, Any

from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.files import sandbox

CLEANED = frozenset({"png", "jpg", "jpeg", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "ofd"})
"""Endings of files with more in them than what they show."""
WORDS = {
    "complex": _l("文件过于复杂，无法安全处理。请另存为 PDF、截成图片或者拆分后再上传。"),
    "broken": _l("文件已损坏或者不规范。请另存为图片或者 PDF 后再上传。"),
    "other": _l("文件内容与扩展名 .%(ending)s 不符。"),
    "locked": _l("文件有密码或者限制。请去掉密码，或者打印成新的 PDF 后再上传。"),
    "living": _l("PDF 是可以填写的表单。请打印成新的 PDF，或者截成图片后再上传。"),
    "pixels": _l("图片太大，超过 %(most)s 万像素。请缩小后再上传。"),
    "pictures": _l("文件里的图片太多或者太大：最多 %(most)s 张，共 %(pixels)s 万像素。请拆分。"),
    "unpacked": _l("文件展开后超过 %(most)s MB。请拆分，或者另存为 PDF 后再上传。"),
    "busy": _l("现在上传文件的人较多。请稍后再试，或者先不带文件提交。"),
}
"""Why a file was not cleaned -> what is told, and what can be done."""
PDF_BROKEN = _l("PDF 已损坏。请打印成新的 PDF，或者截成图片后再上传。")


class NotReadable(Refused):
    """A file from which nothing can be taken, because it cannot be read through."""

    title = _l("文件不能读取")


def stripped(stream: IO[bytes], ending: str) -> IO[bytes]:
    """The same file without what tells who made it; raises NotReadable."""
    if ending not in CLEANED:
        return stream
    try:
        return sandbox.run("clean", stream, ending)
    except sandbox.Unsafe as unsafe:
        raise NotReadable(told(unsafe, ending)) from None


def told(unsafe: sandbox.Unsafe, ending: str) -> str:
    """The sentence for whoever sent it."""
    known: Any = WORDS.get(unsafe.reason, WORDS["broken"])
    if ending == "pdf" and known is WORDS["broken"]:
        known = PDF_BROKEN
    return str(known) % {"ending": ending, **unsafe.values}
