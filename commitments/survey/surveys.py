"""Return visits (抽样回访): how many were asked about a promise, and how many found it kept.

济高信用办〔2020〕2号 二（二）: whether departments keep their “一次办成” commitments is surveyed;
any other public commitment may be. A survey never is the body's own, and may be the second source
of who verifies.
"""

import enum
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from commitments.models import PUBLIC, Commitment
from commitments.permissions import CommitmentsPermission
from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import Model, db
from integrity.base.errors import Forbidden, NotAllowed, Refused
from integrity.base.i18n import N_, percent
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.figures import RANKED
from integrity.files import attached
from integrity.files.attached import HasFiles
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject


class SurveyKind(enum.StrEnum):
    ONCE = "once"
    KEPT = "kept"


_WORDS = {SurveyKind.ONCE: N_("确认一次办成"), SurveyKind.KEPT: N_("确认已经兑现")}
KIND_NAMES = {kind: _l(words) for kind, words in _WORDS.items()}
"""What those who were asked confirm."""


class WrongNumbers(Refused):
    """Nobody was asked, more confirmed than were asked, or the day lies in the future."""

    title = _l("回访登记有误")


class OwnSurvey(Forbidden):
    """Who promised, helps or receives does not survey it."""

    title = _l("须由他人办理")


class Survey(HasFiles, Model):
    """One survey of a commitment: `kept` of `asked` people confirmed what `checklist` asked."""

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(sa.ForeignKey("commitment.id"), index=True)
    kind: Mapped[SurveyKind]
    on_day: Mapped[date]
    organisation: Mapped[str]
    asked: Mapped[int]
    kept: Mapped[int]
    checklist: Mapped[str]
    by_id: Mapped[int | None]
    by_name: Mapped[str]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(default="")
    withdrawn_why: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        sa.CheckConstraint("asked > 0 AND kept BETWEEN 0 AND asked", name="kept_of_asked"),
    )


