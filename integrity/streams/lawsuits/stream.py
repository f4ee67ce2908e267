"""Suits before enforcement as a stream: shown and counted down, and no breach by themselves."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.streams import Figures, Reach, Stream, Words, Work
from integrity.streams.lawsuits import service
from integrity.streams.lawsuits.fields import FIELDS
from integrity.streams.lawsuits.forms import EndForm, EnforceForm, LoseForm, UrgeForm
from integrity.streams.lawsuits.models import STATE_NAMES, Lawsuit, SuitOutcome
from integrity.streams.lawsuits.permissions import GRANTS, LawsuitsPermission
from integrity.streams.lawsuits.tells import SOURCES
from integrity.streams.lawsuits.views import bp

MOVE_NAMES = {
    "bring": _l("起诉"),
    "find_breach": _l("认定违约失信"),
    "extend": _l("延长期限"),
}
ACTS = {
    "lose": Act(_l("败诉，裁判生效"), service.lose, LoseForm),
    "urge": Act(
        _l("执行前督促"), service.urge, UrgeForm, _l("告知单位和领导小组办公室，开始计算督促期限。")
    ),
    "enforce": Act(
        _l("执行立案"), service.enforce, EnforceForm, _l("执行案件另行推送，期限由执行案件计算。")
    ),
    "end": Act(_l("结束"), service.end, EndForm),
}
STREAM = Stream(
    name="lawsuits",
    title=_l("执行前涉诉案件"),
    model=Lawsuit,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: sa.or_(Lawsuit.subject_id == body_id, Lawsuit.court_id == body_id),
        public=sa.false,
        read=LawsuitsPermission.READ,
        grants=GRANTS,
        finds=LawsuitsPermission.FIND,
        searched=(Lawsuit.ref, Lawsuit.case_no, Lawsuit.cause),
        about=(Lawsuit.court_id,),
    ),
    work=Work(
        flow=service.FLOW,
        acts=ACTS,
        tells=SOURCES,
        inherited=lambda: Lawsuit.closed_on.is_(None),
    ),
    figures=Figures(
        counted=sa.false,
        kept=lambda: Lawsuit.outcome == SuitOutcome.PERFORMED,
    ),
    words=Words(
        rules={"found-in-breach": _l("败诉案件经认定构成违约失信")},
        problems={"found-in-breach": Problem.PROMISE_BROKEN},
        state_names=STATE_NAMES,
        move_names=MOVE_NAMES,
    ),
)
