"""The tasks of a plan from the table attached to it; each number of a plan once."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.people.subjects.service import by_words
from integrity.streams.plans import service
from integrity.streams.plans.errors import WrongTask
from integrity.streams.plans.models import RHYTHM_NAMES, PlanTask, Rhythm, WorkPlan
from integrity.streams.plans.permissions import PlansPermission

DATA = Path(__file__).parent / "data" / "tasks.csv"
"""The 31 tasks of 济政字〔2017〕35号; `body` is who answers where the source names several."""
AS_WRITTEN = _l("按方案原文填写。")
HEADS = [
    Head("plan", _l("工作方案"), _l("登记的方案名称。"), "", True),
    Head("number", _l("任务序号"), "", _l("整数。"), True),
    Head("section", _l("任务类别"), AS_WRITTEN, "", False),
    Head("title", _l("任务内容"), AS_WRITTEN, "", True),
    Head("body", _l("牵头单位"), _l("统一社会信用代码，或者登记的名称。"), "", True),
    Head("lead_words", _l("方案所写的牵头单位"), AS_WRITTEN, "", False),
    Head("support_words", _l("方案所写的配合单位"), AS_WRITTEN, "", False),
    Head("due_on", _l("完成期限"), _l("持续实施的不填。"), "", False),
    Head("rhythm", _l("持续实施"), RHYTHM_NAMES, "", False),
]


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The plans of a batch, their tasks by number, and the bodies."""
    titles = {row["plan"] for row in rows}
    plans = {
        plan.title: plan
        for plan in db.session.scalars(sa.select(WorkPlan).where(WorkPlan.title.in_(titles)))
    }
    wanted = sa.select(PlanTask).where(PlanTask.plan_id.in_([p.id for p in plans.values()]))
    known = {(task.plan_id, task.number): task for task in db.session.scalars(wanted)}
    return {"plans": plans, "tasks": known, "bodies": by_words(row["body"] for row in rows)}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Set one task; the same number of a plan again changes nothing. Raises BadValue."""
    plan, body = row.known["plans"].get(row["plan"]), row.known["bodies"].get(row["body"])
    if plan is None:
        raise BadValue("plan", _("没有登记这个工作方案。"))
    if body is None:
        raise BadValue("body", _("没有登记这个单位，或者有几个单位同名。"))
    number = row.number("number")
    if number is None:
        raise BadValue("number", _("请填写整数。"))
    said = service.Said(
        number,
        row.text("title", 200),
        row.day("due_on"),
        row.choice("rhythm", Rhythm, RHYTHM_NAMES) if row["rhythm"] else None,
        row.text("section", 100),
        row.text("lead_words", 200),
        row.text("support_words", 200),
    )
    if known := row.known["tasks"].get((plan.id, number)):
        if known.title != said.title or known.subject_id != body.id:
            raise BadValue("number", _("方案中的这个序号已经登记，内容不同。"))
        return Loaded.UNCHANGED
    try:
        made = service.set_task(plan, body, said, by=by, at=at)
    except WrongTask as error:
        raise BadValue("due_on", str(error)) from None
    row.known["tasks"][(plan.id, number)] = made
    return Loaded.ADDED


IMPORTERS = {
    "plan-tasks": Importer(
        heads=HEADS,
        load=load,
        key=("plan", "number"),
        prepare=prepare,
        title=_l("工作方案任务"),
        permission=PlansPermission.SET,
    )
}
