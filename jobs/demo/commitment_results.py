"""What becomes of the promises: steps are met, reported, surveyed and verified; all invented."""

from datetime import date, timedelta
from io import BytesIO
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import FileStorage

from commitments import fulfilment, outcomes
from commitments.models import Category, Commitment, CommitmentOutcome, CommitmentState
from commitments.steps import milestones
from commitments.steps.milestones import Milestone, MilestoneState
from commitments.survey import surveys
from commitments.survey.surveys import SurveyKind
from integrity.base import clock
from integrity.base.db import db
from integrity.streams.rectifications import service as rectifications
from jobs.demo.participants import EVALUATOR, Participants
from jobs.demo.published_commitments import INVENTED

RESULTS = (
    ("kept", 40),
    ("kept late", 12),
    ("partly", 9),
    ("not kept", 7),
    ("reported only", 8),
    ("silent", 24),
)
OF_REAL = (("kept", 70), ("reported only", 30))
OUTCOMES = {
    "kept": CommitmentOutcome.FULFILLED,
    "kept late": CommitmentOutcome.FULFILLED,
    "partly": CommitmentOutcome.PARTLY,
    "not kept": CommitmentOutcome.NOT_FULFILLED,
}


def report_and_verify(players: Participants, first: date, last: date) -> None:
    """What the bodies report and the office verifies between two days."""
    wanted = sa.select(Commitment).where(
        Commitment.due_on.is_not(None), Commitment.due_on <= last + timedelta(days=20)
    )
    items = list(db.session.scalars(wanted.options(joinedload(Commitment.subject))))
    _pass_milestones(players, last)
    for item in items:
        if item.state is CommitmentState.PUBLISHED:
            _report(players, item, first, last)
        elif item.state is CommitmentState.REPORTED:
            _verify(players, item, first, last)


def _pass_milestones(players: Participants, last: date) -> None:
    """Steps whose day has come are met, but where nothing is done any more."""
    wanted = (
        sa.select(Milestone)
        .join(Milestone.commitment)
        .where(
            Milestone.due_on <= last,
            Milestone.state == MilestoneState.SCHEDULED,
            Commitment.state == CommitmentState.PUBLISHED,
        )
    )
    for step in db.session.scalars(wanted.order_by(Milestone.id)).all():
        if step.position == 1 or (step.due_on != step.commitment.due_on and _goes_on(step)):
            _meet(players, step, MilestoneState.MET, last, step.due_on)


def _goes_on(step: Milestone) -> bool:
    return result_of(step.commitment) != "silent"


def _meet(
    players: Participants, step: Milestone, state: MilestoneState, on: date, met_on: date
) -> None:
    milestones.record(
        step,
        state,
        f"{step.title.removesuffix('（示例）')}，已核对现场{INVENTED}",
        met_on=met_on if state is MilestoneState.MET else None,
        evidence=_proof("验收记录"),
        evidence_public=True,
        by=players.officer(step.commitment.subject_id),
        at=clock.at(on, 9),
    )


def _proof(what: str) -> FileStorage:
    """A file that proves nothing."""
    return FileStorage(BytesIO(f"{what}{INVENTED}".encode()), f"{what}（示例）.txt")


def _end_milestones(players: Participants, item: Commitment, done_on: date, on: date) -> None:
    """What is reported as done leaves no step open; the last one is as good as the whole is."""
    ends = {"partly": MilestoneState.PARTLY, "not kept": MilestoneState.NOT_MET}
    open_ = [s for s in milestones.of(item) if s.state is MilestoneState.SCHEDULED]
    for step in open_:
        state = (
            ends.get(result_of(item), MilestoneState.MET)
            if step is open_[-1]
            else MilestoneState.MET
        )
        _meet(players, step, state, on, min(step.due_on, done_on))


def result_of(item: Commitment) -> str:
    """What becomes of it: always the same for the same one, nothing adverse if it is real."""
    invented = item.subject.name.endswith("（示例）")
    names, weights = zip(*(RESULTS if invented else OF_REAL), strict=True)
    return str(Random(item.ref).choices(names, weights)[0])


def _report(players: Participants, item: Commitment, first: date, last: date) -> None:
    kind = result_of(item)
    if kind == "silent" or item.due_on is None:
        return
    shift = Random(item.ref + "day").randint(2, 18)
    late = shift * 6 if kind == "kept late" else -shift
    done_on = item.due_on + timedelta(days=late)
    if done_on > last:
        return
    _end_milestones(players, item, done_on, max(done_on, first))
    fulfilment.report(
        item,
        done_on,
        item.target or "已完成",
        f"已完成{INVENTED}",
        evidence=_proof("竣工验收表") if item.signed_at else None,
        evidence_public=True,
        by=players.officer(item.subject_id),
        at=clock.at(max(done_on, first), 9),
    )


def _verify(players: Participants, item: Commitment, first: date, last: date) -> None:
    kind = result_of(item)
    if kind not in OUTCOMES or item.claimed_on is None:
        return
    on = max(item.claimed_on + timedelta(days=15), first)
    if on <= last:
        outcome = OUTCOMES[kind]
        if (
            outcomes.is_late_for_its_day(item, item.claimed_on)
            and outcome is CommitmentOutcome.FULFILLED
        ):
            outcome = CommitmentOutcome.PARTLY
        fulfilment.verify(
            item,
            outcome,
            _asked(players, item, on) if item.signed_at else f"第三方回访{INVENTED}",
            f"现场核对与回访结果{INVENTED}",
            finding=f"与单位自报一致{INVENTED}",
            done_on=item.claimed_on,
            proof=f"竣工验收表载明的日期{INVENTED}",
            by=players.people["office1"],
            at=clock.at(on, 10),
        )


def _asked(players: Participants, item: Commitment, on: date) -> str:
    """The evaluator asks people about a promise of the invented body; the office records it."""
    found = surveys.add(
        item,
        SurveyKind.ONCE if item.category is Category.SERVICE else SurveyKind.KEPT,
        on,
        EVALUATOR,
        120,
        {"partly": 71, "not kept": 20}.get(result_of(item), 112),
        f"是否按承诺完成，是否还需要再跑一次{INVENTED}",
        by=players.people["office1"],
        at=clock.at(on, 9),
    )
    return surveys.record(found)


def order_to_put_right(players: Participants, on: date) -> None:
    """The office orders the invented body to speed up what makes poor progress."""
    late = sa.select(Commitment).where(
        Commitment.subject_id == players.bodies[0].id,
        Commitment.state == CommitmentState.PUBLISHED,
        Commitment.category == Category.ENVIRONMENT,
        Commitment.due_on < on,
    )
    for item in db.session.scalars(late.order_by(Commitment.id)).all():
        if not rectifications.of_item("commitments", item.id):
            demand = f"进度滞后，请在期限内补齐{INVENTED}"
            by, at = players.people["office1"], clock.at(on, 11)
            rectifications.order_item("commitments", item, demand, by=by, at=at)
