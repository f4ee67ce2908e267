"""What is owed for answers of checks: the word of who checked, and the office's to objections."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.checks import duties as owed
from integrity.credit.checks.duty_models import CheckDuty, DutyState
from integrity.credit.coverage import gaps
from integrity.credit.coverage.gap_models import CoverageGap, GapState
from integrity.doors.desk import measure_tasks
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """Matters of the application list, outcomes of checks, and objections to these."""
    yield from measure_tasks.matters(user)
    yield from _outcomes(user)
    yield from _contested(user)
    yield from _gaps(user)


def _outcomes(user: User) -> Iterable[Task]:
    """Results of one's own checks of which nothing was said yet, the soonest first."""
    if not user.can(Permission.CHECKS_MAKE):
        return
    for duty in owed.owed_by(user.body_id or 0, LIMIT):
        about = duty.about.name if duty.about.public else _("自然人（不显示姓名和号码）")
        yield Task(
            day=duty.step_due_on,
            kind=_("核查结果的使用情况"),
            title=_("%(name)s（%(note)s）", name=about, note=duty.check.matter),
            body=duty.body.name,
            url=url_for("checks.duty", number=duty.id),
            act=_("登记使用情况"),
            act_url=url_for("checks.outcome", ref=duty.check.ref, key=duty.key),
            key=f"check-duty-{duty.id}",
        )


def _contested(user: User) -> Iterable[Task]:
    """What was done with an answer and is objected to, for the office."""
    if not user.can(Permission.APPEALS_DECIDE):
        return
    waiting = sa.select(CheckDuty).where(
        CheckDuty.state == DutyState.CONTESTED,
        CheckDuty.body_id.is_distinct_from(user.body_id),
    )
    soonest = waiting.order_by(CheckDuty.step_due_on, CheckDuty.id).limit(LIMIT)
    for duty in db.session.scalars(soonest.options(*owed.WITH)):
        address = url_for("checks.duty", number=duty.id)
        yield Task(
            day=duty.step_due_on,
            kind=_("对核查结果使用情况的异议"),
            title=duty.ref,
            body=duty.body.name,
            url=address,
            act=_("答复异议"),
            act_url=address,
            key=f"contested-outcome-{duty.id}",
        )


def _gaps(user: User) -> Iterable[Task]:
    """Months of which one's own body explains why no check was made, and what it explained."""
    mine = sa.and_(CoverageGap.state.in_(gaps.OWED), CoverageGap.body_id == (user.body_id or 0))
    others = sa.and_(
        CoverageGap.state == GapState.EXPLAINED, CoverageGap.body_id.is_distinct_from(user.body_id)
    )
    kinds = (
        (Permission.APPROVALS_REPORT, mine, _("说明没有核查的原因")),
        (Permission.MATTERS_KEEP, others, _("审核说明")),
    )
    for permission, which, act in kinds:
        if not user.can(permission):
            continue
        waiting = sa.select(CoverageGap).where(which).options(joinedload(CoverageGap.body))
        soonest = waiting.order_by(CoverageGap.step_due_on, CoverageGap.id).limit(LIMIT)
        for gap in db.session.scalars(soonest):
            address = url_for("coverage.gap", number=gap.id)
            yield Task(
                day=gap.step_due_on,
                kind=_("没有核查的说明"),
                title=gap.title,
                body=gap.body.name,
                url=address,
                act=act,
                act_url=address,
                key=f"coverage-gap-{gap.id}",
            )
