"""A JPEG or JPEG 2000 loses its words and keeps every pixel, byte by byte."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from integrity.files import jpegs

MARK = "ZhangSan4711"


def jpeg(**more: Any) -> bytes:
    raw = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(raw, "JPEG", **more)
    return raw.getvalue()


def pixels(raw: bytes) -> bytes:
    return Image.open(io.BytesIO(raw)).tobytes()


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_a_jpeg_loses_its_words_and_keeps_every_pixel(more):
    exif = Image.Exif()
    exif[0x010F] = MARK
    raw = jpeg(exif=exif, comment=MARK, **more) + MARK.encode()

    clean = jpegs.bare(raw)

    assert MARK.encode() not in clean
    assert pixels(clean) == pixels(raw)


@pytest.mark.parametrize("no_jp2", [True, False])
def test_a_jpeg_2000_loses_its_words_and_keeps_every_pixel(no_jp2):
    made = io.BytesIO()
    Image.linear_gradient("L").save(made, "JPEG2000", no_jp2=no_jp2, comment=MARK)
    raw = made.getvalue()
    words = MARK.encode()
    if not no_jp2:
        raw += (8 + len(words)).to_bytes(4) + b"xml " + words
    assert words in raw

    clean = jpegs.bare(raw)

    assert words not in clean
    assert pixels(clean) == pixels(raw)


@given(st.binary(max_size=60))
def test_what_is_no_picture_ends_with_a_word_and_not_without_end(raw):
    for start in (b"\xff\xd8", jpegs.CODESTREAM, b""):
        try:
            jpegs.bare(start + raw)
        except ValueError:
            continue
