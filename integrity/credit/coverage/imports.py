"""Approvals from a spreadsheet, row by row: the same file again changes nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.credit.coverage import service
from integrity.credit.coverage.models import Approval
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.files.rows import may
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.identifiers import normalised
from integrity.people.subjects.models import Subject

HEADS = (
    Head("matter", _l("事项编码"), _l("应用清单中的事项编码。"), "SX-XK", True),
    Head("case_no", _l("办件编号"), _l("与核查时填写的办件编号一致。"), "", True),
    Head("decided_on", _l("决定日期"), "", "2026-11-20", True),
    Head("code", _l("申请人的统一社会信用代码"), _l("申请人是自然人的不填。")),
    Head("body", _l("办理单位"), _l("本单位的办件不填。")),
)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The bodies and applicants of a batch; what was reported of a case is asked once by body."""
    words = [row[name] for row in rows for name in ("body", "code") if row[name]]
    return {
        "subjects": subjects.by_words(words),
        "cases": [row["case_no"] for row in rows],
        "reported": {},
    }


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Enter one approval; raises BadValue, WrongApproval, ReportedOtherwise."""
    body, before = _body(row, by), row.known["reported"]
    if body.id not in before:
        before[body.id] = service.reported(body.id, row.known["cases"])
    said = service.read(
        row.text("matter", 40), row.text("case_no", 100), row.day("decided_on"), row["code"], at
    )
    by_code = {normalised(word): subject for word, subject in row.known["subjects"].items()}
    fresh = service.fresh(body, said, before[body.id], by_code, by=by, at=at)
    if fresh is None:
        return Loaded.UNCHANGED
    db.session.add(Approval(**fresh))
    return Loaded.ADDED


def _body(row: Row, by: audit.Actor) -> Subject:
    own = getattr(by, "body", None)
    if not row["body"]:
        if own is None:
            raise BadValue("body", _("请填写办理单位。"))
        return own  # type: ignore[no-any-return]
    named = cells.named(row, "body")
    if may(by, Permission.APPROVALS_REPORT, None) or (own is not None and named.id == own.id):
        return named
    raise BadValue("body", _("只能报送本单位的办件。"))


def settle(fresh: Sequence[Any], at: datetime) -> None:
    """Find the checks of what came in."""
    ids = [approval.id for approval in fresh]
    if ids:
        service.match(Approval.id.in_(ids))


IMPORTERS = {
    "approvals": Importer(
        title=_l("办件（逢审必查）"),
        heads=HEADS,
        load=load,
        key=("body", "matter", "case_no"),
        prepare=prepare,
        settle=settle,
        permission=Permission.APPROVALS_REPORT,
        model=Approval,
    )
}
