"""A paper as a PDF/A (typst); the same paper gives the same bytes on a machine with the same fonts.

仿宋, 方正小标宋, 黑体 and 楷体 are used where they are installed, else Debian's fonts-noto-cjk or
whatever Chinese font the system has.
"""

import io
import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Literal

import segno
import typst

from integrity.base.config import ROOT
from integrity.casework.documents.paper import Shown, Table
from integrity.casework.documents.rendering import layout

TEMPLATE = ROOT / "templates" / "documents" / "paper.typ"
FONTS = Path("/usr/share/fonts")
STANDARD: Literal["a-2u"] = "a-2u"


def pdf(shown: Shown) -> bytes:
    """One or more pages of A4; no PDF/A where no font has a letter of somebody's name."""
    try:
        return _set(shown, [STANDARD])
    except typst.TypstError:
        return _set(shown, [])


def _set(shown: Shown, standards: list[Literal["a-2u"]]) -> bytes:
    made = typst.Compiler(TEMPLATE.read_bytes(), font_paths=fonts()).compile(
        format="pdf",
        sys_inputs={"said": json.dumps(_said(shown), ensure_ascii=False)},
        pdf_standards=list(standards),
        timestamp=datetime.combine(shown.paper.day, time(), UTC),
    )
    assert isinstance(made, bytes)
    return made


@cache
def fonts() -> typst.Fonts:
    """Every font there is, looked for once."""
    return typst.Fonts(font_paths=[str(FONTS)] if FONTS.is_dir() else [])


def _said(shown: Shown) -> dict[str, object]:
    said = layout.layout(shown)
    size, mark = layout.mark(said.paper.issuer)
    return {
        "title": said.paper.title,
        "title_lines": layout.rows(said.paper.title, layout.TITLE_LINE),
        "issuer": said.paper.issuer,
        "signed_lines": layout.rows(said.signed, layout.SIGNED_LINE),
        "red_head": said.paper.red_head,
        "mark_size": size,
        "mark_lines": mark,
        "number": said.number,
        "addressee": said.addressee,
        "body": [_part(part) for part in said.body],
        "enclosures": said.enclosures,
        "day": said.day,
        "copies": said.copies,
        "imprint": said.imprint,
        "marks": said.marks,
        "watermark": said.watermark,
        "address": shown.address,
        "code": _code(shown.address) if shown.address else "",
    }


def _part(part: str | Table) -> dict[str, object]:
    if isinstance(part, str):
        return {"kind": layout.kind(part), "text": part}
    return {
        "kind": "table",
        "caption": part.caption,
        "head": part.head,
        "rows": part.rows,
        "widths": layout.widths(part),
        "bars": part.bars,
    }


def _code(address: str) -> str:
    """The QR code of the page on which the paper can be verified."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=1, scale=4)
    return drawn.getvalue().decode()
