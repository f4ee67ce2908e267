"""Open a round, send candidates in, show them, decide by two; who breaks faith is honoured no more.

A round is of enterprises, organisations and bodies: a natural person is never public.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import add_once, db
from integrity.base.errors import Forbidden, Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents import kinds, making
from integrity.casework.documents.making import Makes
from integrity.casework.rules import service as rules
from integrity.casework.steps import Side, Step
from integrity.credit.measures.lists import ListKind
from integrity.credit.sanctions import exclusions, recommendations
from integrity.credit.sanctions.flow import SameDecider
from integrity.credit.sanctions.recommendations import NotRecommendable
from integrity.credit.sanctions.reviews import StillShown
from integrity.credit.stars.models import (
    OBJECTION_NAMES,
    STATE_NAMES,
    StarCandidate,
    StarKind,
    StarObjection,
    StarObjectionState,
    StarRound,
)
from integrity.credit.stars.models import CandidateState as S
from integrity.files import attached
from integrity.people.subjects.models import Subject, SubjectKind

DECIDE, SEND = Permission.SANCTIONS_DECIDE, Permission.SANCTIONS_RECOMMEND
PENDING = frozenset({S.SENT, S.SHOWN, S.DECIDED})
FLOW = Flow(
    steps={
        S.SENT: Step(Side.OFFICE, "LOCAL-STAR-EXAMINE"),
        S.SHOWN: Step(Side.OFFICE, "LOCAL-STAR-DECIDE", since="shown_until"),
        S.DECIDED: Step(Side.OFFICE, "LOCAL-STAR-DECIDE"),
    },
    free={S.HONOURED: "it stays until faith is broken"},
    publicise=Move({S.SENT}, S.SHOWN, DECIDE),
    decide=Move({S.SHOWN}, S.DECIDED, DECIDE),
    confirm=Move({S.DECIDED}, S.HONOURED, DECIDE, paper=Makes("star-certificate")),
    send_back=Move({S.DECIDED}, S.SHOWN, DECIDE),
    turn_down=Move(PENDING, S.DECLINED, DECIDE),
    withdraw=Move(PENDING, S.DECLINED, SEND),
    lapse=Move(PENDING, S.DECLINED),
    forfeit=Move({S.HONOURED}, S.ENDED, paper=Makes("star-ending")),
)
FLOW.names.update(STATE_NAMES)
OBJECTIONS = Flow(
    steps={StarObjectionState.FILED: Step(Side.OFFICE, "LOCAL-STAR-OBJECT")},
    uphold=Move({StarObjectionState.FILED}, StarObjectionState.UPHELD, DECIDE),
    reject=Move({StarObjectionState.FILED}, StarObjectionState.REJECTED, DECIDE),
    become_moot=Move({StarObjectionState.FILED}, StarObjectionState.DROPPED),
)
OBJECTIONS.names.update(OBJECTION_NAMES)


class WrongRound(Refused):
    """There is one round of a kind in a year, and candidates are sent in until its day."""

    correctable = True
    title = _l("不能开始或者报送")


class NotCirculated(Refused):
    """A result is circulated once, when nothing is open in the round and somebody is honoured."""

    title = _l("还不能通报结果")


class OwnMatter(Forbidden):
    """Whoever sent a candidate in, or is one, decides nothing about it."""

    title = _l("须由他人办理")


def open_round(
    kind: StarKind,
    year: int,
    sending_until: date,
    conditions: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> StarRound:
    """Begin a round; raises WrongRound for the second of a year, or one that is over."""
    if sending_until < local_day(at):
        raise WrongRound(_("报送截止日期不能早于今天。"))
    made = StarRound(
        kind=StarKind(kind),
        year=year,
        sending_until=sending_until,
        conditions=conditions.strip(),
        opened_at=at,
        opened_by_name=by.name,
    )
    add_once(made, WrongRound(_("这一年度的评选已经开始。")))
    audit.write(made, "open", by=by, at=at)
    return made


def send(
    found: StarRound,
    subject: Subject,
    reasons: str,
    product: str = "",
    material: FileStorage | None = None,
    *,
    by: Any,
    at: datetime,
) -> StarCandidate:
    """Send somebody in to a round: a body anybody but itself, an association its members.

    Raises WrongRound after its last day or twice, NotRecommendable, and NotHonourable for who has
    a public breach or is listed for one.
    """
    on, product = local_day(at), product.strip()
    if on > found.sending_until:
        raise WrongRound(_("报送已于 %(day)s 截止。", day=found.sending_until))
    if bool(product) != (found.kind is StarKind.BRAND):
        raise WrongRound(_("评选信用品牌的填写产品名称；评选诚信之星的不填。"))
    _demand_sender(by.body, subject, on)
    exclusions.demand_honourable(subject.id, ListKind.RED)
    made = StarCandidate(
        round_id=found.id,
        subject=subject,
        product=product,
        reasons=reasons.strip(),
        state=S.SENT,
        sent_by=by.body,
        sent_by_name=by.name,
        sent_at=at,
    )
    FLOW.begin(made, on)
    add_once(made, WrongRound(_("该主体已经报送，不能重复报送。")))
    audit.write(made, "submit", by=by, at=at, target=S.SENT)
    if material:
        attached.save(material, made, public=False, by=by, at=at, body_id=by.body.id)
    return made


def publicise(candidate: StarCandidate, *, by: audit.Actor, at: datetime) -> None:
    """Show a candidate to everybody for the days of the rule. OwnMatter, NotHonourable."""
    _demand_free(candidate, by)
    FLOW.check(candidate, "publicise")
    exclusions.demand_honourable(candidate.subject_id, ListKind.RED)
    candidate.shown_on = local_day(at)
    candidate.shown_until = rules.due("LOCAL-STAR-REVIEW", candidate.shown_on).due_on
    FLOW.go(candidate, "publicise", by=by, at=at)
    _wait(candidate)


def decide(candidate: StarCandidate, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The first of two; raises StillShown before the review is over, OwnMatter, NotHonourable."""
    _demand_free(candidate, by)
    FLOW.check(candidate, "decide")
    _demand_over(candidate, local_day(at))
    exclusions.demand_honourable(candidate.subject_id, ListKind.RED)
    candidate.first_decider_id = by.id
    FLOW.go(candidate, "decide", by=by, at=at, why=why)


