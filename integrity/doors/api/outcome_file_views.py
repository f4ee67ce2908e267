"""What was done with many answers, of many checks, in one file: every row is judged by itself."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import request
from flask_babel import gettext as _
from pydantic import BaseModel, Field

from integrity.base import clock
from integrity.base.i18n import N_
from integrity.base.security import takes_bytes
from integrity.base.stamps import scope
from integrity.credit.checks.outcome_imports import IMPORTERS
from integrity.credit.checks.queries import BatchTooLarge
from integrity.doors.api.admission import body, bp, caller
from integrity.doors.api.contract import contract
from integrity.doors.api.posting_views import CellFault, Sender
from integrity.files import imports

OUTCOMES = IMPORTERS["check-outcomes"]
MOST = 5_000
"""Rows of one file."""
LARGEST = 5_000_000
"""Bytes of them, with reasons."""


class RowFault(BaseModel):
    """A row that did not enter: its line in the file, and what is wrong with which cells."""

    line: int
    faults: list[CellFault]


class OutcomeFileAnswer(BaseModel):
    """What became of the rows of a file; those that are refused do not stop the others."""

    rows: int = Field(description=N_("读到的行数，不含表头"))
    added: int = Field(description=N_("新登记或者更正的行数"))
    unchanged: int = Field(description=N_("与已经登记的相同的行数"))
    refused: list[RowFault]


@bp.post("/v1/outcome-files")
@scope("checks")
@takes_bytes(LARGEST)
@contract(
    N_("以文件反馈许多核查结果的使用情况：请求体是 CSV 或者 XLSX 文件，逐行回报"),
    answers=OutcomeFileAnswer,
    file=True,
    refuses=("batch-too-large", "wrong-file", "unfit-header", "several-sheets"),
)
def report_outcome_file() -> OutcomeFileAnswer:
    """The columns are those of the import of outcomes; a row said before changes nothing."""
    who = Sender(caller().name, body().id)
    with NamedTemporaryFile() as file:
        file.write(request.get_data())
        file.flush()
        table = imports.opened(Path(file.name))
        if table.total > MOST + 1:
            raise BatchTooLarge(_("一个文件最多 %(most)d 行，请拆分。", most=MOST))
        report = imports.run(OUTCOMES, table, by=who, at=clock.now())
    return OutcomeFileAnswer(
        rows=report.rows,
        added=report.added,
        unchanged=report.unchanged,
        refused=[
            RowFault(
                line=one.line,
                faults=[CellFault(column=name, message=said) for name, said in one.cells],
            )
            for one in report.rejected
        ],
    )
