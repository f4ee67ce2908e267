"""Which measures are in force, which may be attached to whom, and which lost their basis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import Verified
from integrity.credit.measures import proportion
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, Ground, ListKind, Severity
from integrity.credit.measures.models import (
    SIZE_NAMES,
    WORD_OF_KIND,
    BasisLevel,
    HasContent,
    Measure,
    MeasureKind,
    Size,
)
from integrity.people.subjects.models import SIZE_NAMES as KNOWN_SIZES
from integrity.people.subjects.models import SIZED, Subject


class NoBasis(Refused):
    """The measure has no legal basis that allows it here: 无依据，不措施（国办发〔2020〕49号）."""


class WrongMeasure(Refused):
    """A row of a measure list cannot be understood."""


@dataclass(frozen=True)
class Case:
    """For what a measure is wanted: for whom, on which list, on which ground.

    `acts` are the code of what was done and the one above it, `grade` what its record was graded.
    """

    subject: Subject
    list: ListKind
    ground: Ground
    acts: frozenset[str] = frozenset()
    grade: str | None = None

    @property
    def severity(self) -> Severity | None:
        """How grave it was."""
        return proportion.severity_of(self.list, self.grade)


@dataclass(frozen=True)
class Finding:
    """A measure that may not be used, and why; `entry_id` names an entry that still carries it."""

    code: str
    name: str
    reason: str
    entry_id: int | None = None

    def __str__(self) -> str:
        where = f" (list entry {self.entry_id})" if self.entry_id else ""
        return f"{self.code} {self.name}{where}：{self.reason}"


def in_force(measure: HasContent, on: date) -> bool:
    """Whether its basis was in force on a day; an unknown first day is not in force."""
    return not out_of_force(measure.effective_from, measure.effective_to, on)


def without_basis(measure: HasContent, on: date) -> str:
    """Why its basis does not carry it on a day, "" when it does.

    A sanction needs a law, a regulation, or a central policy whose own text was read; a local
    policy alone cannot found one (国办发〔2020〕49号 四), except what a government does within
    its own bodies. An incentive may rest on a local policy.
    """
    if not measure.legal_basis.strip():
        return _("没有登记法律依据。")
    if reason := out_of_force(measure.effective_from, measure.effective_to, on):
        return reason
    if measure.document_ends and measure.document_ends < on:
        return _("依据文件已于 %(day)s 失效。", day=measure.document_ends)
    if measure.kind is MeasureKind.INCENTIVE:
        return ""
    if measure.basis_level is BasisLevel.LOCAL_POLICY and not measure.internal:
        return _("地方政策文件不能单独设定失信惩戒措施。")
    if measure.verified is not Verified.PRIMARY:
        return _("依据文件未核对原文。")
    return ""


def unusable(measure: Measure, on: date) -> str:
    """Why nobody can attach it to anybody on a day, "" when somebody can."""
    if reason := off_the_list(measure, on) or replaced(measure, on):
        return reason
    return _unattachable(measure, on)


def _unattachable(measure: Measure, on: date) -> str:
    if measure.organ:
        organ = measure.organ
        return _("该措施由%(organ)s依法另行作出决定，不能在列入名单时附加。", organ=organ)
    if not measure.lists:
        return _("没有登记该措施适用于哪个名单。")
    return without_basis(measure, on)


def off_the_list(measure: Measure, on: date) -> str:
    """Why its department no longer has it on its list on a day, "" while it has."""
    if measure.ended_on is None or measure.ended_on > on:
        return ""
    return _("该措施已于 %(day)s 停止采用：%(why)s", day=measure.ended_on, why=measure.ended_why)


def replaced(measure: Measure, on: date) -> str:
    """That a later version has taken its place by a day; entries keep the one they have."""
    if measure.superseded_on is None or measure.superseded_on > on:
        return ""
    return _("该措施自 %(day)s 起由新的版本代替。", day=measure.superseded_on)


def refusal(measure: Measure, case: Case, on: date) -> str:
    """Why the measure cannot be attached in a case on a day, "" when it can."""
    return replaced(measure, on) or unfit(measure, case, on)


def unfit(measure: Measure, case: Case, on: date) -> str:
    """Why the measure cannot stay attached in a case on a day, "" when it can."""
    return _foreign(measure, case, on) or proportion.refusal(*_asked(measure, case))


def _foreign(measure: Measure, case: Case, on: date) -> str:
    """The same, whatever was done and however grave it was."""
    if case.subject.kind not in measure.subject_kinds:
        return _("该措施不适用于此类主体。")
    if reason := off_the_list(measure, on) or _unattachable(measure, on):
        return reason
    if case.list not in measure.lists.split(";"):
        return _("该措施不适用于%(name)s。", name=LIST_NAMES[case.list])
    if measure.grounds and case.ground not in measure.grounds.split(";"):
        return _("该措施不适用于“%(ground)s”这一列入事由。", ground=GROUND_NAMES[case.ground])
    sizes = measure.sizes.split(";") if measure.sizes else []
    if sizes and case.subject.kind in SIZED and case.subject.size not in sizes:
        names = _("、").join(str(SIZE_NAMES[Size(word)]) for word in sizes)
        known = KNOWN_SIZES[case.subject.size]
        return _("该措施只适用于%(sizes)s；该主体的企业规模：%(known)s。", sizes=names, known=known)
    return ""


def attachable(measure: Measure, case: Case, on: date) -> bool:
    """Whether the measure may be attached in this case on this day."""
    return not refusal(measure, case, on)


def offered(case: Case, on: date) -> list[Measure]:
    """The measures that may be attached in a case on a day, by code."""
    return [measure for measure in _current(case.list) if attachable(measure, case, on)]


def _current(kind: ListKind) -> Iterable[Measure]:
    """The newest version of every measure of a list, by code."""
    wanted = sa.select(Measure).where(
        Measure.is_current(), Measure.kind == kind_on(kind), Measure.lists.contains(kind.value)
    )
    return db.session.scalars(wanted.order_by(Measure.code))


def elsewhere(case: Case) -> list[Measure]:
    """The measures that another authority may take in a case, by a decision of its own."""
    wanted = sa.select(Measure).where(
        Measure.is_current(),
        Measure.ended_on.is_(None),
        Measure.kind == kind_on(case.list),
        Measure.organ != "",
        Measure.lists.contains(case.list.value),
        Measure.applies_to.contains(WORD_OF_KIND[case.subject.kind]),
        sa.or_(Measure.grounds == "", Measure.grounds.contains(case.ground.value)),
    )
    found = db.session.scalars(wanted.order_by(Measure.code))
    return [m for m in found if not proportion.refusal(*_asked(m, case))]


def withheld(case: Case, on: date) -> list[Finding]:
    """What would be carried here but for its proportion: for other acts, or for graver ones."""
    said = ((m, proportion.refusal(*_asked(m, case))) for m in _current(case.list))
    return [
        Finding(m.code, m.name, reason)
        for m, reason in said
        if reason and not replaced(m, on) and not _foreign(m, case, on)
    ]


def _asked(measure: Measure, case: Case) -> tuple[Any, ...]:
    return measure.offences, measure.severity, case.acts, case.severity


def chosen(codes: Iterable[str], case: Case, on: date) -> list[Measure]:
    """The measures with these codes; raises NoBasis for the first that may not be attached."""
    wanted = list(dict.fromkeys(codes))
    found = db.session.scalars(sa.select(Measure).where(Measure.code.in_(wanted))).all()
    known = {measure.code: measure for measure in found}
    for code in wanted:
        if code not in known or known[code].kind is not kind_on(case.list):
            raise NoBasis(_("措施清单中没有可用的措施 %(code)s。", code=code))
        demand(known[code], case, on)
    return [known[code] for code in wanted]


def demand(measure: Measure, case: Case, on: date) -> None:
    """Raise NoBasis unless the measure may be attached."""
    if reason := refusal(measure, case, on):
        raise NoBasis(_("措施 %(code)s 不能采用：%(reason)s", code=measure.code, reason=reason))


def kind_on(kind: ListKind) -> MeasureKind:
    """What a list brings: the red one incentives, the others sanctions."""
    return MeasureKind.INCENTIVE if kind is ListKind.RED else MeasureKind.SANCTION


def last_day(measure: Measure, start: date, until: date | None) -> date | None:
    """The last day of a measure taken on a day by an entry that ends on another.

    Where the source sets a period of its own, that holds, whenever the entry ends.
    """
    return rules.period_end(measure.period, start) if measure.period else until


def lint(on: date) -> list[Finding]:
    """Every measure whose basis does not carry it on a day, by code."""
    listed = sa.select(Measure).where(Measure.is_current(), Measure.ended_on.is_(None))
    measures = db.session.scalars(listed.order_by(Measure.code))
    reasons = ((measure, without_basis(measure, on)) for measure in measures)
    return [Finding(m.code, m.name, reason) for m, reason in reasons if reason]


def out_of_force(begins: date | None, ends: date | None, on: date) -> str:
    """Why a basis is not in force on a day, "" when it is; an unknown first day is not."""
    if begins is None:
        return _("没有登记依据的施行日期。")
    if begins > on:
        return _("依据自 %(day)s 起施行，尚未生效。", day=begins)
    if ends and ends < on:
        return _("依据已于 %(day)s 失效。", day=ends)
    return ""


def subject_words(text: str) -> str:
    """The kinds of subject a row names, as they are stored; raises WrongMeasure."""
    if not (found := words(text, WORD_OF_KIND.values())):
        raise WrongMeasure(_("未知的适用对象：%(words)s", words="—"))
    return found


def words(text: str, known: Iterable[str]) -> str:
    """Words of a list joined by semicolons, as they are stored; raises WrongMeasure."""
    found = [word.strip() for word in text.split(";") if word.strip()]
    if unknown := set(found) - set(known):
        raise WrongMeasure(_("未知的适用对象：%(words)s", words=_("、").join(sorted(unknown))))
    return ";".join(found)