def add(
    item: Commitment,
    kind: SurveyKind,
    on_day: date,
    organisation: str,
    asked: int,
    kept: int,
    checklist: str,
    *,
    by: User,
    at: datetime,
    evidence: FileStorage | None = None,
    evidence_public: bool = False,
) -> Survey:
    """Record a survey of a public commitment; raises OwnSurvey, WrongNumbers.

    An evaluator's survey is its own organisation's, whatever it says; the office names who asked.
    """
    _check_who(item, by)
    _check_numbers(asked, kept, on_day, clock.local_day(at))
    made = Survey(
        commitment_id=item.id,
        kind=SurveyKind(kind),
        on_day=on_day,
        organisation=organisation_of(by) or organisation,
        asked=asked,
        kept=kept,
        checklist=checklist,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    db.session.add(made)
    db.session.flush()
    audit.write(item, "survey", by=by, at=at, why=record(made), survey=made.id)
    if evidence:  # answers of people: not for the body that they speak of
        attached.save(evidence, made, public=evidence_public, by=by, at=at, body_id=by.body_id)
    return made


def withdraw(row: Survey, item: Commitment, why: str, *, by: User, at: datetime) -> None:
    """A wrong survey counts no more; that it stood there, who withdrew it and why stays.

    Raises Forbidden, NotAllowed.
    """
    if row.withdrawn_at is not None:
        raise NotAllowed(_("这次回访已经撤回。"))
    if not may_withdraw(by, row, item):
        raise Forbidden(_("只能由登记的机构或者领导小组办公室撤回。"))
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = at, by.name, why
    audit.write(item, "survey_withdrawn", by=by, at=at, why=why, survey=row.id)


def may_survey(user: User, item: Commitment) -> bool:
    """An evaluator those bodies that were assigned to it, the office all but its own."""
    if is_concerned(user, item):
        return False
    return user.role is not Role.EVALUATOR or streams.is_assigned(user, item.subject_id)


def may_withdraw(user: User, row: Survey, item: Commitment) -> bool:
    """The office, or the organisation whose survey it is."""
    if not user.can(CommitmentsPermission.SURVEY) or is_concerned(user, item):
        return False
    return user.role is not Role.EVALUATOR or organisation_of(user) == row.organisation


def valid(item: Commitment) -> Sequence[Survey]:
    """The surveys that were not withdrawn."""
    return [row for row in of(item) if row.withdrawn_at is None]


def of(item: Commitment) -> Sequence[Survey]:
    """The surveys of a commitment, newest first."""
    wanted = sa.select(Survey).where(Survey.commitment_id == item.id)
    return db.session.scalars(wanted.order_by(Survey.on_day.desc(), Survey.id.desc())).all()


def is_concerned(user: User, item: Commitment) -> bool:
    """Whether this person's body promised it, helps with it or receives it."""
    concerned = {item.beneficiary_id, *(body.id for body in item.supporters)} | item.parties
    return user.body_id is not None and user.body_id in concerned


def organisation_of(user: User) -> str:
    """The name under which an evaluator surveys, "" for the office, which names who asked."""
    if user.role is not Role.EVALUATOR or user.body is None:
        return ""
    return str(user.body.name)


def words(kind: SurveyKind, asked: int, kept: int) -> str:
    """Numerator and denominator in one sentence, with a share of RANKED answers or more."""
    people = ngettext("回访%(num)d人", "回访%(num)d人", asked)
    said = ngettext("%(num)d人%(what)s", "%(num)d人%(what)s", kept, what=KIND_NAMES[kind])
    if asked < RANKED:
        return _("%(people)s，%(said)s", people=people, said=said)
    share = percent(kept, asked)
    return _("%(people)s，%(said)s（%(share)s）", people=people, said=said, share=share)


def record(row: Survey) -> str:
    """The same in Chinese for the log and for the second source, whoever reads it later."""
    share = f"（{percent(row.kept, row.asked)}）" if row.asked >= RANKED else ""
    return (
        f"抽样回访（{row.organisation}，{row.on_day.isoformat()}）："
        f"回访{row.asked}人，{row.kept}人{_WORDS[row.kind]}{share}"
    )


def by_body() -> list[dict[str, Any]]:
    """Every body whose public commitments were surveyed, by name, and the sums of each kind."""
    number, asked, kept = sa.func.count(), sa.func.sum(Survey.asked), sa.func.sum(Survey.kept)
    wanted = (
        sa.select(Subject.name, Subject.slug, Survey.kind, number, asked, kept)
        .join(Commitment, Commitment.id == Survey.commitment_id)
        .join(Subject, Subject.id == Commitment.subject_id)
        .where(Commitment.state.in_(PUBLIC), Survey.withdrawn_at.is_(None))
        .group_by(Subject.id, Subject.name, Subject.slug, Survey.kind)
        .order_by(Subject.name, Survey.kind)
    )
    return [
        {
            "name": name,
            "slug": slug,
            "kind": KIND_NAMES[kind],
            "number": count,
            "asked": int(all_),
            "kept": int(part),
            "share": percent(int(part), int(all_)) if all_ >= RANKED else None,
        }
        for name, slug, kind, count, all_, part in db.session.execute(wanted)
    ]


def _check_who(item: Commitment, by: User) -> None:
    if item.state not in PUBLIC:
        raise NotAllowed(_("承诺尚未公开。"))
    if is_concerned(by, item):
        raise OwnSurvey(_("承诺单位、配合单位和承诺对象不能登记对该承诺的回访。"))
    if not may_survey(by, item):
        raise Forbidden(_("评价机构只能回访正在评价的单位，并须先作出独立性声明。"))


def _check_numbers(asked: int, kept: int, on_day: date, today: date) -> None:
    if asked < 1 or not 0 <= kept <= asked:
        raise WrongNumbers(_("回访人数至少为 1，确认人数不能多于回访人数。"))
    if on_day > today:
        raise WrongNumbers(_("回访日期不能晚于今天。"))
