"""PDF and DOCX of a paper: the same words, in the measures of GB/T 9704, for every name."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import docx as word
import pikepdf
import pypdfium2
import pytest
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from integrity.casework.documents import templates
from integrity.casework.documents.paper import Paper, Shown, Table
from integrity.casework.documents.rendering import layout
from integrity.casework.documents.rendering.docx import docx
from integrity.casework.documents.rendering.pdf import pdf

LONGEST = "示例市" + "社会信用体系建设与政务诚信工作协调推进" * 3
LONGEST = LONGEST[:57] + "办公室"
POINTS = 72 / 25.4
WHITE = re.compile(r"[\s\u200b\ufeff]+")
ADDRESS = "https://xy.example.gov.cn/documents/XYB-2026-GZS-000012/verify"


def paper(kind: str = "reply", filler: str = "示例", **more: object) -> Paper:
    template = templates.parse(templates.shipped(kind))
    said = templates.fill(template, dict.fromkeys(template.fields, filler))
    made = Paper(
        kind,
        said.title,
        "示例市社会信用体系建设工作领导小组办公室",
        said.addressee,
        said.body,
        said.basis,
        "示例市社会信用体系建设工作领导小组办公室",
        date(2026, 11, 20),
        "信用办-2026-复函-000012",
        said.copies,
        said.enclosures,
        said.red_head,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def shown(made: Paper, number: str = "示信用办〔2026〕12号", **more: object) -> Shown:
    usual = Shown(made, number, ADDRESS, "0123456789abcdef" * 4, "已签发", False)
    return replace(usual, **more)  # type: ignore[arg-type]


def expected(one: Shown) -> list[str]:
    """Every part of what a sheet says between its margins, in order."""
    said = layout.layout(one)
    parts = [said.paper.issuer] if said.paper.red_head else []
    parts += [said.number, said.paper.title, said.addressee]
    for part in said.body:
        table = isinstance(part, Table)
        parts += (
            [part.caption, *part.head, *(c for row in part.rows for c in row)] if table else [part]
        )
    parts += [*said.enclosures, said.signed, said.day]
    return [*parts, said.copies, *said.imprint]


def bare(words: str) -> str:
    return WHITE.sub("", words)


def words_of_pdf(raw: bytes) -> str:
    """What stands within the 156 × 225 mm of the text on all pages."""
    with pypdfium2.PdfDocument(raw) as made:
        return bare(
            "".join(page.get_textpage().get_text_bounded(bottom=34 * POINTS) for page in made)
        )


def words_of_docx(raw: bytes) -> str:
    return bare("".join(_blocks(word.Document(io.BytesIO(raw)))))


def _blocks(made: word.document.Document) -> Iterator[str]:
    for block in made.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, WordTable):
            yield from (cell.text for row in block.rows for cell in row.cells)


@pytest.mark.parametrize("kind", templates.kinds())
def test_pdf_and_docx_say_what_the_paper_says(kind: str) -> None:
    one = shown(paper(kind))

    said = bare("".join(expected(one)))

    assert words_of_pdf(pdf(one)) == said
    assert words_of_docx(docx(one)) == said


@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
@settings(deadline=None, max_examples=25)
def test_whatever_somebody_is_called_is_on_the_paper(name: str, said: str) -> None:
    """Nothing typed stops a paper, and DOCX and layout agree on every letter."""
    one = shown(paper(issuer="示例局", addressee=name, body=(said, name), copies=(name,)))

    assert pdf(one).startswith(b"%PDF")
    assert words_of_docx(docx(one)) == bare("".join(expected(one)))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60))
@settings(deadline=None, max_examples=15)
def test_a_name_of_any_characters_is_whole_in_the_pdf(name: str) -> None:
    one = shown(paper("record-decision", issuer=name, addressee=name, title=name))

    assert words_of_pdf(pdf(one)) == bare("".join(expected(one)))


@pytest.mark.parametrize("kind", templates.kinds())
def test_the_longest_names_fit(kind: str) -> None:
    """Every field sixty characters long: nothing is cut off or left unfilled."""
    one = shown(paper(kind, LONGEST, issuer=LONGEST))

    raw = pdf(one)

    assert words_of_pdf(raw) == bare("".join(expected(one)))
    assert words_of_docx(docx(one)) == bare("".join(expected(one)))
    assert "{" not in words_of_pdf(raw)


def test_a_table_over_many_pages_keeps_every_row_under_its_head() -> None:
    rows = tuple((str(n), LONGEST, f"第{n}项", "ab" * 32) for n in range(1, 301))
    table = Table(("序号", "单位", "事项", "摘要"), rows, "逾期事项")
    one = shown(paper("circular", body=("一、明细", table, "特此通报。")))

    raw = pdf(one)

    with pypdfium2.PdfDocument(raw) as made:
        assert len(made) > 20
    said = words_of_pdf(raw).replace("序号单位事项摘要", "")
    assert said.endswith("2026年11月20日印发")
    assert "".join("".join(row) for row in rows) in said
    assert "".join("".join(row) for row in rows) in words_of_docx(docx(one))


def test_a_page_holds_22_lines_of_28_characters_on_a4() -> None:
    with pypdfium2.PdfDocument(pdf(shown(paper(body=("国" * 28 * 60,))))) as made:
        page = made[1]
        lines = page.get_textpage().get_text_bounded(bottom=34 * POINTS).split()
        size = [round(measure / POINTS) for measure in page.get_size()]

    assert size == [210, 297]
    assert [len(line) for line in lines] == [28] * 22


def test_the_text_stays_within_its_margins() -> None:
    with pypdfium2.PdfDocument(pdf(shown(paper("listing-decision", LONGEST)))) as made:
        for page in made:
            words = page.get_textpage()
            boxes = [words.get_charbox(n) for n in range(words.count_chars())]
            assert min(box[0] for box in boxes if box[2] > box[0]) > 27.5 * POINTS
            assert max(box[2] for box in boxes) < (210 - 25.5) * POINTS


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert pdf(shown(paper())) == pdf(shown(paper()))


def test_a_sheet_says_by_what_it_can_be_found_and_checked() -> None:
    """Internal number, hash, address and page number stand under every page."""
    with pypdfium2.PdfDocument(pdf(shown(paper("listing-decision", LONGEST)))) as made:
        pages = [bare(page.get_textpage().get_text_range()) for page in made]

    for number, page in enumerate(pages, 1):
        assert f"—{number}—" in page
        assert "信用办-2026-复函-000012" in page and "0123456789abcdef" * 4 in page
        assert ADDRESS in page


def test_a_pdf_is_for_archives() -> None:
    with pikepdf.open(io.BytesIO(pdf(shown(paper())))) as made, made.open_metadata() as told:
        assert told.pdfa_status == "2U"


@pytest.mark.parametrize(
    ("more", "mark"),
    [({"draft": True}, "草稿"), ({"standing": "作废"}, "作废"), ({}, "")],
)
def test_what_is_not_in_force_says_so_across_the_sheet(more: dict[str, object], mark: str) -> None:
    one = shown(paper(), **more)

    with pypdfium2.PdfDocument(pdf(one)) as made:
        said = bare(made[0].get_textpage().get_text_range())
    header = word.Document(io.BytesIO(docx(one))).sections[0].header

    for wanted in ("草稿", "作废"):
        assert (wanted in said) == (wanted == mark)
        assert (wanted in "".join(p.text for p in header.paragraphs)) == (wanted == mark)


def test_letters_that_turn_the_words_beside_them_are_named() -> None:
    """A name with a mark that turns the line around would read differently from what was hashed."""
    one = shown(paper(addressee="甲\u202e乙"))

    assert "甲[U+202E]乙" in words_of_pdf(pdf(one))
    assert "甲[U+202E]乙" in words_of_docx(docx(one))


def test_a_paper_without_number_address_and_signatory_can_be_set() -> None:
    """A receipt or a first draft has none of them yet."""
    one = shown(paper(signatory="", internal=""), "", address="", sha256="")

    assert words_of_pdf(pdf(one)) == bare("".join(expected(one)))
    assert words_of_docx(docx(one)) == bare("".join(expected(one)))
