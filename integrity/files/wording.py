"""The words of a PDF or a Word file, to be compared. Runs in the sandbox only (see sandbox.py)."""

import io
from typing import IO

import pypdfium2

from integrity.files import markup
from integrity.files.packages import Package
from integrity.files.sandbox import Unsafe

PAGES = 500
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def words(file: IO[bytes], result: IO[bytes], ending: str) -> None:
    """Write the words of a file in their order, whatever they look like; raises Unsafe."""
    raw = file.read()
    result.write((_of_pdf(raw) if ending == "pdf" else _of_docx(raw)).encode())


def _of_pdf(raw: bytes) -> str:
    try:
        with pypdfium2.PdfDocument(raw) as made:
            if len(made) > PAGES:
                raise Unsafe("complex")
            return "\n".join(page.get_textpage().get_text_range() for page in made)
    except pypdfium2.PdfiumError:
        raise Unsafe("broken") from None


def _of_docx(raw: bytes) -> str:
    """Of every part that a page may show: the text, what stands above and below it, the notes."""
    whole = Package(io.BytesIO(raw))
    parts = sorted(n for n in whole.names() if n.startswith("word/") and n.endswith(".xml"))
    found = (markup.read(whole.read(name)).iter(WORDS) for name in parts)
    return "\n".join(run.text or "" for part in found for run in part)
