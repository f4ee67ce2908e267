"""The scheme, a round, who scores whom, the scores, the results, and the points to remedy."""

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from evaluations.methods import Method
from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.casework.deadlines import HasDeadline
from integrity.casework.key_fields import HasKeyField
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject


class RoundState(enum.StrEnum):
    PLANNED = "planned"
    OPEN = "open"  # evaluators score
    SCORED = "scored"
    REVIEWED = "reviewed"
    TOLD = "told"  # the bodies read what was scored, agree or object
    PUBLISHED = "published"  # told inside: fixed, and read by the bodies
    PROPOSED = "release-proposed"
    RELEASED = "released"  # read by everybody


class PointState(enum.StrEnum):
    ORDERED = "ordered"
    ANSWERED = "answered"  # the body says that it is put right
    VERIFIED = "verified"


class PointOutcome(enum.StrEnum):
    PUT_RIGHT = "put_right"
    NOT_PUT_RIGHT = "not_put_right"
    REVOKED = "revoked"  # the score was corrected: it was not owed


ROUND_NAMES = {
    RoundState.PLANNED: _l("筹备中"),
    RoundState.OPEN: _l("评分中"),
    RoundState.SCORED: _l("评分结束，待复核"),
    RoundState.REVIEWED: _l("已复核，待征求单位意见"),
    RoundState.TOLD: _l("正在征求单位意见"),
    RoundState.PUBLISHED: _l("已内部通报"),
    RoundState.PROPOSED: _l("已提请向社会公布"),
    RoundState.RELEASED: _l("已向社会公布"),
}
DONE = (RoundState.PUBLISHED, RoundState.PROPOSED, RoundState.RELEASED)
"""The results are fixed."""
STATE_NAMES = {
    PointState.ORDERED: _l("待整改"),
    PointState.ANSWERED: _l("自报完成，待核验"),
    PointState.VERIFIED: _l("已核验"),
}
OUTCOME_NAMES = {
    PointOutcome.PUT_RIGHT: _l("整改到位"),
    PointOutcome.NOT_PUT_RIGHT: _l("整改不到位"),
    PointOutcome.REVOKED: _l("因评分更正撤销"),
}


class Scheme(Model):
    """One version of the evaluation standard; a round keeps the one it was made with.

    `remedy_below` is in points of 100; fewer bodies than `ranked_from` are not ranked.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int]
    name: Mapped[str]
    basis: Mapped[str]
    remedy_below: Mapped[Decimal]
    ranked_from: Mapped[int]

    indicators: Mapped[list["Indicator"]] = relationship(order_by="Indicator.position")
    bands: Mapped[list["Band"]] = relationship(order_by="Band.minimum.desc()")

    __table_args__ = (sa.UniqueConstraint("code", "version"),)


class Indicator(Model):
    """A node of a scheme's tree; only leaves are scored, and their weights add up to 100.

    `figure`: what gives a leaf its points instead of an evaluator (`figures.titles`), "" where
    evaluators score it; `anchors`: what certain points mean, a line each. `method`: how a leaf
    counts, `cap` the most that is added or deducted, `bars` the best grade that a veto takes away.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("scheme.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("indicator.id"))
    code: Mapped[str] = mapped_column(sa.String(20))
    name: Mapped[str]
    description: Mapped[str]
    weight: Mapped[Decimal]
    weight_note: Mapped[str]
    data_source: Mapped[str]
    figure: Mapped[str] = mapped_column(default="", server_default="")
    anchors: Mapped[str] = mapped_column(default="", server_default="")
    method: Mapped[Method] = mapped_column(default=Method.RATED, server_default=Method.RATED)
    cap: Mapped[Decimal | None]
    bars: Mapped[str] = mapped_column(sa.String(20), default="", server_default="")
    position: Mapped[int]

    parent: Mapped["Indicator | None"] = relationship(remote_side="Indicator.id")

    __table_args__ = (
        sa.UniqueConstraint("scheme_id", "code"),
        sa.CheckConstraint("weight >= 0 AND weight <= 100", name="weight_of_100"),
    )


class Band(Model):
    """A grade and the total from which it is given."""

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("scheme.id"))
    name: Mapped[str] = mapped_column(sa.String(20))
    minimum: Mapped[Decimal]

    __table_args__ = (sa.UniqueConstraint("scheme_id", "name"),)


