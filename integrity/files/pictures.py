"""Draws pictures anew, so that nothing but the pixels remains: no place, no camera, no words.

Runs in the sandbox only (integrity.files.sandbox).
"""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps

from integrity.files.sandbox import Unsafe

KINDS = {
    "png": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "gif": "GIF",
    "bmp": "BMP",
    "tif": "TIFF",
    "tiff": "TIFF",
}
"""Ending -> what Pillow calls it. Only the first two are taken alone; documents hold others."""
EACH, SUM, MOST = 25_000_000, 100_000_000, 300
"""Pixels of a picture as it is kept, of all pictures of a document, and how many there may be."""
SCALES, LARGEST = (1, 2, 4, 8), 130_000_000
"""A JPEG with more pixels (a telephone's 108 million) is read at a fraction of its size."""
HOW: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90},
    "PNG": {"compress_level": 4},
    "TIFF": {"compression": "raw"},
}
MODES = {"JPEG": ("L", "RGB"), "BMP": ("1", "L", "P", "RGB")}
"""What a kind is kept in, where not every mode is possible or shown alike."""


class Pictures:
    """The pictures of one file: each is drawn anew, together within a budget."""

    def __init__(self) -> None:
        self.pixels = self.count = 0

    def redrawn(self, raw: bytes, ending: str) -> bytes:
        """The same picture, upright; raises Unsafe."""
        kind = KINDS[ending.lower()]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                picture = Image.open(io.BytesIO(raw), formats=[kind])
            self._spend(picture)
            return _saved(picture, kind)
        except (Image.DecompressionBombError, OverflowError):
            raise Unsafe("pixels", most=EACH // 10_000) from None
        except (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, EOFError):
            raise Unsafe("broken") from None

    def _spend(self, picture: Image.Image) -> None:
        wide, high = picture.size
        shrunk = picture.format in ("JPEG", "MPO") and wide * high <= LARGEST
        scale = next((s for s in SCALES if wide * high // s**2 <= EACH), 0)
        if scale > 1 and shrunk:
            picture.draft(None, (wide // scale, high // scale))
        if picture.width * picture.height > EACH:
            raise Unsafe("pixels", most=EACH // 10_000)
        self.pixels += picture.width * picture.height
        self.count += 1
        if self.pixels > SUM or self.count > MOST:
            raise Unsafe("pictures", most=MOST, pixels=SUM // 10_000)


def _saved(picture: Image.Image, kind: str) -> bytes:
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in MODES.get(kind, (upright.mode,)):
        upright = upright.convert("RGB")
    see_through = upright.info.get("transparency")
    upright.info.clear()
    if see_through is not None and kind in ("PNG", "GIF"):
        upright.info["transparency"] = see_through
    if kind == "TIFF":  # its words would be saved with it
        upright = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    written = io.BytesIO()
    upright.save(written, kind, **HOW.get(kind, {}))
    return written.getvalue()
