"""What tells who made a file is gone from it, and the file is still what it was."""

import io
import zipfile

import pytest
from PIL import Image

from integrity import metadata

NAME = "张三的手机"
DOCUMENT = {
    "word/document.xml": f'<w:ins w:author="{NAME}" w:date="2026"><w:t>正文</w:t></w:ins>',
    "word/comments.xml": f"<w:comment w:initials='{NAME}'/>",
    "word/people.xml": f'<w15:person w15:author="{NAME}"><x w15:userId="{NAME}"/></w15:person>',
    "docProps/core.xml": f"<cp><dc:creator>{NAME}</dc:creator></cp>",
    "docProps/app.xml": f"<Properties><Company>{NAME}</Company></Properties>",
}
BOOK = {
    "xl/workbook.xml": f'<x15ac:absPath url="C:\\Users\\{NAME}\\"/><sheet name="表一"/>',
    "xl/comments1.xml": f"<authors><author>{NAME}</author></authors>",
    "xl/persons/person.xml": f'<person displayName="{NAME}" userId="{NAME}"/>',
}
OFD = {"OFD.xml": f"<ofd:DocInfo><ofd:Author>{NAME}</ofd:Author></ofd:DocInfo>"}


def photograph(kind: str = "JPEG", **more) -> bytes:
    picture = Image.new("RGB", (8, 4), "red")
    exif = Image.Exif()
    exif[0x010F] = "Camera of Zhang"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[2] = (36.0, 40.0, 0.0)
    raw = io.BytesIO()
    picture.save(raw, kind, exif=exif, **more)
    return raw.getvalue()


def packed(members: dict[str, str | bytes]) -> io.BytesIO:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    raw.seek(0)
    return raw


@pytest.mark.parametrize(("ending", "kind"), [("jpg", "JPEG"), ("jpeg", "JPEG"), ("png", "PNG")])
def test_a_picture_loses_place_and_camera_but_stands_upright(ending, kind):
    raw = photograph(kind)
    assert b"Camera of Zhang" in raw

    clean = metadata.stripped(io.BytesIO(raw), ending).read()

    picture = Image.open(io.BytesIO(clean))
    assert b"Camera" not in clean
    assert (picture.format, picture.size, dict(picture.getexif())) == (kind, (4, 8), {})


def test_words_hidden_in_a_picture_are_gone():
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", "Zhang")
    raw = io.BytesIO()
    Image.new("P", (2, 2)).save(raw, "PNG", pnginfo=words)
    raw.seek(0)

    assert b"Zhang" not in metadata.stripped(raw, "png").read()


@pytest.mark.parametrize(("ending", "members"), [("docx", DOCUMENT), ("xlsx", BOOK), ("ofd", OFD)])
def test_a_document_loses_the_names_in_it_and_keeps_the_rest(ending, members):
    clean = zipfile.ZipFile(metadata.stripped(packed(members), ending))
    whole = b"".join(clean.read(name) for name in clean.namelist())

    assert set(clean.namelist()) == set(members)
    assert NAME.encode() not in whole
    assert ("正文".encode() in whole) == (ending == "docx")


def test_a_picture_in_a_document_is_cleaned_too():
    members = {"word/document.xml": "<x/>", "word/media/image1.jpeg": photograph()}

    clean = zipfile.ZipFile(metadata.stripped(packed(members), "docx"))

    assert b"Camera" not in clean.read("word/media/image1.jpeg")


@pytest.mark.parametrize(
    ("ending", "raw"),
    [("jpg", photograph()[:60]), ("docx", b"PK\x03\x04 broken"), ("png", b"\x89PNG\r\n\x1a\n")],
)
def test_what_cannot_be_read_through_is_refused(ending, raw):
    with pytest.raises(metadata.NotReadable):
        metadata.stripped(io.BytesIO(raw), ending)


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(metadata, "PIXELS", 10)

    with pytest.raises(metadata.NotReadable):
        metadata.stripped(io.BytesIO(photograph()), "jpg")


def test_a_document_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(metadata, "LARGEST", 10)

    with pytest.raises(metadata.NotReadable):
        metadata.stripped(packed(DOCUMENT), "docx")
