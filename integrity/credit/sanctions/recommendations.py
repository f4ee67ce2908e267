"""Bodies and associations recommend for the red list; only the office makes a candidate of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step
from integrity.credit.measures.lists import GOOD, Ground, ListKind
from integrity.credit.sanctions import bases, exclusions, nominations
from integrity.credit.sanctions.bases import NoListingBasis
from integrity.credit.sanctions.recommendation_models import (
    RECOMMENDATION_NAMES,
    Membership,
    Recommendation,
)
from integrity.credit.sanctions.recommendation_models import RecommendationState as S
from integrity.files import attached
from integrity.people.subjects.models import Subject, SubjectKind

P = Permission
RECOMMENDATIONS = Flow(
    steps={S.SENT: Step(Side.OFFICE, "LOCAL-RED-EXAMINE")},
    take_up=Move({S.SENT}, S.TAKEN_UP, P.SANCTIONS_DECIDE),
    turn_down=Move({S.SENT}, S.DECLINED, P.SANCTIONS_DECIDE),
    withdraw=Move({S.SENT}, S.WITHDRAWN, P.SANCTIONS_RECOMMEND),
)
RECOMMENDATIONS.names.update(RECOMMENDATION_NAMES)
ASSOCIATION = "51"
"""How the codes of associations begin."""


class NotRecommendable(Forbidden):
    """An association recommends its members, a body others than itself; nobody else recommends."""

    correctable = True
    title = _l("不能推荐")


def grounds(recommender: Subject) -> Sequence[Ground]:
    """The grounds on which a body or an association recommends; a firm on none."""
    if recommender.kind is SubjectKind.BODY:
        return [g for g in Ground if g in GOOD - {Ground.RECOMMENDED, Ground.TAX_A}]
    association = recommender.kind is SubjectKind.ORGANISATION
    ours = association and (recommender.uscc or "").startswith(ASSOCIATION)
    return [Ground.RECOMMENDED] if ours else []


def recommend(
    subject: Subject,
    ground: Ground,
    reasons: str,
    upload: FileStorage | None = None,
    *,
    by: Any,
    at: datetime,
) -> Recommendation:
    """Recommend somebody, with reasons and material; raises NotRecommendable, NotHonourable,
    OnThatList."""
    on, ground, ours = local_day(at), Ground(ground), by.body
    if ours is None or ground not in grounds(ours):
        raise NotRecommendable(_("本单位不能以这一事由推荐。"))
    if subject.id == ours.id:
        raise NotRecommendable(_("不能推荐本单位。"))
    if ground is Ground.RECOMMENDED and not is_member(ours.id, subject.id, on):
        raise NotRecommendable(_("协会只能推荐会员；会员名册由领导小组办公室登记。"))
    exclusions.demand_open(subject.id, ListKind.RED)
    made = Recommendation(
        state=S.SENT,
        subject=subject,
        ground=ground,
        reasons=reasons.strip(),
        recommended_by=ours,
        sent_by_name=by.name,
        sent_at=at,
    )
    RECOMMENDATIONS.begin(made, on)
    db.session.add(made)
    db.session.flush()
    audit.write(made, "submit", by=by, at=at, target=S.SENT)
    if upload:
        attached.save(upload, made, public=False, by=by, at=at, body_id=ours.id)
    return made


def take_up(found: Recommendation, *, by: audit.Actor, at: datetime) -> None:
    """The office makes a candidate of it, whose procedure begins. NoListingBasis, and what
    nominating raises."""
    RECOMMENDATIONS.check(found, "take_up")
    offered = bases.offered(ListKind.RED, found.subject.kind, local_day(at))
    basis = next((b for b in offered if found.ground in b.carries), None)
    if basis is None:
        raise NoListingBasis(_("没有登记列入依据。"))
    reasons = _("%(who)s推荐：%(why)s", who=found.recommended_by.name, why=found.reasons)
    what = (found.subject, ListKind.RED, found.ground, reasons)
    found.entry = nominations.nominate(None, *what, basis=basis, by=by, at=at)
    db.session.flush()
    RECOMMENDATIONS.go(found, "take_up", by=by, at=at)


def turn_down(found: Recommendation, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not taken up, with reasons for who recommended."""
    found.answer = why.strip()
    RECOMMENDATIONS.go(found, "turn_down", by=by, at=at, why=why)


def withdraw(found: Recommendation, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Who recommended takes it back."""
    RECOMMENDATIONS.go(found, "withdraw", by=by, at=at, why=why)


def is_member(association_id: int, member_id: int, on: date) -> bool:
    """Whether somebody is a member of an association on a day."""
    known = sa.exists().where(
        Membership.association_id == association_id,
        Membership.member_id == member_id,
        Membership.since <= on,
        sa.or_(Membership.until.is_(None), Membership.until >= on),
    )
    return bool(db.session.scalar(sa.select(known)))
