"""What was done with many answers, from a spreadsheet: a line for each measure of each result."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.permissions import Permission
from integrity.credit.checks import outcomes, register
from integrity.credit.checks.models import Check
from integrity.credit.checks.outcome_models import (
    OUTCOME_NAMES,
    OUTCOME_REASON_NAMES,
    CheckOutcome,
    Outcome,
    OutcomeReason,
)
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may

HEADS = (
    Head("receipt", _l("回执编号"), _l("核查回执上的编号。"), "", True),
    Head("key", _l("行号"), _l("核查结果文件中的行号；只查一个主体的填 1。"), "1", True),
    Head("measure", _l("措施编号"), _l("不填的，对该结果所列应当执行的全部措施。")),
    Head("outcome", _l("办理结果"), OUTCOME_NAMES, "", True),
    Head("reason", _l("未采用的原因"), OUTCOME_REASON_NAMES),
    Head("why", _l("说明"), _l("未采用核查结果、因其他原因没有办理的，须写明原因。")),
    Head("done_on", _l("办理日期"), _l("不填的，以反馈之日为准。"), "2026-11-20"),
    Head("document", _l("办理文书"), _l("作出决定的文书名称和文号，不写姓名。")),
)


def prepare(rows: Sequence[Row]) -> dict[str, Check | None]:
    """The checks of a batch, by the number of the receipt."""
    return {ref: register.by_ref(ref) for ref in {row["receipt"] for row in rows}}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Report one outcome; raises BadValue, UnknownKey, WrongOutcome, WrongQuery."""
    made = row.known[row["receipt"]]
    if made is None or not may(by, Permission.CHECKS_MAKE, made):
        raise BadValue("receipt", _("本单位没有这次核查。"))
    reason = row.choice("reason", OutcomeReason, OUTCOME_REASON_NAMES) if row["reason"] else None
    said = outcomes.Said(
        row.choice("outcome", Outcome, OUTCOME_NAMES),
        row.text("why", 2000),
        reason,
        row.day("done_on"),
        row.text("document", 200),
    )
    code = row.text("measure", 40)
    if code:
        fresh = outcomes.report(made, row["key"], {code: said}, by=by, at=at)
    else:
        fresh = outcomes.report_whole(made, row["key"], said, by=by, at=at)
    return Loaded.ADDED if fresh else Loaded.UNCHANGED


IMPORTERS = {
    "check-outcomes": Importer(
        title=_l("核查结果的使用情况"),
        heads=HEADS,
        load=load,
        key=("receipt", "key", "measure"),
        prepare=prepare,
        permission=Permission.CHECKS_MAKE,
        model=CheckOutcome,
    )
}
