"""The stream of orders to put right, as the core sees it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base.db import db
from integrity.base.i18n import day
from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.streams import Figures, Reach, Stream, Words, Work
from integrity.credit.records.models import CreditRecord
from integrity.pages.forms import WhyForm
from integrity.people.subjects.models import SubjectKind
from integrity.streams.rectifications import service, warnings
from integrity.streams.rectifications.fields import FIELDS
from integrity.streams.rectifications.forms import PlanForm, ReportForm, VerifyForm
from integrity.streams.rectifications.models import STATE_NAMES, Rectification, RectificationOutcome
from integrity.streams.rectifications.papers import PAPERS
from integrity.streams.rectifications.permissions import GRANTS, RectificationsPermission
from integrity.streams.rectifications.tells import SOURCES
from integrity.streams.rectifications.views import bp


def on_record(record: CreditRecord) -> list[tuple[str, str]]:
    """To order that what a public body has on its record be put right."""
    of_body = record.subject.kind is SubjectKind.BODY
    if not (of_body and current_user.can(RectificationsPermission.ORDER, record)):
        return []
    return [(_("责令限期整改"), url_for("rectifications.new", record=record.id))]


def on_item(stream: Stream, item: Any) -> list[tuple[str, str]]:
    """The same for an item that still is not done, unless an order about it is open."""
    may = stream.name != STREAM.name and stream.figures.of_bodies and item.closed_on is None
    if not may or not current_user.is_authenticated:
        return []
    if not current_user.can(RectificationsPermission.ORDER, item):
        return []
    if service.is_ordered(stream.name, item.id):
        return []
    address = url_for("rectifications.new", about=f"{stream.name}:{item.ref}")
    return [(_("责令限期整改"), address)]


def meanwhile(things: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """By which day each of these things must be put right, where that was ordered."""
    about = sa.tuple_(Rectification.stream, Rectification.item_id).in_(things)
    wanted = sa.select(Rectification).where(about, Rectification.closed_on.is_(None))
    return {
        (order.stream, order.item_id or 0): _("已责令整改，期限 %(day)s", day=day(order.due_on))
        for order in db.session.scalars(wanted.order_by(Rectification.id))
        if order.due_on
    }


MOVE_NAMES = {
    "order": _l("责令整改"),
    "answer": _l("答复方案"),
    "put_right": _l("报告整改完成"),
    "verify": _l("核验通过"),
    "send_back": _l("退回继续整改"),
    "miss": _l("逾期未整改到位"),
    "extend": _l("延期"),
}

ACTS = {
    "answer": Act(_l("答复整改方案"), service.answer, PlanForm),
    "put_right": Act(_l("报告整改完成"), service.put_right, ReportForm, evidence=True),
    "verify": Act(_l("核验通过"), service.verify, VerifyForm),
    "send_back": Act(_l("退回继续整改"), service.send_back, WhyForm, danger=True),
}
STREAM = Stream(
    name="rectifications",
    title=_l("限期整改"),
    model=Rectification,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: Rectification.subject_id == body_id,
        public=sa.false,
        read=RectificationsPermission.READ,
        grants=GRANTS,
        desk=(("rectifications.findings", _l("检查发现")),),
        searched=(
            Rectification.ref,
            Rectification.title,
            Rectification.demand,
        ),
    ),
    work=Work(
        flow=service.FLOW,
        acts=ACTS,
        jobs=(
            Job(
                "flag_missed",
                _l("标明逾期未整改"),
                "5 1 * * *",
                lambda on, at: {"missed": service.flag_missed(on=on, at=at)},
            ),
            Job(
                "warn_of_points",
                _l("提醒分项整改的期限"),
                "50 2 * * *",
                lambda on, at: {"told": warnings.warn(on=on, at=at)},
            ),
        ),
        on_record=on_record,
        on_item=on_item,
        meanwhile=meanwhile,
        tells=SOURCES,
        papers=PAPERS,
        inherited=lambda: Rectification.closed_on.is_(None),
    ),
    figures=Figures(kept=lambda: Rectification.outcome == RectificationOutcome.PUT_RIGHT),
    words=Words(
        rules={"not-put-right": _l("逾期未整改到位")},
        problems={"not-put-right": Rectification.problem},
        state_names=STATE_NAMES,
        move_names=MOVE_NAMES,
    ),
)
