"""What strangers' bytes cost the process that reads them: twice the bytes, at most 2.5 times.

Every parser and every pattern gets what is worst for it, once and twice as long. A file that is
refused counts as well, unless it is refused for what it took: that is no measure.
"""

import io
import os
import resource
from collections.abc import Callable, Iterator

from PIL import Image

from integrity.files import markup, sandbox
from tests.documents import document, written
from tests.office import A, P, R, W, X, docx, opendocument, packed, pptx, relations, xlsx

os.environ.setdefault("SECRET_KEY", "only for benchmarks")
Make = Callable[[int], bytes]
"""A file that grows with a number."""


def in_docx(words: Callable[[int], str]) -> Make:
    return lambda n: docx(**{"word/document.xml": words(n)}).read()


def noise(kind: str, mode: str = "RGB") -> Make:
    def make(n: int) -> bytes:
        raw = io.BytesIO()
        Image.effect_noise((1000, n), 100).convert(mode).save(raw, kind)
        return raw.getvalue()

    return make


def blank(n: int) -> bytes:
    raw = io.BytesIO()
    Image.new("RGBA", (1000, n)).save(raw, "PNG")
    return raw.getvalue()


def media(n: int) -> bytes:
    """Many pictures, each small."""
    raw = noise("PNG")(10)
    found = relations(*(("image", f"media/{k}.png") for k in range(n)))
    parts = {f"word/media/{k}.png": raw for k in range(n)}
    return docx(**{"word/_rels/document.xml.rels": found, **parts}).read()


def sheet(n: int) -> bytes:
    cells = "".join(f'<row r="{k}"><c r="A{k}"><f>[1]a!B2</f><v>1</v></c></row>' for k in range(n))
    return xlsx(
        **{"xl/worksheets/sheet1.xml": f"<worksheet {X}><sheetData>{cells}</sheetData></worksheet>"}
    ).read()


def slides(n: int) -> bytes:
    found = f"<p:sld {P} {A}>{'<a:hlinkClick/><a:t>x</a:t>' * n}</p:sld>"
    return pptx(**{"ppt/slides/slide1.xml": found}).read()


def text(n: int) -> bytes:
    words = "<text:p>x<office:annotation>y</office:annotation></text:p>" * n
    return opendocument("text", words).read()


def pages(n: int) -> bytes:
    return written(document(n))


def members(n: int) -> bytes:
    return packed({"word/document.xml": "<x/>", **{f"x/{k}": "" for k in range(n)}}).read()


def named(n: int) -> bytes:
    words = "<a>" + "<b>x.xml</b>" * n + "</a>"
    return packed({"OFD.xml": words}).read()


def removed(n: int) -> bytes:
    return packed({"OFD.xml": f"<a><b>{'<Actions/>x' * n}</b></a>"}).read()


def many_attributes(n: int) -> str:
    one = "".join(f" a{k}=''" for k in range(markup.ATTRIBUTES))
    return f"<w>{f'<b{one}/>' * n}</w>"


def book(sheet: str, styles: str = "") -> bytes:
    """A workbook of this one sheet."""
    return xlsx(
        **{
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
            ),
            "xl/worksheets/sheet1.xml": f"<worksheet {X}><sheetData>"
            f'<row r="1"><c r="A1"><v>1</v></c></row>{sheet}</sheetData></worksheet>',
            "xl/styles.xml": styles or f"<styleSheet {X}/>",
        }
    ).read()


def cells(n: int, more: str) -> str:
    return "".join(f'<row r="{k}"><c r="A{k}" {more}><v>1</v></c></row>' for k in range(2, n))


