"""Takes out of a file what tells who made it, where and with what; which tool does it, by ending.

Runs in the sandbox only (integrity.files.sandbox): each tool is imported when a file needs it.
"""

from typing import IO

from integrity.files.sandbox import Unsafe

OFFICE = frozenset({"docx", "xlsx", "pptx"})
OPEN = frozenset({"odt", "ods"})
PICTURES = frozenset({"png", "jpg", "jpeg"})


def clean(file: IO[bytes], result: IO[bytes], ending: str) -> None:
    """Write the same file without what tells who made it; raises Unsafe."""
    result.write(_cleaned(file, ending))


def _cleaned(file: IO[bytes], ending: str) -> bytes:
    if ending in PICTURES:
        from integrity.files.pictures import Pictures

        return Pictures().redrawn(file.read(), ending)
    if ending == "pdf":
        from integrity.files import pdfs

        return pdfs.made(file.read())
    from integrity.files.packages import opened

    package = opened(file, ending)
    if ending in OFFICE:
        from integrity.files import ooxml

        return ooxml.anew(package, ending)
    if ending in OPEN:
        from integrity.files import opendocument

        return opendocument.anew(package)
    if ending == "ofd":
        from integrity.files import ofd

        return ofd.anew(package)
    raise Unsafe("broken")
