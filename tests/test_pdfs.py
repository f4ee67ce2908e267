"""A PDF is made anew of what its pages draw; nothing else that was in it is in the new one."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Pdf, String

from integrity.files import metadata, pdfs, sandbox
from tests.documents import MARK, PLACES, document, drawn, first, plain, written


def anew(raw: bytes) -> bytes:
    """The same PDF as the sandbox makes it."""
    return sandbox.run("clean", io.BytesIO(raw), "pdf").read()


@pytest.mark.parametrize("place", PLACES)
def test_what_is_not_drawn_does_not_survive(place):
    pdf = document()
    PLACES[place](pdf, MARK)
    raw = written(pdf)
    assert place == "file's number" or MARK.encode() in plain(raw)

    clean = pdfs.made(raw)

    assert MARK.encode() not in plain(clean)
    assert drawn(clean) == drawn(raw)


@given(
    places=st.sets(st.sampled_from(sorted(PLACES)), max_size=8),
    mark=st.text("abcdefghijklmnopqrstuvwxyz", min_size=12, max_size=20),
    pages=st.integers(1, 4),
)
def test_no_mark_survives_wherever_it_was_and_every_page_looks_the_same(places, mark, pages):
    pdf = document(pages)
    for place in sorted(places):
        PLACES[place](pdf, mark)
    raw = written(pdf)

    clean = pdfs.made(raw)

    assert mark.encode() not in plain(clean)
    assert len(drawn(clean)) == pages
    assert drawn(clean) == drawn(raw)


def test_what_was_changed_later_leaves_no_history():
    old = written(document(), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    number = 1 + int(old.split(b"/Size ")[1].split()[0])
    start = int(old.split(b"startxref\n")[1].split()[0])
    added = f"{number} 0 obj\n({MARK})\nendobj\n".encode()
    table = f"xref\n{number} 1\n{len(old):010d} 00000 n \ntrailer\n".encode()
    root_ = old.split(b"/Root ")[1].split(b" R")[0].decode()
    trailer = f"<< /Size {number + 1} /Root {root_} R /Prev {start} >>\n"
    raw = old + added + table + f"{trailer}startxref\n{len(old) + len(added)}\n%%EOF\n".encode()

    clean = pdfs.made(raw)

    assert MARK.encode() not in plain(clean)
    assert drawn(clean) == drawn(raw)


def test_what_a_page_inherits_is_still_drawn():
    pdf = document()
    page = first(pdf)
    pdf.Root.Pages.Resources, pdf.Root.Pages.Rotate = page.Resources, 90
    del page["/Resources"]
    raw = written(pdf)

    assert drawn(pdfs.made(raw)) == drawn(raw)


def test_a_document_with_chinese_words_and_fonts_looks_the_same():
    import typst

    raw = typst.compile(
        "#set page(width: 8cm, height: 5cm)\n= 示例：办理回执\n承诺七日内办结的证件，"
        "两个月没有办结。#table(columns: 2, [事项], [日期])".encode()
    )

    clean = anew(raw)

    assert drawn(clean) == drawn(raw)
    assert b"Typst" in plain(raw)
    assert b"Typst" not in plain(clean)


@pytest.mark.parametrize("password", ["", "geheim"])
def test_an_encrypted_file_is_refused_with_what_to_do(app, password):
    raw = written(document(), encryption=pikepdf.Encryption(owner="besitz", user=password))

    with pytest.raises(metadata.NotReadable, match="请去掉密码"):
        metadata.stripped(io.BytesIO(raw), "pdf")


@pytest.mark.parametrize("key", ["/XFA", "/NeedAppearances"])
def test_a_form_that_only_a_program_can_show_is_refused_with_what_to_do(app, key):
    pdf = document()
    pdf.Root.AcroForm = Dictionary({"/Fields": Array(), key: True})

    with pytest.raises(metadata.NotReadable, match="请打印成新的 PDF"):
        metadata.stripped(io.BytesIO(written(pdf)), "pdf")


@pytest.mark.parametrize(
    "raw", [b"", b"%PDF-1.7\nnothing", b"%PDF-1.7\n" + b"\0" * 5000, written(Pdf.new())]
)
def test_a_broken_or_empty_file_is_refused_with_what_to_do(app, raw):
    with pytest.raises(metadata.NotReadable, match="请打印成新的 PDF"):
        metadata.stripped(io.BytesIO(raw), "pdf")


@pytest.mark.slow
def test_a_file_that_unpacks_without_end_is_refused():
    pdf = document()
    pdf.docinfo["/Author"] = String("a" * (pdfs.UNPACKED + 1))
    raw = written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert len(raw) < 1_000_000

    with pytest.raises(sandbox.Unsafe):
        anew(raw)


@settings(max_examples=20)
@given(place=st.integers(0, 5000), put_in=st.binary(max_size=20), cut=st.integers(0, 5000))
def test_a_damaged_file_is_cleaned_or_refused_and_nothing_else(place, put_in, cut):
    pdf = document()
    PLACES["document info"](pdf, MARK)
    whole = written(pdf)
    raw = whole[: place % len(whole)] + put_in + whole[min(cut, len(whole) // 4) + place :]

    try:
        clean = anew(raw)
    except sandbox.Unsafe:
        return
    assert MARK.encode() not in plain(clean)
