"""What tells who made a file is gone from it, and the file is still what it was."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from python_calamine import load_workbook

from integrity.files import metadata
from tests.office import DOCUMENTS, MARK, docx, packed, relations, types

ATTRIBUTES = "<x" + "".join(f" a{n}=''" for n in range(300)) + "/>"
INPUTS = Path(__file__).parent / "inputs"


def photograph(kind: str = "JPEG", mode: str = "RGB", size=(8, 4), **more) -> bytes:
    picture = Image.new(mode, size, "red" if mode == "RGB" else 0)
    exif = Image.Exif()
    exif[0x010F] = "Camera of Zhang"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (36.0, 40.0, 0.0)
    raw = io.BytesIO()
    picture.save(raw, kind, exif=exif, **more)
    return raw.getvalue()


def blank(wide: int, high: int, kind: str = "PNG") -> bytes:
    """A picture of many pixels in few bytes."""
    raw = io.BytesIO()
    Image.new("L", (wide, high)).save(raw, kind)
    return raw.getvalue()


def stripped(raw: bytes, ending: str) -> bytes:
    return metadata.stripped(io.BytesIO(raw), ending).read()


def members(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def cells(raw: bytes, ending: str) -> list[list]:
    with tempfile.NamedTemporaryFile(suffix=f".{ending}") as file:
        file.write(raw)
        file.flush()
        return load_workbook(file.name).get_sheet_by_index(0).to_python()


def tells(raw: bytes, mark: str) -> list[str]:
    """The parts of an archive in which a mark is found, or whose name has it."""
    wanted = [m.encode(how) for m in (mark, mark.upper()) for how in ("utf-8", "utf-16-le")]
    return [n for n, part in members(raw).items() if mark in n or any(w in part for w in wanted)]


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "JPEG"), ("jpeg", "JPEG"), ("png", "PNG")])
def test_a_picture_loses_place_and_camera_but_stands_upright(ending, kind):
    raw = photograph(kind)
    assert b"Camera of Zhang" in raw

    clean = stripped(raw, ending)

    picture = Image.open(io.BytesIO(clean))
    assert b"Camera" not in clean
    assert (picture.format, picture.size, dict(picture.getexif())) == (kind, (4, 8), {})


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_its_pixels_and_loses_its_words(mode):
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Zhang")
    words.add_itxt("XML:com.adobe.xmp", "Zhang")
    raw, picture = io.BytesIO(), Image.effect_noise((16, 16), 90).convert(mode)
    picture.save(raw, "PNG", pnginfo=words, icc_profile=b"Zhang", dpi=(72, 72))

    clean = stripped(raw.getvalue(), "png")

    assert b"Zhang" not in clean
    assert Image.open(io.BytesIO(clean)).convert("RGBA").tobytes() == (
        Image.open(raw).convert("RGBA").tobytes()
    )


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_drawn_anew(mode):
    clean = stripped(photograph(mode=mode, comment=b"Zhang"), "jpg")

    assert Image.open(io.BytesIO(clean)).size == (4, 8)
    assert b"Zhang" not in clean


def test_of_a_jpeg_with_several_pictures_the_first_remains():
    raw = io.BytesIO()
    first, second = Image.new("RGB", (8, 4), "red"), Image.new("RGB", (8, 4), "blue")
    first.save(raw, "MPO", save_all=True, append_images=[second])

    clean = Image.open(io.BytesIO(stripped(raw.getvalue(), "jpg")))

    assert (clean.format, clean.size) == ("JPEG", (8, 4))
    assert clean.getpixel((1, 1))[0] > 250


def test_a_photograph_of_fifty_million_pixels_is_made_smaller():
    clean = stripped(blank(8000, 6000, "JPEG"), "jpg")

    assert Image.open(io.BytesIO(clean)).size == (4000, 3000)


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_a_document_loses_all_that_tells_of_somebody_and_keeps_its_words(ending):
    raw = DOCUMENTS[ending]().read()
    assert tells(raw, MARK)

    clean = stripped(raw, ending)

    assert tells(clean, MARK) == []
    shown = "12" if ending == "ods" else "正文"
    assert shown.encode() in b"".join(members(clean).values())


@pytest.mark.parametrize(
    ("name", "ending"), [("template-path.docx", "docx"), ("printer-settings.xlsx", "xlsx")]
)
def test_the_account_in_the_path_of_a_template_and_the_name_of_a_machine_are_gone(name, ending):
    """Seen: the account of whoever complained, in a template's path and in a printer's settings."""
    raw = (INPUTS / name).read_bytes()
    assert tells(raw, "ceshi-yonghu")

    clean = stripped(raw, ending)

    assert tells(clean, "ceshi-yonghu") == []
    if ending == "xlsx":
        assert cells(clean, ending) == cells(raw, ending)


@pytest.mark.parametrize("ending", DOCUMENTS)
def test_what_is_left_of_a_document_hangs_together(ending):
    """Each part is XML, each relationship leads to a part, each reference to a relationship."""
    found = members(stripped(DOCUMENTS[ending]().read(), ending))

    for name, part in found.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(part, etree.XMLParser(resolve_entities=False))
            if name.endswith(".rels"):
                targets = [relation.get("Target") for relation in root]
                assert all(any(n.endswith(t.split("/")[-1]) for n in found) for t in targets)
                owner = name.replace("_rels/", "").removesuffix(".rels")
                ids = {relation.get("Id") for relation in root}
                asked = etree.fromstring(found[owner]) if owner in found else []
                used = [v for e in asked for k, v in e.items() if "relationships}" in k]
                assert set(used) <= ids
    if "[Content_Types].xml" in found:
        said = etree.fromstring(found["[Content_Types].xml"])
        assert {e.get("PartName")[1:] for e in said if e.get("PartName")} <= set(found)


@pytest.mark.parametrize(("ending", "shown"), [("xlsx", [[12.0, "正文"]]), ("ods", [[12.0]])])
def test_a_workbook_keeps_its_values_without_the_formulas_to_elsewhere(ending, shown):
    assert cells(stripped(DOCUMENTS[ending]().read(), ending), ending) == shown


def test_a_text_keeps_its_words_fields_and_changes():
    words = members(stripped(docx().read(), "docx"))["word/document.xml"].decode()

    for kept in ("正文", "尾", "链接", " PAGE \\* MERGEFORMAT "):
        assert kept in words
    for gone in ("rsid", "paraId", "comment", "2026-01-01", "r:id"):
        assert gone not in words


def test_a_picture_in_a_document_is_cleaned_too():
    raw = docx(**{"word/media/image1.png": photograph("PNG")}).read()

    found = members(stripped(raw, "docx"))

    assert b"Camera" not in found["word/media/image1.png"]


def test_a_metafile_forgets_its_program_and_its_name():
    words = "Zhang\0Zhang\0\0".encode("utf-16-le")
    head = bytearray(108)
    head[40:44] = b" EMF"
    head[60:64], head[64:68] = (len(words) // 2).to_bytes(4, "little"), (108).to_bytes(4, "little")
    parts = {
        "[Content_Types].xml": types(word__document="wordprocessingml.document.main"),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": "<x/>",
        "word/_rels/document.xml.rels": relations(("image", "media/image1.emf")),
        "word/media/image1.emf": bytes(head) + words + b"drawing",
    }

    found = members(stripped(packed(parts).read(), "docx"))

    assert found["word/media/image1.emf"] == bytes(head) + bytes(len(words)) + b"drawing"


@pytest.mark.parametrize(
    ("ending", "raw"),
    [
        ("jpg", photograph()[:60]),
        ("png", b"\x89PNG\r\n\x1a\n"),
        ("docx", b"PK\x03\x04 broken"),
        ("docx", packed({"word/document.xml": "<x/>"}).read()),
        ("docx", docx(**{"word/document.xml": "<x>"}).read()),
        ("docx", docx(**{"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}).read()),
        ("docx", docx(**{"word/document.xml": "<a>" * 300 + "</a>" * 300}).read()),
        ("ofd", packed({"OFD.xml": "no xml"}).read()),
    ],
)
def test_what_cannot_be_read_through_is_refused_in_words(app, ending, raw):
    with app.test_request_context(), pytest.raises(metadata.NotReadable, match="请另存为"):
        stripped(raw, ending)


@pytest.mark.parametrize(
    ("ending", "raw", "words"),
    [
        ("png", blank(5001, 5000), "图片太大，超过 2500 万像素"),
        ("jpg", blank(20_000, 7_000, "JPEG"), "图片太大，超过 2500 万像素"),
        (
            "docx",
            docx(
                **{
                    "word/_rels/document.xml.rels": relations(
                        *(("image", f"media/{n}.png") for n in range(5))
                    ),
                    **{f"word/media/{n}.png": blank(4900, 4900) for n in range(5)},
                }
            ).read(),
            "图片太多或者太大",
        ),
        ("docx", docx(**{"word/document.xml": b"<x>" + bytes(160_000_000)}).read(), "展开后超过"),
        ("docx", docx(**{"word/document.xml": ATTRIBUTES}).read(), "过于复杂"),
    ],
    ids=["png", "jpeg", "pictures", "unpacked", "attributes"],
)
def test_what_would_fill_the_memory_is_refused_in_words(app, ending, raw, words):
    """Seen: a picture of 343 kB took 25 seconds and a gigabyte of the web process."""
    with app.test_request_context(), pytest.raises(metadata.NotReadable, match=words):
        stripped(raw, ending)