class Round(HasSteps, Model):
    """One evaluation of a number of bodies by one scheme (S2 三(二)3).

    `score_until`: the day by which evaluators hand in, from the day it was opened (LOCAL-SCORE);
    `counted_until`: the last day of what computed scores count, from the first of its year;
    `object_until`: the day by which bodies object to what was scored (LOCAL-SCORE-OBJECT). Who
    reviewed the scores does not publish them. `published_on`: when results were told inside;
    `released_on`: when everybody might read them, with places only where `ranked`.
    """

    __tablename__ = "evaluation_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str]
    year: Mapped[int]
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("scheme.id"))
    state: Mapped[RoundState] = mapped_column(default=RoundState.PLANNED, index=True)
    created_at: Mapped[datetime]
    published_on: Mapped[date | None]
    score_until: Mapped[date | None]
    counted_until: Mapped[date | None]
    object_until: Mapped[date | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    released_on: Mapped[date | None]
    ranked: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    release_document: Mapped[str] = mapped_column(default="", server_default="")
    release_why: Mapped[str] = mapped_column(default="", server_default="")
    release_proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    scheme: Mapped[Scheme] = relationship()
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="round")

    @property
    def title(self) -> str:
        return self.name

    @property
    def parties(self) -> set[int]:
        """Nobody's own: the office runs it."""
        return set()


class Assignment(Model):
    """An evaluator scores one body in one round, after declaring that it is independent of it.

    `agreed_at`: when the body said that it does not object to its scores. `recused_at`: when the
    evaluator stood aside, or had to: what it scored does not count. `handed_in_late`: after the day
    by which the round wanted it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_round.id"))
    evaluator_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    statement: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime | None]
    declared_by_name: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    agreed_by_name: Mapped[str] = mapped_column(default="", server_default="")
    recused_at: Mapped[datetime | None]
    recused_why: Mapped[str] = mapped_column(default="", server_default="")
    handed_in_late: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    round: Mapped[Round] = relationship(back_populates="assignments")
    evaluator: Mapped[Subject] = relationship(foreign_keys=[evaluator_id])
    body: Mapped[Subject] = relationship(foreign_keys=[body_id])
    scores: Mapped[list["Score"]] = relationship(back_populates="assignment")

    __table_args__ = (sa.UniqueConstraint("round_id", "evaluator_id", "body_id"),)

    @property
    def title(self) -> str:
        return f"{self.round.name} · {self.body.name}"

    @property
    def parties(self) -> set[int]:
        return {self.evaluator_id}


class Score(Model):
    """Points of 100 for one indicator, or None where it does not apply; always with evidence."""

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignment.id"))
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    points: Mapped[Decimal | None]
    words: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    by_name: Mapped[str]
    at: Mapped[datetime]

    assignment: Mapped[Assignment] = relationship(back_populates="scores")
    indicator: Mapped[Indicator] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("assignment_id", "indicator_id"),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name="points_of_100"),
    )


class Result(Model):
    """What a round found of a body, fixed at publication; `weight` is how much was scored."""

    __tablename__ = "evaluation_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_round.id"))
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    total: Mapped[Decimal]
    weight: Mapped[Decimal]
    band: Mapped[str] = mapped_column(sa.String(20))
    rank: Mapped[int | None]

    round: Mapped[Round] = relationship()
    body: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("round_id", "body_id"),)


class RemedialPoint(HasFiles, HasKeyField, HasDeadline, HasSteps, Model):
    """An indicator in which a body did so badly that it must put it right by a day."""

    told: ClassVar[bool] = True
    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[str]
    what: Mapped[str]
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("evaluation_round.id"))
    indicator_id: Mapped[int] = mapped_column(sa.ForeignKey("indicator.id"))
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    points: Mapped[Decimal]
    state: Mapped[PointState] = mapped_column(default=PointState.ORDERED, index=True)
    outcome: Mapped[PointOutcome | None]
    report: Mapped[str] = mapped_column(default="")

    round: Mapped[Round] = relationship()
    indicator: Mapped[Indicator] = relationship()
    subject: Mapped[Subject] = relationship()

    __table_args__ = (sa.UniqueConstraint("round_id", "indicator_id", "subject_id"),)

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}
