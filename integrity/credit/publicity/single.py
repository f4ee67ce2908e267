"""Licences and penalties without a file: they go through all that a file goes through."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.publicity.imports import IMPORTERS, NAMES
from integrity.credit.publicity.layouts import CELLS, NUMBERS
from integrity.credit.publicity.models import PENALTIES, Layout, Posting, PostingFile
from integrity.files import imports
from integrity.files.import_reports import Report
from integrity.files.tabular import Sheet
from integrity.people.subjects import identifiers

FIRST = 2
"""The line of the first row: the one before it holds the names of the columns."""


class NotConforming(Refused):
    """Cells that the national template does not allow: `faults` says why, by column."""

    def __init__(self, message: str, faults: Mapping[str, str]) -> None:
        super().__init__(message)
        self.faults = faults


def send(
    layout: Layout, rows: Sequence[Mapping[str, str]], *, by: audit.Actor, at: datetime
) -> tuple[PostingFile, Report]:
    """Enter rows, each by the keys of its columns; what became of each, and the receipt.

    Raises WrongFile where the rows are no table.
    """
    importer = IMPORTERS[NAMES[layout]]
    lines = [list(importer.columns), *([row.get(c, "") for c in importer.columns] for row in rows)]
    table = Sheet(len(rows), enumerate(lines, start=1))
    report = imports.run(importer, table, by=by, at=at)
    newest = sa.select(PostingFile).where(PostingFile.layout == layout)
    made = db.session.scalars(newest.order_by(PostingFile.id.desc()).limit(1)).one()
    return made, report


def enter(
    layout: Layout, cells: Mapping[str, str], *, by: audit.Actor, at: datetime
) -> Posting | None:
    """Make one of them public; None if the very same is public already. Raises NotConforming."""
    made, report = send(layout, [cells], by=by, at=at)
    if report.rejected:
        fault = report.rejected[0]
        faults = {fault.column: str(fault.message)} | {k: str(v) for k, v in fault.also.items()}
        raise NotConforming(faults.get("") or _("有内容需要改正。"), faults)
    return db.session.scalars(sa.select(Posting).where(Posting.file_id == made.id)).first()


def correct(
    posting: Posting, cells: Mapping[str, str], *, by: audit.Actor, at: datetime
) -> Posting:
    """Say it otherwise: another row takes its place. What tells which decision it is stays, and a
    personal cell that is empty as well. Raises NotConforming, Refused.
    """
    sealed = json.loads(identifiers.unseal(posting.sealed)) if posting.sealed else {}
    before = {**written(posting.said), **sealed}
    kept = {cell.key for cell in CELLS[posting.layout] if cell.personal and not cells.get(cell.key)}
    fixed = {*fixed_cells(posting), *kept}
    said = {**cells, **{key: before.get(key, "") for key in fixed}}
    made = enter(posting.layout, said, by=by, at=at)
    if made is None:
        raise Refused(_("与已经公示的内容相同，没有更正。"))
    if made.corrects_id != posting.id:
        raise Refused(_("改动的内容使它成为另一项决定，请另行录入。"))
    return made


def fixed_cells(posting: Posting) -> set[str]:
    """The cells by which a decision is known, and who made it."""
    of = "cf" if posting.layout in PENALTIES else "xk"
    organ = "cf_cfjg" if of == "cf" else "xk_xkjg"
    return {
        f"{of}_wsh", "xk_xkbh", organ, f"{organ}dm", f"{of}_xdr_zjlx", f"{of}_xdr_zjhm",
        *(f"{of}_xdr_{number}" for number in NUMBERS),
    }  # fmt: skip


def written(said: Mapping[str, Any]) -> dict[str, str]:
    """The cells as somebody would type them."""
    return {key: "；".join(v) if isinstance(v, list) else str(v) for key, v in said.items()}