LIMIT = 20_000_000
FORMAT = "<numFmt numFmtId='200' formatCode='0.00&quot;%&quot;'/>"
QUOTED = "&quot;%&quot;"
PERCENT = f"<styleSheet {X}><cellXfs><xf numFmtId='0'/><xf numFmtId='9'/></cellXfs></styleSheet>"
CASES: dict[str, tuple[str, Make, int]] = {
    "a run of letters": ("docx", in_docx(lambda n: f"<w>{'a' * n}</w>"), 4_000_000),
    "words like names": ("docx", in_docx(lambda n: f"<w>{'author=' * n}</w>"), 600_000),
    "elements": ("docx", in_docx(lambda n: f"<w>{'<b/>' * n}</w>"), 300_000),
    "elements with many attributes": ("docx", in_docx(many_attributes), 1_000),
    "removed elements with words between": (
        "docx",
        in_docx(lambda n: f"<w:d {W}>{'<w:proofErr/>x' * n}</w:d>"),
        200_000,
    ),
    "references to nothing": (
        "docx",
        in_docx(lambda n: f"<w:d {W} {R}>" + "<w:x r:id='q'/>y" * n + "</w:d>"),
        100_000,
    ),
    "fields with what is removed": (
        "docx",
        in_docx(lambda n: f"<w:d {W}><w:instrText>{'<w:proofErr/>x' * n}</w:instrText></w:d>"),
        200_000,
    ),
    "fields": (
        "docx",
        in_docx(lambda n: f"<w:d {W}><w:instrText>{chr(92) * 2}{'A ' * n}</w:instrText></w:d>"),
        2_000_000,
    ),
    "names of namespaces": (
        "docx",
        in_docx(lambda n: f"<a:w xmlns:a='{'u' * n}'>{'<a:b/>' * n}</a:w>"),
        100_000,
    ),
    "pictures in a document": ("docx", media, 120),
    "formulas": ("xlsx", sheet, 60_000),
    "links on a slide": ("pptx", slides, 100_000),
    "comments of a text": ("odt", text, 100_000),
    "parts of a package": ("docx", members, 4_500),
    "names of parts": ("ofd", named, 60_000),
    "names with what is removed": ("ofd", removed, 200_000),
    "pages": ("pdf", pages, 400),
    "PNG, noise": ("png", noise("PNG"), 3_000),
    "PNG, nothing": ("png", blank, 10_000),
    "JPEG": ("jpg", noise("JPEG"), 10_000),
}


TABLES: dict[str, tuple[Make, int]] = {
    "cells": (lambda n: book(cells(n, "")), 60_000),
    "percentages": (lambda n: book(cells(n, "s='1'"), PERCENT), 60_000),
    "cells without an end": (lambda n: book("<c " * n), 1_000_000),
    "marks without an end": (lambda n: book("<c " + "s='1' " * n, PERCENT), 500_000),
    "places without an end": (lambda n: book(" r" * n + " r" + " " * n), 1_000_000),
    "attributes of one cell": (
        lambda n: book("<c " + "".join(f"a{k}='' " for k in range(n)) + "/>"),
        20_000,
    ),
    "styles without an end": (lambda n: book("", "<cellXfs " * n), 500_000),
    "formats": (
        lambda n: book("", f"<styleSheet {X}><numFmts>{FORMAT * n}</numFmts></styleSheet>"),
        60_000,
    ),
    "words of a format": (
        lambda n: book(
            "",
            f"<styleSheet {X}><numFmts><numFmt numFmtId='1' formatCode='{QUOTED * n}'/>"
            "</numFmts></styleSheet>",
        ),
        400_000,
    ),
    "sheets without an end": (
        lambda n: xlsx(**{"xl/workbook.xml": "<sheet " * n}).read(),
        500_000,
    ),
}
"""What is read to be imported."""


def growth() -> Iterator[tuple[str, float, float]]:
    """What was read, CPU seconds for so many bytes, and how many times as many for twice those."""
    for what, (ending, make, size) in CASES.items():
        yield f"{ending}: {what}", *compared(make, size, "clean", ending)
    for what, (make, size) in TABLES.items():
        yield f"table: {what}", *compared(make, size, "table", str(LIMIT), "")


def compared(make: Make, size: int, task: str, *words: str) -> tuple[float, float]:
    once, twice = (min(seconds(make(n), task, *words) for _k in range(2)) for n in (size, 2 * size))
    return once, twice / once


def seconds(raw: bytes, task: str, *words: str) -> float:
    """What the process took, its start included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        sandbox.run(task, io.BytesIO(raw), *words).close()
    except sandbox.Unsafe as unsafe:
        if unsafe.reason == sandbox.COMPLEX:
            raise RuntimeError(f"{task} of {len(raw)} bytes took all there is") from None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
