"""Papers that nobody issues: receipts and statements, written from a register whenever asked for.

The same row gives the same paper. None is kept: what is erased in the register is erased here.
"""

import hashlib
import io
from dataclasses import replace
from datetime import date
from typing import Any

from flask import Response, current_app, send_file

from integrity.casework.documents import kinds
from integrity.casework.documents.paper import Shown
from integrity.casework.documents.rendering.pdf import pdf
from integrity.casework.documents.writing import Writer


def given(name: str, item: Any, on: date, *, address: str = "") -> Shown:
    """The paper of a kind about a thing, of the day on which it says what is so.

    address: the page where anybody can see the same, for its code.
    """
    paper = replace(Writer(kinds.named(name), on).paper(item), internal=str(item.ref))
    sha256 = hashlib.sha256(paper.text().encode()).hexdigest()
    demonstration = current_app.config["DEMO"]
    return Shown(paper, "", address, sha256, "", draft=False, demonstration=demonstration)


def download(shown: Shown) -> Response:
    """A paper as a PDF that the browser keeps as a file."""
    name = f"{shown.paper.title}{shown.paper.internal}"[:100]
    return send_file(io.BytesIO(pdf(shown)), download_name=f"{name}.pdf", as_attachment=True)