def confirm(candidate: StarCandidate, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A second person honours it, with a certificate. SameDecider, OwnMatter, NotHonourable."""
    _demand_free(candidate, by)
    FLOW.check(candidate, "confirm")
    if by.id is None or by.id == candidate.first_decider_id:
        raise SameDecider(_("第一评定人不能同时作为第二评定人，须由另一人复核。"))
    exclusions.demand_honourable(candidate.subject_id, ListKind.RED)
    candidate.second_decider_id, candidate.honoured_on = by.id, local_day(at)
    FLOW.go(candidate, "confirm", by=by, at=at, why=why)


def send_back(candidate: StarCandidate, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The second does not agree: the first decides anew; it need not be shown twice. OwnMatter."""
    _demand_free(candidate, by)
    candidate.first_decider_id = None
    FLOW.go(candidate, "send_back", by=by, at=at, why=why)
    _wait(candidate)


def turn_down(candidate: StarCandidate, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not honoured, with the reasons for who sent it in. OwnMatter."""
    _demand_free(candidate, by)
    candidate.answer = why.strip()
    FLOW.go(candidate, "turn_down", by=by, at=at, why=why)
    drop(candidate.id, at=at)


def withdraw(candidate: StarCandidate, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Who sent it in, or is to be honoured, does not want it."""
    candidate.answer = why.strip()
    FLOW.go(candidate, "withdraw", by=by, at=at, why=why)
    drop(candidate.id, at=at)


def fall(*, on: date, at: datetime) -> int:
    """End every honour, and every candidacy, of who has a public breach; returns how many."""
    fallen = exclusions.has_fallen(StarCandidate.subject_id)
    why = str(_("出现公开的失信记录，或者被列入失信名单。"))
    said: dict[str, Any] = {"by": audit.SYSTEM, "at": at, "why": why, "answer": why}
    count = FLOW.go_all(StarCandidate, "lapse", fallen, **said)
    count += FLOW.go_all(StarCandidate, "forfeit", fallen, **said, ended_on=on)
    if count:
        db.session.expire_all()
        drop(at=at)
    return count


def drop(candidate_id: int | None = None, *, at: datetime) -> None:
    """What is open against who is a candidate no more has nothing to decide."""
    over = StarObjection.candidate.has(StarCandidate.state.not_in(PENDING))
    which = [over] if candidate_id is None else [over, StarObjection.candidate_id == candidate_id]
    db.session.flush()
    wanted = sa.select(StarObjection).where(StarObjection.state == StarObjectionState.FILED, *which)
    for objection in db.session.scalars(wanted.order_by(StarObjection.id)).all():
        objection.closed_on = local_day(at)
        OBJECTIONS.go(objection, "become_moot", by=audit.SYSTEM, at=at)


def circulate(found: StarRound, *, by: audit.Actor, at: datetime) -> StarRound:
    """Draft the notice of the result; another person issues it. Raises NotCirculated."""
    on = local_day(at)
    if found.circulated_on or on <= found.sending_until:
        raise NotCirculated(_("报送还没有截止，或者结果已经通报。"))
    states = {candidate.state for candidate in found.candidates}
    if states & PENDING or S.HONOURED not in states:
        raise NotCirculated(_("还有候选主体没有评定，或者没有评定的主体。"))
    found.circulated_on = on
    db.session.flush()
    audit.write(found, "circulate", by=by, at=at)
    making.draft(kinds.named("star-result"), [found], by=by, at=at)
    return found


def open_on(candidate_id: int) -> Sequence[StarObjection]:
    """What was said against a candidate and nobody has decided."""
    wanted = sa.select(StarObjection).where(
        StarObjection.candidate_id == candidate_id, StarObjection.state == StarObjectionState.FILED
    )
    return db.session.scalars(wanted.order_by(StarObjection.id)).all()


def _demand_over(candidate: StarCandidate, on: date) -> None:
    until = candidate.shown_until
    if until is None or on <= until:
        raise StillShown(_("公示到 %(day)s 结束，届满后才能评定。", day=until))
    if open_on(candidate.id):
        raise StillShown(_("公示期间有人提出异议，还没有核查答复，不能评定。"))


def _demand_sender(ours: Subject | None, subject: Subject, on: date) -> None:
    if ours is None or not recommendations.grounds(ours):
        raise NotRecommendable(_("由各单位和行业协会报送。"))
    if subject.id == ours.id or subject.kind is SubjectKind.PERSON:
        raise NotRecommendable(_("不能报送本单位，也不能报送自然人。"))
    association = ours.kind is not SubjectKind.BODY
    if association and not recommendations.is_member(ours.id, subject.id, on):
        raise NotRecommendable(_("协会只能推荐会员；会员名册由领导小组办公室登记。"))


def _demand_free(candidate: StarCandidate, by: Any) -> None:
    if getattr(by, "body_id", None) in candidate.parties:
        raise OwnMatter(_("报送单位和候选主体不能办理评定，须由他人办理。"))


def _wait(candidate: StarCandidate) -> None:
    """Nobody need decide before the public review is over."""
    assert candidate.shown_until is not None
    candidate.step_due_on = FLOW.steps[S.SHOWN].due(candidate.shown_until)
