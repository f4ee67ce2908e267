"""Filing the papers of a commission, and finding which of them still lack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations.commissions.models import (
    COMMISSION_NAMES,
    FILED_WITH,
    OF_BODIES,
    RULES,
    CommissionKind,
    CommissionPaper,
)
from evaluations.models import Assignment, Round, RoundState
from evaluations.permissions import EvaluationsPermission
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden, Refused
from integrity.casework.rules import service as rules
from integrity.files import attached
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject

K = CommissionKind


class WrongPaper(Refused):
    """A day that lies ahead, a body that the round does not score, or no file."""

    correctable = True


class PapersLack(Refused):
    """What the rules want on paper before everybody reads the results is not there."""

    correctable = True
    title = _l("材料没有备齐")


@dataclass(frozen=True)
class Place:
    """One kind of paper of a round: how many there are, how many the rules want before release."""

    kind: CommissionKind
    there: int
    wanted: int
    newest: CommissionPaper | None = None

    @property
    def lacks(self) -> bool:
        return self.there < self.wanted


def file_paper(
    item: Round,
    kind: CommissionKind,
    on_day: date,
    text: str,
    file: Any,
    *,
    by: User,
    at: datetime,
    body: Subject | None = None,
) -> CommissionPaper:
    """Whose it is files it, with its scan; a body its own self-report. Forbidden, WrongPaper."""
    if kind is K.SELF_REPORT:
        body = by.body
    _check_who(item, kind, body, by)
    if on_day > local_day(at):
        raise WrongPaper(_("日期不能晚于今天。"))
    if item.state is RoundState.RELEASED:
        raise WrongPaper(_("结果已经公布。"))
    made = CommissionPaper(
        round_id=item.id,
        kind=kind,
        body_id=body.id if body and kind in OF_BODIES else None,
        on_day=on_day,
        text=text.strip(),
        by_body_id=by.body_id,
        by_name=by.name,
        at=at,
    )
    db.session.add(made)
    db.session.flush()
    attached.save(file, made, public=False, by=by, at=at, body_id=by.body_id)
    audit.write(item, "file_commission_paper", by=by, at=at, kind=kind, paper=made.id)
    return made


def places(item: Round, on: date) -> list[Place]:
    """Every kind of paper, in the order in which they come."""
    papers = db.session.scalars(_newest_first(item)).all()
    bodies = {one.body_id for one in item.assignments if one.recused_at is None}
    found = []
    for kind in CommissionKind:
        mine = [one for one in papers if one.kind is kind]
        wanted = rules.number(RULES[kind], on)
        if kind in OF_BODIES:
            there = len({one.body_id for one in mine} & bodies)
            wanted = -(-len(bodies) * wanted // 100)
        else:
            there = len(mine)
        found.append(Place(kind, there, wanted, mine[0] if mine else None))
    return found


def demand(item: Round, on: date) -> None:
    """Raise PapersLack unless the papers are there that the rules want before release."""
    lacking = [COMMISSION_NAMES[place.kind] for place in places(item, on) if place.lacks]
    if lacking:
        words = _("、").join(map(str, lacking))
        raise PapersLack(_("向社会公布前还缺：%(words)s。", words=words))


def readable(item: Round, user: User) -> Sequence[CommissionPaper]:
    """The papers of a round that this person reads, newest first."""
    wanted = _newest_first(item).options(joinedload(CommissionPaper.body))
    return [one for one in db.session.scalars(wanted) if one.shows(None, user)]


def fileable(item: Round, user: User) -> list[CommissionKind]:
    """The kinds that this person files for a round."""
    if item.state is RoundState.RELEASED or not user.is_authenticated:
        return []
    found = [kind for kind, permission in FILED_WITH.items() if user.can(permission)]
    if user.can(EvaluationsPermission.RUN):
        return found
    return [kind for kind in found if user.body_id in _side(item, kind)]


def scored_by(item: Round, user: User) -> Sequence[Subject]:
    """The bodies that somebody's organisation scores in a round."""
    of_it = (Assignment.round_id == item.id, Assignment.recused_at.is_(None))
    mine = (Assignment.evaluator_id == (user.body_id or 0),)
    wanted = sa.select(Subject).join(Assignment, Assignment.body_id == Subject.id)
    return db.session.scalars(wanted.where(*of_it, *mine).order_by(Subject.name)).all()


def _check_who(item: Round, kind: CommissionKind, body: Subject | None, by: User) -> None:
    if kind not in fileable(item, by):
        raise Forbidden(_("这份材料由别的单位提交。"))
    if kind is K.PROBLEMS and body not in scored_by(item, by):
        raise WrongPaper(_("请选择贵机构评价的单位。"))


def _side(item: Round, kind: CommissionKind) -> set[int]:
    """Which organisations file a kind for a round."""
    active = [one for one in item.assignments if one.recused_at is None]
    if kind is K.SELF_REPORT:
        return {one.body_id for one in active}
    return {one.evaluator_id for one in active}


def _newest_first(item: Round) -> sa.Select[CommissionPaper]:
    wanted = sa.select(CommissionPaper).where(CommissionPaper.round_id == item.id)
    return wanted.order_by(CommissionPaper.on_day.desc(), CommissionPaper.id.desc())
