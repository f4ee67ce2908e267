"""A paper as a .docx (python-docx), for those who must go on writing in it: the PDF is what counts.

It has the measures of GB/T 9704 and names the fonts that it demands; Word takes others where they
are missing. The marks below each page say which text it came from.
"""

import io
from datetime import UTC, datetime, time

import segno
from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from integrity.casework.documents.paper import Shown, Table
from integrity.casework.documents.rendering import layout

FANG, SONG, HEI, KAI = "仿宋", "方正小标宋简体", "黑体", "楷体"
BODY, TITLE, SMALL, TABLE = 16.0, 22.0, 6.5, 12.0
PITCH = Pt(29)
BAR = 10
"""Letters of the widest bar beside a row."""
RED = RGBColor(0xD9, 0x00, 0x1B)
FONTS = {"paragraph": FANG, "heading": HEI, "subheading": KAI}


def docx(shown: Shown) -> bytes:
    """The same words as the PDF, part by part."""
    said = layout.layout(shown)
    made = Document()
    _set_page(made, shown)
    _write_marks(made, said)
    _write_head(made, said)
    for part in said.body:
        if isinstance(part, Table):
            _write_table(made, part)
        else:
            _paragraph(made, part, FONTS[layout.kind(part)], indent=2)
    for line in said.enclosures:
        _paragraph(made, line, indent=2)
    _write_end(made, said)
    raw = io.BytesIO()
    made.save(raw)
    return raw.getvalue()


def _set_page(made: Made, shown: Shown) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(10), Mm(16)
    told = made.core_properties
    told.title, told.author = shown.paper.title[:250], shown.paper.issuer[:250]
    told.comments = ""
    told.created = told.modified = datetime.combine(shown.paper.day, time(), UTC)
    if shown.address:
        code = io.BytesIO()
        segno.make(shown.address, error="m").save(code, kind="png", border=1, scale=4)
        code.seek(0)
        corner = section.header.paragraphs[0]
        corner.alignment = ALIGN.RIGHT
        corner.add_run().add_picture(code, width=Mm(21))


def _write_marks(made: Made, said: layout.Layout) -> None:
    """Page number and marks below each page; above it, that it is not in force yet or any more."""
    section = made.sections[0]
    number = section.footer.paragraphs[0]
    number.alignment = ALIGN.CENTER
    _run(number, "— ", FANG, 14)
    _add_field(_run(number, "", FANG, 14), "PAGE")
    _run(number, " —", FANG, 14)
    for mark in said.marks:
        _run(section.footer.add_paragraph(), mark, FANG, SMALL)
    if said.watermark:
        above = section.header.add_paragraph()
        above.alignment = ALIGN.CENTER
        _run(above, said.watermark, HEI, 36).font.color.rgb = RGBColor(0xA0, 0xA0, 0xA0)


def _write_head(made: Made, said: layout.Layout) -> None:
    if said.paper.red_head:
        size, rows = layout.mark(said.paper.issuer)
        mark = _paragraph(made, "\n".join(rows), SONG, size, ALIGN.CENTER, exact=False)
        mark.runs[0].font.color.rgb = RED
        number = _paragraph(made, said.number, align=ALIGN.CENTER)
        _draw_line(number, "bottom", "D9001B", 16)
        _paragraph(made, "")
    elif said.number:
        _paragraph(made, said.number, align=ALIGN.RIGHT)
    title = "\n".join(layout.rows(said.paper.title, layout.TITLE_LINE))
    _paragraph(made, title, SONG, TITLE, ALIGN.CENTER, exact=False)
    _paragraph(made, "")
    if said.addressee:
        _paragraph(made, said.addressee)


def _write_table(made: Made, table: Table) -> None:
    if table.caption:
        _paragraph(made, table.caption, HEI, TABLE, ALIGN.CENTER)
    wide = layout.widths(table)
    rows = [table.head, *table.rows]
    if table.bars:  # Word is given the bars as letters, which stay as long as they are when edited
        drawn = ["", *("█" * round(length * BAR / 1000) for length in table.bars)]
        rows, wide = [(*row, bar) for row, bar in zip(rows, drawn, strict=True)], [*wide, BAR]
    grid = made.add_table(rows=0, cols=len(wide), style="Table Grid")
    grid.autofit = False
    for number, row in enumerate(rows):
        cells = grid.add_row().cells
        for cell, words, share in zip(cells, row, wide, strict=True):
            cell.width = Pt(layout.TEXT_WIDTH * share / sum(wide))
            align = ALIGN.LEFT if number else ALIGN.CENTER
            cell.paragraphs[0].alignment = align
            _run(cell.paragraphs[0], words, FANG if number else HEI, TABLE)
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _write_end(made: Made, said: layout.Layout) -> None:
    for _line in range(2):
        _paragraph(made, "").paragraph_format.keep_with_next = True
    for line in (*layout.rows(said.signed, layout.SIGNED_LINE), said.day):
        end = _paragraph(made, line, align=ALIGN.RIGHT)
        end.paragraph_format.right_indent = Pt(4 * BODY if line == said.day else 2 * BODY)
        end.paragraph_format.keep_with_next = line != said.day
    lines = [said.copies] if said.copies else []
    lines += ["　".join(said.imprint)] if said.imprint else []
    for number, line in enumerate(lines):
        last = _paragraph(made, line, size=14)
        if not number:
            _draw_line(last, "top", "000000", 6)
        _draw_line(last, "bottom", "000000", 6)


def _paragraph(
    made: Made,
    words: str,
    font: str = FANG,
    size: float = BODY,
    align: ALIGN = ALIGN.JUSTIFY,
    indent: int = 0,
    exact: bool = True,
) -> Paragraph:
    written = made.add_paragraph()
    form = written.paragraph_format
    form.alignment = align
    form.space_before = form.space_after = Pt(0)
    form.first_line_indent = Pt(indent * size)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    _run(written, words, font, size)
    return written


def _run(paragraph: Paragraph, words: str, font: str, size: float) -> Run:
    run = paragraph.add_run(words)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _add_field(run: Run, name: str) -> None:
    """A field that Word fills in by itself, such as the number of the page."""
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = name
        run._element.append(mark)


def _draw_line(paragraph: Paragraph, side: str, colour: str, eighths: int) -> None:
    """A line above or below a paragraph, in eighths of a point."""
    form = paragraph._element.get_or_add_pPr()
    borders = form.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        form.insert_element_before(borders, "w:spacing", "w:ind", "w:jc")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
