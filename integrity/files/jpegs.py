"""Takes the words out of a JPEG or JPEG 2000 and leaves its pixels untouched, byte by byte.

A JPEG is a row of segments, each a marker of two bytes, mostly with a length (ITU-T T.81, B.1); a
JPEG 2000 is a row of boxes (ISO/IEC 15444-1, I.4) around a row of segments (A.2).
"""

from collections.abc import Iterator

APP0, ADOBE = 0xE0, 0xEE
"""Segments of applications that decide how a picture looks: JFIF, and Adobe's colours."""
TOLD = frozenset({*range(0xE0, 0xF0), 0xFE} - {APP0, ADOBE})
"""All other segments of applications (camera, place, programs), and comments."""
START, END, SCAN = 0xD8, 0xD9, 0xDA
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
CODESTREAM, TILE, COMMENT = b"\xff\x4f\xff\x51", 0x90, 0x64
BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
"""The boxes that draw; words, places and signatures are in others."""


def bare(raw: bytes) -> bytes:
    """The same picture without words; raises ValueError when it is not one."""
    if raw.startswith(b"\xff\xd8"):
        return b"".join(_segments(raw))
    if raw.startswith(CODESTREAM):
        return _codestream(raw)
    return b"".join(_boxes(raw))


def _segments(raw: bytes) -> Iterator[bytes]:
    """What stays of a JPEG, up to its end; what somebody hung on behind is not read."""
    place = 2
    yield raw[:2]
    while place < len(raw):
        marker, place = _marker(raw, place)
        if marker == END:
            break
        if marker in ALONE:
            yield bytes((0xFF, marker))
            continue
        stop = place + _number(raw, place, 2)
        if marker == SCAN:
            stop = _behind_scan(raw, stop)
        if marker not in TOLD:
            yield bytes((0xFF, marker)) + _kept(raw[place:stop], marker)
        place = stop
    yield bytes((0xFF, END))


def _kept(segment: bytes, marker: int) -> bytes:
    """JFIF without its thumbnail: 16 bytes say all that draws."""
    if marker != APP0:
        return segment
    if not segment[2:].startswith(b"JFIF\0"):
        return b"\x00\x02"
    return b"\x00\x10" + segment[2:14] + b"\0\0"


def _behind_scan(raw: bytes, place: int) -> int:
    """Where the next marker is behind the pixels; 0xFF00 and restarts belong to them."""
    while (place := raw.find(b"\xff", place)) >= 0:
        if place + 1 >= len(raw):
            break
        if raw[place + 1] not in (0, 0xFF) and not 0xD0 <= raw[place + 1] <= 0xD7:
            return place
        place += 1 if raw[place + 1] == 0xFF else 2
    return len(raw)


def _marker(raw: bytes, place: int) -> tuple[int, int]:
    """The marker here and the place behind it; bytes that fill up are passed over."""
    if raw[place] != 0xFF:
        raise ValueError("no marker")
    while place < len(raw) and raw[place] == 0xFF:
        place += 1
    if place == len(raw):
        raise ValueError("no marker")
    return raw[place], place + 1


def _number(raw: bytes, place: int, size: int) -> int:
    if place + size > len(raw):
        raise ValueError("too short")
    return int.from_bytes(raw[place : place + size])


def _codestream(raw: bytes) -> bytes:
    """JPEG 2000 without the comments before its first tile."""
    kept, place = raw[:2], 2
    while place + 2 <= len(raw) and raw[place + 1] != TILE:
        stop = place + 2 + max(2, _number(raw, place + 2, 2))
        kept += b"" if raw[place + 1] == COMMENT else raw[place:stop]
        place = stop
    return kept + raw[place:]


def _boxes(raw: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(raw):
        size, kind, head = _number(raw, place, 4), raw[place + 4 : place + 8], 8
        if size == 1:
            size, head = _number(raw, place + 8, 8), 16
        size = size or len(raw) - place
        if size < head:
            raise ValueError("no box")
        body = raw[place + head : place + size]
        if kind == b"jp2c":
            body = _codestream(body)
        if kind in BOXES:
            yield (len(body) + 8).to_bytes(4) + kind + body
        place += size
