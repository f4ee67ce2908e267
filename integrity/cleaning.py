"""Takes out of a file what tells who made it, where and with what; which tool does it, by ending.

Runs in the sandbox only (integrity.sandbox): each tool is imported when a file needs it.
"""

from typing import IO

from integrity.sandbox import Unsafe

OFFICE = frozenset({"docx", "xlsx", "pptx"})
OPEN = frozenset({"odt", "ods"})
PICTURES = frozenset({"png", "jpg", "jpeg"})


def clean(file: IO[bytes], result: IO[bytes], ending: str) -> None:
    """Write the same file without what tells who made it; raises Unsafe."""
    result.write(_cleaned(file, ending))


def _cleaned(file: IO[bytes], ending: str) -> bytes:
    if ending in PICTURES:
        from integrity.pictures import Pictures

        return Pictures().redrawn(file.read(), ending)
    if ending == "pdf":
        from integrity import pdfs

        return pdfs.made(file.read())
    from integrity.packages import opened

    package = opened(file, ending)
    if ending in OFFICE:
        from integrity import ooxml

        return ooxml.anew(package, ending)
    if ending in OPEN:
        from integrity import opendocument

        return opendocument.anew(package)
    if ending == "ofd":
        from integrity import ofd

        return ofd.anew(package)
    raise Unsafe("broken")
