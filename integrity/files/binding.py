"""Makes pages of files, and one PDF of many. Runs in the sandbox only (integrity.files.sandbox)."""

import io
import json
import zipfile
from contextlib import ExitStack
from typing import IO, BinaryIO, cast

from pikepdf import Pdf
from PIL import Image

from integrity.files import pdfs
from integrity.files.cleaning import PICTURES
from integrity.files.pictures import Pictures
from integrity.files.sandbox import Unsafe

PAGE, FRAME = (1240, 1754), (1040, 1490)
"""Dots of an A4 page at 150 to the inch, and of the part of it that a picture may fill."""


def pages(file: IO[bytes], result: IO[bytes], ending: str) -> None:
    """Write a PDF of the pages of a file; raises Unsafe."""
    raw = file.read()
    result.write(_of_picture(raw, ending) if ending in PICTURES else pdfs.made(raw))


def count(file: IO[bytes], result: IO[bytes]) -> None:
    """Write how many pages each PDF in a zip has, in the order of their names."""
    with zipfile.ZipFile(file) as given:
        counted = [_number(given.read(part)) for part in sorted(given.namelist())]
    result.write(json.dumps(counted).encode())


def bind(file: IO[bytes], result: IO[bytes]) -> None:
    """Write one PDF of all in a zip, in the order of their names.

    The last of them has a page for each page of those that begin with `c`, and is laid over it.
    """
    with zipfile.ZipFile(file) as given, Pdf.new() as made, ExitStack() as stack:
        *parts, stamps = sorted(given.namelist())
        over = stack.enter_context(Pdf.open(io.BytesIO(given.read(stamps))))
        counted = iter(over.pages)
        for part in parts:  # none is closed before all is written
            old = stack.enter_context(Pdf.open(io.BytesIO(given.read(part))))
            first = len(made.pages)
            made.pages.extend(old.pages)
            for number in range(first, len(made.pages) if part.startswith("c") else first):
                made.pages[number].add_overlay(next(counted), None)
        made.save(cast(BinaryIO, result), deterministic_id=True, compress_streams=True)


def _number(raw: bytes) -> int:
    with Pdf.open(io.BytesIO(raw)) as made:
        return len(made.pages)


def _of_picture(raw: bytes, ending: str) -> bytes:
    """A page with a picture, upright, as large as it may be and no larger than it is."""
    try:
        picture = Image.open(io.BytesIO(Pictures().redrawn(raw, ending))).convert("RGBA")
    except (OSError, ValueError):
        raise Unsafe("broken") from None
    picture.thumbnail(FRAME)
    page = Image.new("RGB", PAGE, "white")
    left, top = ((page.size[n] - picture.size[n]) // 2 for n in (0, 1))
    page.paste(picture, (left, top), picture)
    written = io.BytesIO()
    page.save(written, "PDF", resolution=150.0)
    return written.getvalue()
