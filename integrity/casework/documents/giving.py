"""Papers that nobody issues here: receipts, statements, and letters that a body must still issue.

They are written from a register whenever asked for: the same row gives the same paper. None is
kept: what is erased in the register is erased here. A letter says that it is a draft: the body
whose it is edits it, and issues it in its own office system.
"""

import hashlib
import io
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, current_app, send_file

from integrity.base.errors import NotFound
from integrity.casework.documents import kinds
from integrity.casework.documents.paper import Shown
from integrity.casework.documents.rendering.docx import docx
from integrity.casework.documents.rendering.pdf import pdf
from integrity.casework.documents.writing import Writer

MAKERS: dict[str, Any] = {"pdf": pdf, "docx": docx}


def given(name: str, item: Any, on: date, *, draft: bool = False) -> Shown:
    """The paper of a kind about a thing, of the day on which it says what is so."""
    paper = Writer(kinds.named(name), on).paper(item)
    paper = replace(paper, internal=str(getattr(item, "ref", None) or ""))
    sha256 = hashlib.sha256(paper.text().encode()).hexdigest()
    return Shown(paper, "", "", sha256, "", draft, current_app.config["DEMO"])


def download(shown: Shown, ending: str = "pdf") -> Response:
    """A paper as a file that the browser keeps; raises NotFound for another kind of file."""
    if ending not in MAKERS:
        raise NotFound
    name = f"{shown.paper.title}{shown.paper.internal}"[:100]
    made = MAKERS[ending](shown)
    return send_file(io.BytesIO(made), download_name=f"{name}.{ending}", as_attachment=True)
