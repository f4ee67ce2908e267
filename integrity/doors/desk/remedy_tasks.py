"""Objections, appeals and applications for repair that wait for who decides them."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import contains_eager, joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.states import Flow
from integrity.casework.steps import late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.corrections.models import CorrectionState, RecordCorrection
from integrity.credit.corrections.service import FLOW as CORRECTION_FLOW
from integrity.credit.objections.appeals import FLOW as APPEAL_FLOW
from integrity.credit.objections.models import Appeal, Objection
from integrity.credit.objections.service import FLOW as OBJECTION_FLOW
from integrity.credit.petitions.models import Petition, PetitionState
from integrity.credit.petitions.service import FLOW as PETITION_FLOW
from integrity.credit.proceedings.models import Proceeding
from integrity.credit.proceedings.service import FLOW as PROCEEDING_FLOW
from integrity.credit.records import filings
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs.briefing_models import BriefingState, RulesBriefing
from integrity.credit.repairs.briefings import FLOW as BRIEFING_FLOW
from integrity.credit.repairs.models import Repair, RepairState
from integrity.credit.repairs.service import FLOW as REPAIR_FLOW
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.shieldings.models import Shielding
from integrity.credit.shieldings.service import FLOW as SHIELDING_FLOW
from integrity.people.accounts.models import User


def _petitions(user: User) -> Iterable[Task]:
    """Objections from whoever has no account, whose identity nobody has checked."""
    if not user.can(Permission.OBJECTIONS_ADMIT):
        return
    wanted = sa.select(Petition).where(Petition.state == PetitionState.HANDED_IN)
    wanted = wanted.order_by(Petition.step_due_on, Petition.id).limit(LIMIT)
    for found in db.session.scalars(wanted):
        address = url_for("petitions.item", number=found.id)
        yield Task(
            day=found.step_due_on,
            kind=_("不登录提出的异议"),
            title=found.title,
            body="",
            url=address,
            act=_("核验身份"),
            act_url=address,
            key=f"petition-{found.id}",
            warning=late_in(PETITION_FLOW, found, clock.today()),
        )


def objections(user: User) -> Iterable[Task]:
    """Objections, first those from whoever has no account and is not checked."""
    yield from _petitions(user)
    yield from _remedies(user, Objection, OBJECTION_FLOW, _("异议"), "objections")


def appeals(user: User) -> Iterable[Task]:
    return _remedies(user, Appeal, APPEAL_FLOW, _("申诉"), "appeals")


def repairs(user: User) -> Iterable[Task]:
    """Applications for repair, and the rules that one's own department has not confirmed."""
    yield from _briefings(user)
    yield from _remedies(user, Repair, REPAIR_FLOW, _("信用修复"), "repairs")


def proceedings(user: User) -> Iterable[Task]:
    """The outcome of a review or a lawsuit that another person entered."""
    return _remedies(user, Proceeding, PROCEEDING_FLOW, _("复议和诉讼标注"), "proceedings")


def shieldings(user: User) -> Iterable[Task]:
    """A shield for a firm that a court reorganises, to be confirmed, decided or ended."""
    return _remedies(user, Shielding, SHIELDING_FLOW, _("重整屏蔽"), "shieldings")


def corrections(user: User) -> Iterable[Task]:
    """A correction of a record that another person of the body, or of the office, proposed."""
    if not user.can(Permission.RECORDS_CORRECT):
        return
    others = RecordCorrection.first_by_id.is_distinct_from(user.id)
    wanted = (
        sa.select(RecordCorrection)
        .join(RecordCorrection.record)
        .where(
            RecordCorrection.state == CorrectionState.PROPOSED,
            RecordCorrection.with_remedy.is_(False),
        )
        .where(
            others, filings.mine(RecordCorrection, user), CreditRecord.subject_id != user.body_id
        )
        .options(contains_eager(RecordCorrection.record).joinedload(CreditRecord.subject))
        .order_by(RecordCorrection.step_due_on, RecordCorrection.id)
        .limit(LIMIT)
    )
    for found in db.session.scalars(wanted):
        yield Task(
            day=found.step_due_on,
            kind=_("信用记录更正"),
            title=found.title,
            body=found.subject.name,
            url=url_for("corrections.item", number=found.id),
            act=_("作出决定"),
            act_url=url_for("corrections.act", number=found.id, move="make"),
            key=f"correction-{found.id}",
            warning=late_in(CORRECTION_FLOW, found, clock.today()),
        )


def incomplete(user: User) -> Iterable[Task]:
    """Applications of this person's own side in which something is missing."""
    if not user.can(Permission.REPAIRS_FILE):
        return
    own = user.body_id or 0
    of_record = Repair.record.has(CreditRecord.subject_id == own)
    of_entry = Repair.entry.has(ListEntry.subject_id == own)
    wanted = (
        sa.select(Repair)
        .where(Repair.state == RepairState.INCOMPLETE, sa.or_(of_record, of_entry))
        .options(
            joinedload(Repair.record).joinedload(CreditRecord.subject),
            joinedload(Repair.entry).joinedload(ListEntry.subject),
        )
        .order_by(Repair.step_due_on, Repair.id)
        .limit(LIMIT)
    )
    for repair in db.session.scalars(wanted):
        address = url_for("repairs.act", number=repair.id, move="complete")
        yield Task(
            day=repair.step_due_on,
            kind=_("信用修复"),
            title=repair.title,
            body=repair.subject.name,
            url=url_for("repairs.item", number=repair.id),
            act=_("提交补正材料"),
            act_url=address,
            key=f"repair-{repair.id}",
        )


def _briefings(user: User) -> Iterable[Task]:
    if not user.can(Permission.REPAIRS_DECIDE):
        return
    given, mine = RulesBriefing.state == BriefingState.GIVEN, RulesBriefing.body_id == user.body_id
    wanted = sa.select(RulesBriefing).where(given, mine).order_by(RulesBriefing.id).limit(LIMIT)
    for found in db.session.scalars(wanted.options(joinedload(RulesBriefing.body))):
        yield Task(
            day=found.step_due_on,
            kind=_("修复规则的确认"),
            title=found.title,
            body=found.body.name,
            url=url_for("repairs.briefing", number=found.id),
            act=_("确认收到并按规则办理"),
            act_url=url_for("repairs.briefing_act", number=found.id, move="confirm_rules"),
            key=f"briefing-{found.id}",
            warning=late_in(BRIEFING_FLOW, found, clock.today()),
        )


def _remedies(user: User, model: Any, flow: Flow, kind: str, name: str) -> Iterable[Task]:
    """An objection or an application to be accepted or decided."""
    states = flow.waiting_for(user)
    if not states:
        return
    wanted = (
        sa.select(model)
        .where(model.state.in_(states & set(flow.steps)), filings.mine(model, user))
        .options(
            joinedload(model.record).joinedload(CreditRecord.subject),
            joinedload(model.entry).joinedload(ListEntry.subject),
        )
        .order_by(model.step_day(), model.id)
        .limit(LIMIT)
    )
    for row in db.session.scalars(wanted):
        address = url_for(f"{name}.item", number=row.id)
        accept = "accept" in flow.open_to(user, row)
        yield Task(
            day=getattr(row, flow.steps[row.state].day),
            kind=kind,
            title=row.title,
            body=row.subject.name,
            url=address,
            act=_("受理") if accept else _("作出决定"),
            act_url=address,
            key=f"{name}-{row.id}",
            warning=late_in(flow, row, clock.today()),
        )
