"""Decisions that must become public: entered from elsewhere, contested, and found otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.publicity.entering import due
from integrity.credit.publicity.made_models import ACT_NAMES, MADE_NAMES, Act, MadeDecision
from integrity.credit.publicity.made_models import MadeState as S
from integrity.credit.publicity.reading import numbered
from integrity.files.columns import Head
from integrity.files.rows import BadValue, Importer, Loaded, Row, may
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

P = Permission
FLOW = Flow(
    steps={S.CONTESTED: Step(Side.OFFICE, "LOCAL-PUB-CONTEST")},
    free={S.KNOWN: "it counts as missing until it is public; its own day is in due_on"},
    contest=Move({S.KNOWN}, S.CONTESTED, P.POSTINGS_KEEP),
    excuse=Move({S.CONTESTED}, S.EXCUSED, P.POSTINGS_OVERSEE),
    reject=Move({S.CONTESTED}, S.KNOWN, P.POSTINGS_OVERSEE),
)
FLOW.names.update(MADE_NAMES)
HEADS = (
    Head("act", _l("决定种类"), ACT_NAMES, required=True),
    Head("body", _l("作出决定的单位"), _l("名称或者统一社会信用代码。"), required=True),
    Head("number", _l("决定文号"), _l("与文书一致。"), required=True, also=("文号", "决定书文号")),
    Head("decided_on", _l("决定日期"), _l("日期，例如：2026-11-21。"), required=True),
    Head(
        "source",
        _l("来源"),
        _l("从哪里知道作出了决定，例如：审批系统、执法案件系统、抽查。"),
        required=True,
    ),
)


def contest(made: MadeDecision, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Its body says why it need not be public, or was never made."""
    FLOW.check(made, "contest")
    made.why = why.strip()
    FLOW.go(made, "contest", by=by, at=at, why=why)


def excuse(made: MadeDecision, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office finds so: no figure counts it any more."""
    FLOW.check(made, "excuse")
    made.answer = why.strip()
    FLOW.go(made, "excuse", by=by, at=at, why=why)


def reject(made: MadeDecision, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office finds that it must be public."""
    FLOW.check(made, "reject")
    made.answer = why.strip()
    FLOW.go(made, "reject", by=by, at=at, why=why)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The bodies of a batch, and what is known of their decisions."""
    named = subjects.by_words(row["body"] for row in rows)
    wanted = sa.select(MadeDecision).where(
        MadeDecision.body_id.in_({body.id for body in named.values()}),
        MadeDecision.number.in_({numbered(row["number"]) for row in rows}),
    )
    known = {(m.body_id, m.act, m.number): m for m in db.session.scalars(wanted)}
    return {"subjects": named, "known": known}


def load(row: Row, *, by: Any, at: datetime) -> Loaded:
    """Enter a decision that was made; what is known stays as it is. Raises BadValue."""
    act, body, day = row.choice("act", Act, ACT_NAMES), _body(row, by), row.day("decided_on")
    number, source = numbered(row.text("number", 128)), row.text("source", 200)
    if day is None or day > at.date():
        raise BadValue("decided_on", _("决定日期还没有到。"))
    last = due(day)
    if last is None:
        raise BadValue("decided_on", _("该日还没有公示期限的规定。"))
    known: dict[Any, MadeDecision] = row.known["known"]
    if found := known.get((body.id, act, number)):
        old: Mapping[str, Any] = {"decided_on": found.decided_on}
        if row.differences(old, {"decided_on": day}):
            raise BadValue("decided_on", _("该文号已经以另一决定日期登记。"))
        return Loaded.UNCHANGED
    made = MadeDecision(
        act=act, body=body, number=number, decided_on=day, due_on=last, source=source,
        entered_by_name=by.name, entered_at=at, state=S.KNOWN,
    )  # fmt: skip
    known[body.id, act, number] = made
    db.session.add(made)
    return Loaded.ADDED


def _body(row: Row, by: Any) -> Subject:
    body = cells.named(row, "body")
    if body.kind is not SubjectKind.BODY or not may(by, P.POSTINGS_KEEP, body):
        raise BadValue("body", _("只能报送本单位作出或者归集的决定。"))
    return body


IMPORTERS = {
    "made-decisions": Importer(
        heads=HEADS,
        load=load,
        key=("act", "body", "number"),
        prepare=prepare,
        model=MadeDecision,
        title=_l("已作出的许可和处罚决定"),
        permission=P.POSTINGS_KEEP,
    )
}
