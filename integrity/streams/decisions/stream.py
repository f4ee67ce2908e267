"""Decisions of bodies as a stream: the adverse are breaches of the day they were made."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base.db import db
from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.streams import Delivered, Figures, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm
from integrity.people.subjects.models import Subject
from integrity.streams.decisions import service
from integrity.streams.decisions.fields import FIELDS
from integrity.streams.decisions.forms import ConfirmForm
from integrity.streams.decisions.imports import IMPORTERS
from integrity.streams.decisions.models import (
    STANDING,
    STATE_NAMES,
    Decision,
    DecisionKind,
    DecisionState,
)
from integrity.streams.decisions.permissions import GRANTS, DecisionsPermission
from integrity.streams.decisions.person_views import bp
from integrity.streams.decisions.tells import SOURCES
from integrity.streams.decisions.views import standing

ACTS = {
    "confirm": Act(
        _l("核对无误，确认"),
        service.confirm,
        ConfirmForm,
        _l("确认后，失信信息将告知当事人并计算异议期；守信信息按目录展示。确认的人对内容负责。"),
    ),
    "abandon": Act(_l("登记有误，放弃"), service.abandon, WhyForm, danger=True, primary=False),
    "propose_revocation": Act(
        _l("提请撤销"),
        service.propose_revocation,
        WhyForm,
        _l("文书被撤销、变更或者登记有误的，应当在三个工作日内撤销。须由另一人决定。"),
        danger=True,
        primary=False,
        evidence=True,
    ),
    "revoke": Act(
        _l("同意撤销"),
        service.revoke,
        WhyForm,
        _l("撤销后，由此产生的信用记录和名单事项同时撤销。"),
        danger=True,
    ),
    "let_stand": Act(_l("不同意撤销"), service.let_stand, WhyForm, primary=False),
}
# fmt: off
RULES = {
    "judgment.minor": _l("不履行法院裁判、仲裁裁决（轻微）"),
    "judgment.general": _l("不履行法院裁判、仲裁裁决（一般）"),
    "judgment.serious": _l("不履行法院裁判、仲裁裁决（严重）"),
    "penalty.minor": _l("受到行政处罚（轻微）"),
    "penalty.general": _l("受到行政处罚（一般）"),
    "penalty.serious": _l("受到行政处罚（严重）"),
    "discipline.minor": _l("受到纪律处分、政务处分（轻微）"),
    "discipline.general": _l("受到纪律处分、政务处分（一般）"),
    "discipline.serious": _l("受到纪律处分、政务处分（严重）"),
    "accountability.minor": _l("被问责（轻微）"),
    "accountability.general": _l("被问责（一般）"),
    "accountability.serious": _l("被问责（严重）"),
    "appraisal.minor": _l("评价结果不良（轻微）"),
    "appraisal.general": _l("评价结果不良（一般）"),
    "appraisal.serious": _l("评价结果不良（严重）"),
}
# fmt: on


def mine(body_id: int) -> sa.ColumnElement[bool]:
    """What a body decided, and what others decided about it, once that stands."""
    drafts = (DecisionState.DRAFT, DecisionState.DISCARDED)
    about = sa.and_(Decision.subject_id == body_id, Decision.state.not_in(drafts))
    return sa.or_(Decision.body_id == body_id, about)


def shown() -> sa.ColumnElement[bool]:
    """What is good, stands, and is of whoever may be public."""
    about = Decision.subject.has(Subject.public)
    return sa.and_(Decision.public, Decision.state.in_(STANDING), about)


def good(body_id: int, on: date) -> Iterable[tuple[Any, Any, str | None]]:
    """What speaks for a body, on its public page."""
    wanted = sa.select(Decision).where(shown(), Decision.subject_id == body_id)
    for found in db.session.scalars(wanted.order_by(Decision.decided_on.desc()).limit(5)):
        yield _l("守信信息"), found.title, url_for("decisions.item", ref=found.ref)


STREAM = Stream(
    name="decisions",
    title=_l("决定和守信信息"),
    model=Decision,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    answerer=lambda item: item.body_id,
    reach=Reach(
        mine=mine,
        public=shown,
        read=DecisionsPermission.READ,
        grants=GRANTS,
        searched=(Decision.ref, Decision.title, Decision.number),
        about=(Decision.body_id,),
    ),
    work=Work(
        flow=service.FLOW,
        acts=ACTS,
        importers=IMPORTERS,
        delivered=Delivered(
            Decision.body_id,
            Decision.decided_on,
            Decision.effective_on,
            {kind.value: partial(Decision.kind.__eq__, kind) for kind in DecisionKind},
        ),
        tells=SOURCES,
        jobs=(
            Job(
                "decisions_expire",
                _l("守信信息展示期满"),
                "42 1 * * *",
                lambda on, at: {"expired": service.expire(on=on, at=at)},
            ),
        ),
    ),
    figures=Figures(of_bodies=False, counted=sa.false, kept=sa.false, summary=good),
    words=Words(
        rules=RULES,
        state_names=STATE_NAMES,
        standing=standing,
        move_names={"enter": _l("登记"), "expire": _l("展示期满")},
    ),
)
