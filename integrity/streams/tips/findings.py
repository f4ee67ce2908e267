"""Hearing the enterprise, and what the department finds. What is found records nothing by itself.

The enterprise is told what is held against it in the department's own words; the report, whoever
made it and what came with it stay closed to it.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.casework.rules import service as rules
from integrity.casework.sides import Only
from integrity.people.accounts import service as accounts
from integrity.people.subjects.models import Subject
from integrity.streams.tips.errors import NotYours, WrongTip
from integrity.streams.tips.flow import FLOW
from integrity.streams.tips.models import Tip
from integrity.streams.tips.models import TipOutcome as Outcome
from integrity.streams.tips.models import TipState as S
from integrity.streams.tips.permissions import TipsPermission
from integrity.streams.tips.service import answered, department_only, is_firm

reported_only = Only("reported_id", _l("只有被举报的单位可以陈述意见。"), NotYours)


def update(item: Tip, reported: Subject, *, by: Any, at: datetime) -> None:
    """The department found out who it is; raises WrongTip."""
    department_only(item, by)
    if not is_firm(reported) or reported.id == item.subject_id:
        raise WrongTip(_("被举报的必须是企业、个体工商户或者社会组织。"))
    FLOW.check(item, "update")
    item.reported = reported
    FLOW.go(item, "update", by=by, at=at, reported=reported.id)


def hear(item: Tip, allegation: str, *, by: Any, at: datetime) -> None:
    """Tell the enterprise what is held against it, and ask for its answer. Raises NotAllowed."""
    department_only(item, by)
    FLOW.check(item, "hear")
    if item.reported is None:
        raise NotAllowed(_("请先登记被举报的是哪一个单位。"))
    item.allegation, item.invited_on = allegation.strip(), local_day(at)
    item.notified_on = item.heard_by = None
    item.response = ""
    FLOW.go(item, "hear", by=by, at=at)


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """It was served on the enterprise: its time to answer runs from here, once."""
    unset = (Tip.id.in_(things), Tip.heard_by.is_(None), Tip.state == S.HEARING)
    for item in db.session.scalars(sa.select(Tip).where(*unset)).all():
        item.notified_on, item.heard_by = on, rules.due("LOCAL-TIP-HEAR", on).due_on


def defend(item: Tip, response: str, *, by: Any, at: datetime) -> None:
    """The enterprise answers."""
    reported_only(item, by)
    FLOW.check(item, "defend")
    item.response = response.strip()
    FLOW.go(item, "defend", by=by, at=at)


def state(item: Tip, response: str, *, by: Any, at: datetime) -> None:
    """The written answer of an enterprise without an account. Raises NotAllowed."""
    department_only(item, by)
    if accounts.somebody_may(TipsPermission.RESPOND, item.reported_id):
        raise NotAllowed(_("该单位有账号，由其自己陈述意见。"))
    FLOW.check(item, "state")
    item.response = response.strip()
    FLOW.go(item, "state", by=by, at=at)


def go_on_unheard(*, on: date, at: datetime) -> int:
    """Whoever did not answer in its time has been heard all the same. Returns how many."""
    over = Tip.heard_by < on
    return FLOW.go_all(Tip, "fall_to_finder", over, by=audit.SYSTEM, at=at)


def find_true(item: Tip, finding: str, *, by: Any, at: datetime) -> None:
    """It is so, with reasons; whether that is recorded is another decision of the department."""
    _find(item, "find_true", Outcome.TRUE, finding, by, at)


def find_untrue(item: Tip, finding: str, *, by: Any, at: datetime) -> None:
    """It is not so, with reasons; nothing is kept about the enterprise anywhere."""
    _find(item, "find_untrue", Outcome.UNTRUE, finding, by, at)


def _find(item: Tip, move: str, outcome: Outcome, finding: str, by: Any, at: datetime) -> None:
    department_only(item, by)
    FLOW.check(item, move)
    item.outcome, item.finding, item.found_on = outcome, finding.strip(), local_day(at)
    answered(item, local_day(at))
    FLOW.go(item, move, by=by, at=at, outcome=outcome)
