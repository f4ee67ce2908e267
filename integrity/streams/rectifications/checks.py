"""On-the-spot checks (现场核查): two people look whether every point of an order is put right.

One enters what they saw, the other agrees; neither is of the body concerned. An order that names
its points ends only by such a check.
"""

import enum
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import Forbidden, Refused
from integrity.base.states import Flow, HasSteps, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.files import attached
from integrity.files.attached import HasFiles
from integrity.people.subjects.models import Subject
from integrity.streams.rectifications.models import Point, Rectification, RectificationState
from integrity.streams.rectifications.permissions import RectificationsPermission as P


class CheckState(enum.StrEnum):
    ENTERED = "entered"
    AGREED = "agreed"  # the second person saw the same
    REFUSED = "refused"


CHECK_NAMES = {
    CheckState.ENTERED: _l("待另一核查人确认"),
    CheckState.AGREED: _l("两人核查一致"),
    CheckState.REFUSED: _l("另一核查人不予确认"),
}
FLOW = Flow(
    steps={CheckState.ENTERED: Step(Side.OFFICE, "LOCAL-SITE-CHECK")},
    agree=Move({CheckState.ENTERED}, CheckState.AGREED, P.VERIFY, paper=Makes("site-check")),
    refuse=Move({CheckState.ENTERED}, CheckState.REFUSED, P.VERIFY),
)
FLOW.names.update(CHECK_NAMES)


class NotIndependent(Forbidden):
    """Who checks is of the body concerned, or one person is to be both."""

    title = _l("须由两名无关人员核查")


class WrongCheck(Refused):
    """Nothing waits to be checked, the day is wrong, or a point has no answer or no proof."""

    title = _l("现场核查有误")


class SiteCheck(HasFiles, HasSteps, Model):
    """What two people saw on the spot; `order_moves` tells after which report of the body."""

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(sa.ForeignKey("rectification.id"), index=True)
    subject_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    order_moves: Mapped[int]
    place: Mapped[str]
    day: Mapped[date]
    seen: Mapped[str]
    state: Mapped[CheckState] = mapped_column(default=CheckState.ENTERED, index=True)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    entered_by_name: Mapped[str]
    entered_at: Mapped[datetime]
    second_by_name: Mapped[str] = mapped_column(default="")

    order: Mapped[Rectification] = relationship()
    subject: Mapped[Subject] = relationship()
    answers: Mapped[list["Answer"]] = relationship(
        order_by="Answer.point_id", cascade="all, delete-orphan"
    )

    @property
    def ref(self) -> str:
        return f"HC{self.id:08d}"

    @property
    def parties(self) -> set[int]:
        return {self.subject_id}

    @property
    def title(self) -> str:
        return self.order.title

    @property
    def is_all_done(self) -> bool:
        return all(answer.is_done for answer in self.answers)


class Answer(Model):
    """Whether one point is put right, as they saw it."""

    __tablename__ = "site_check_answer"

    check_id: Mapped[int] = mapped_column(sa.ForeignKey("site_check.id"), primary_key=True)
    point_id: Mapped[int] = mapped_column(sa.ForeignKey("rectification_point.id"), primary_key=True)
    is_done: Mapped[bool]

    point: Mapped[Point] = relationship()


def enter(
    order: Rectification,
    place: str,
    day: date,
    seen: str,
    done: Mapping[int, bool],
    *,
    by: audit.Actor,
    at: datetime,
) -> SiteCheck:
    """Enter what was seen, `done` by the id of the point; it counts when a second person agrees.

    Raises NotIndependent, WrongCheck.
    """
    _demand_independent(order, by)
    _refuse_wrong(order, day, done, local_day(at))
    made = SiteCheck(
        rectification_id=order.id,
        subject_id=order.subject_id,
        order_moves=order.moves,
        place=place,
        day=day,
        seen=seen,
        state=CheckState.ENTERED,
        entered_by_id=by.id,
        entered_by_name=by.name,
        entered_at=at,
        answers=[Answer(point_id=p.id, is_done=done[p.id]) for p in order.points],
    )
    FLOW.begin(made, local_day(at))
    db.session.add(made)
    audit.write(made, "enter_check", by=by, at=at, target=CheckState.ENTERED, why=seen)
    return made


def agree(check: SiteCheck, *, by: audit.Actor, at: datetime) -> None:
    """The second person saw the same; raises NotIndependent."""
    _second(check, by)
    FLOW.go(check, "agree", by=by, at=at)


def refuse(check: SiteCheck, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The second person did not see that; raises NotIndependent."""
    _second(check, by)
    FLOW.go(check, "refuse", by=by, at=at, why=why)


def of(order: Rectification) -> Sequence[SiteCheck]:
    """Every check of an order, oldest first."""
    wanted = sa.select(SiteCheck).where(SiteCheck.rectification_id == order.id)
    return db.session.scalars(wanted.order_by(SiteCheck.id)).all()


def demand(order: Rectification) -> None:
    """An order with points is put right only as two people saw it on the spot, all of it.

    What they saw before the body last reported does not count. Raises WrongCheck.
    """
    if not order.points:
        return
    counting = [c for c in of(order) if c.order_moves == order.moves and c.state is AGREED]
    if not counting or not counting[-1].is_all_done:
        raise WrongCheck(_("须先由两人现场核查，各项均已整改到位的，才能核验通过。"))


AGREED = CheckState.AGREED


def _refuse_wrong(order: Rectification, day: date, done: Mapping[int, bool], on: date) -> None:
    if order.state is not RectificationState.PUT_RIGHT or not order.points:
        raise WrongCheck(_("单位报告整改完成以后，分项的整改才能现场核查。"))
    if any(c.state is CheckState.ENTERED for c in of(order)):
        raise WrongCheck(_("已有一份现场核查待另一核查人确认。"))
    if not order.ordered_on <= day <= on:
        raise WrongCheck(_("核查日期应在责令整改之日至今天之间。"))
    if set(done) != {point.id for point in order.points}:
        raise WrongCheck(_("请逐项写明是否整改到位。"))
    shown = attached.of(order.__tablename__, [order.id])
    if not shown and any(point.is_effect and done[point.id] for point in order.points):
        raise WrongCheck(_("单位没有提交消除不良影响的证明材料，此项不能认定为整改到位。"))


def _second(check: SiteCheck, by: audit.Actor) -> None:
    _demand_independent(check.order, by)
    if by.id is None or by.id == check.entered_by_id:
        raise NotIndependent(_("录入核查的人不能自己确认，须由另一核查人确认。"))
    check.second_by_name = by.name


def _demand_independent(order: Rectification, by: audit.Actor) -> None:
    if getattr(by, "body_id", None) == order.subject_id or by.id == order.reported_by_id:
        raise NotIndependent(_("不能核查本人或者本单位的整改。"))
