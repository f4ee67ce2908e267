"""The rules of a scheme, a line for each: the grade, the condition, and its number or words.

The first line that is met decides; the last one is met by everybody else.
"""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.base.i18n import LOCALES
from integrity.casework.workdays import Unit, calendar_end
from integrity.credit.grading.models import Evaluation, EvaluationKind, Letter, SupervisedField
from integrity.credit.measures.lists import ListKind
from integrity.credit.records.models import CreditRecord
from integrity.credit.records.service import COUNTING
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.people.subjects.models import Subject

MOST = 120
"""Months that a rule may look back."""


class Condition(enum.StrEnum):
    SERIOUS = "serious-list"
    WATCH = "watch-list"
    RED = "red-list"
    RECORDS = "records"  # so many within so many months
    INDUSTRY = "industry"  # one of these grades
    COMPREHENSIVE = "comprehensive"
    OTHERS = "others"


CONDITION_WORDS = {
    Condition.SERIOUS: _l("严重失信主体名单"),
    Condition.WATCH: _l("重点关注名单"),
    Condition.RED: _l("守信激励名单"),
    Condition.RECORDS: _l("失信记录"),
    Condition.INDUSTRY: _l("行业评价"),
    Condition.COMPREHENSIVE: _l("综合评价"),
    Condition.OTHERS: _l("其他"),
}
LISTS = {
    Condition.SERIOUS: ListKind.SERIOUS,
    Condition.WATCH: ListKind.WATCH,
    Condition.RED: ListKind.RED,
}
EVALUATED = {
    Condition.INDUSTRY: EvaluationKind.INDUSTRY,
    Condition.COMPREHENSIVE: EvaluationKind.COMPREHENSIVE,
}


class WrongRules(Refused):
    """Rules that cannot be read, or leave somebody without a grade."""

    correctable = True


@dataclass(frozen=True)
class Rule:
    """One line: whoever meets the condition has the grade."""

    grade: Letter
    condition: Condition
    said: tuple[str, ...]

    @property
    def kept(self) -> str:
        return " ".join([self.grade, self.condition, *self.said])

    @property
    def words(self) -> str:
        """As people write it, in the tongue of the page."""
        name = str(CONDITION_WORDS[self.condition])
        word = str(self.condition) if " " in name else name
        return " ".join([self.grade, word, *self.said])

    @property
    def reason(self) -> str:
        """Why somebody has the grade."""
        name = CONDITION_WORDS[self.condition]
        if self.condition in LISTS:
            return _("已列入%(name)s", name=name)
        if self.condition is Condition.RECORDS:
            number, months = self.said
            return _("近 %(months)s 个月内有效的失信记录不少于 %(number)s 条",
                     months=months, number=number)  # fmt: skip
        if self.condition in EVALUATED:
            return _("%(name)s结果为 %(grades)s", name=name, grades=_("、").join(self.said))
        return _("没有其他各项规定的情形")

    def met(self, field: SupervisedField, on: date) -> sa.ColumnElement[bool]:
        """The condition for subjects, in SQL."""
        if self.condition in LISTS:
            return _listed(LISTS[self.condition])
        if self.condition is Condition.RECORDS:
            return _records(int(self.said[0]), int(self.said[1]), on)
        if self.condition in EVALUATED:
            return _evaluated(EVALUATED[self.condition], field, self.said, on)
        return sa.true()


@cache
def parsed(text: str) -> tuple[Rule, ...]:
    """The rules of a text, one on each line; raises WrongRules."""
    lines = (line.split() for line in re.split(r"[;；\n]", text) if line.strip())
    found = tuple(_rule(*line) for line in lines)
    last = [rule.condition is Condition.OTHERS for rule in found]
    if not found or not last[-1] or any(last[:-1]):
        raise WrongRules(_("最后一行须是“其他”，使每个主体都有等级，而且只有最后一行是。"))
    return found


def kept(text: str) -> str:
    """The same as it is stored; raises WrongRules."""
    return ";".join(rule.kept for rule in parsed(text))


def shown(text: str) -> str:
    """The same as people write it, one on each line."""
    return "\n".join(rule.words for rule in parsed(text))


def _rule(grade: str, condition: str = "", *said: str) -> Rule:
    if grade not in list(Letter):
        raise WrongRules(_("等级只能是 A、B、C、D，不能是“%(word)s”。", word=grade))
    known = _known(CONDITION_WORDS)
    if condition not in known:
        words = _("、").join(str(word) for word in CONDITION_WORDS.values())
        raise WrongRules(_("条件只能是：%(words)s", words=words))
    made = Rule(Letter(grade), known[condition], said)
    if made.condition is Condition.RECORDS:
        _demand_numbers(said)
    elif (made.condition in EVALUATED) is not bool(said):
        raise WrongRules(_("评价结果须写明等级，其他条件后面不写。"))
    return made


def _demand_numbers(said: tuple[str, ...]) -> None:
    if len(said) != 2 or not all(word.isascii() and word.isdigit() for word in said):
        raise WrongRules(_("失信记录须写明条数和月数，例如“失信记录 2 12”。"))
    if not (0 < int(said[0]) <= MOST and 0 < int(said[1]) <= MOST):
        raise WrongRules(_("条数和月数须在 1 到 %(most)d 之间。", most=MOST))


def _known(names: Mapping[Any, Any]) -> dict[str, Any]:
    found = {str(word): word for word in names}
    for locale in LOCALES:
        with force_locale(locale):
            found |= {str(name): word for word, name in names.items()}
    return found


def _listed(kind: ListKind) -> sa.ColumnElement[bool]:
    """On a list now, and not shielded there."""
    return (
        sa.exists()
        .where(
            ListEntry.subject_id == Subject.id,
            ListEntry.kind == kind,
            ListEntry.state == EntryState.LISTED,
            ListEntry.shielded.is_(False),
        )
        .correlate(Subject)
    )


def _records(number: int, months: int, on: date) -> sa.ColumnElement[bool]:
    """So many records within so many months: none that lapsed, was repaired or is shielded."""
    R = CreditRecord  # noqa: N806
    counted = (
        sa.select(sa.func.count())
        .where(
            R.subject_id == Subject.id,
            R.state.in_(COUNTING),
            R.shielded.is_(False),
            R.decided_on > calendar_end(on, -months, Unit.MONTH),
            sa.or_(R.until.is_(None), R.until >= on),
        )
        .correlate(Subject)
    )
    return counted.scalar_subquery() >= number


def _evaluated(
    kind: EvaluationKind, field: SupervisedField, grades: tuple[str, ...], on: date
) -> sa.ColumnElement[bool]:
    """Whether the newest evaluation of the kind in force says one of these."""
    E = Evaluation  # noqa: N806
    which = [E.subject_id == Subject.id, E.kind == kind, E.on <= on]
    if kind is EvaluationKind.INDUSTRY:
        which.append(E.field == field)
    newest = sa.select(E.grade).where(*which, sa.or_(E.until.is_(None), E.until >= on))
    last = newest.order_by(E.on.desc(), E.id.desc()).limit(1).correlate(Subject)
    return last.scalar_subquery().in_(grades)
