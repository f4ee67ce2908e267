"""Which measures are in force, which may be attached to whom, and which lost their basis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.db import db
from integrity.errors import Refused
from integrity.measures.models import (
    WORD_OF_KIND,
    BasisLevel,
    Measure,
    MeasureClass,
    MeasureKind,
)
from integrity.rules.models import Verified
from integrity.rules.service import read
from integrity.subjects.models import Subject

DATA = Path(__file__).parent / "data" / "measures.csv"
COLUMNS = (
    "code", "kind", "class", "name", "content", "applies_to", "executing_unit",
    "legal_basis", "basis_level", "effective_from", "effective_to", "verified",
)  # fmt: skip


class NoBasis(Refused):
    """The measure has no legal basis that allows it here: 无依据，不措施（国办发〔2020〕49号）."""


class WrongMeasure(Refused):
    """A row of a measure list cannot be understood."""


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


def in_force(measure: Measure, on: date) -> bool:
    """Whether its basis was in force on a day; an unknown first day is not in force."""
    return not _out_of_force(measure, on)


def without_basis(measure: Measure, on: date) -> str:
    """Why its basis does not carry it on a day, "" when it does.

    A sanction needs a law, a regulation, or a central policy whose own text was read; a local
    policy alone cannot found one (国办发〔2020〕49号 四). An incentive may rest on a local policy.
    """
    if not measure.legal_basis.strip():
        return _("没有登记法律依据。")
    if reason := _out_of_force(measure, on):
        return reason
    if measure.kind is MeasureKind.INCENTIVE:
        return ""
    if measure.basis_level is BasisLevel.LOCAL_POLICY:
        return _("地方政策文件不能单独设定失信惩戒措施。")
    if measure.verified is not Verified.PRIMARY:
        return _("依据文件未核对原文。")
    return ""


def refusal(measure: Measure, subject: Subject, on: date) -> str:
    """Why the measure cannot be attached to a subject on a day, "" when it can."""
    if subject.kind not in measure.subject_kinds:
        return _("该措施不适用于此类主体。")
    return without_basis(measure, on)


def attachable(measure: Measure, subject: Subject, on: date) -> bool:
    """Whether the measure has a basis for this subject on this day."""
    return not refusal(measure, subject, on)


def offered(subject: Subject, kind: MeasureKind, on: date) -> list[Measure]:
    """The measures of a kind that may be attached to a subject on a day, by code."""
    wanted = sa.select(Measure).where(
        Measure.kind == kind, Measure.applies_to.contains(WORD_OF_KIND[subject.kind])
    )
    found = db.session.scalars(wanted.order_by(Measure.code))
    return [measure for measure in found if attachable(measure, subject, on)]


def chosen(codes: Iterable[str], subject: Subject, kind: MeasureKind, on: date) -> list[Measure]:
    """The measures with these codes; raises NoBasis for the first that may not be attached."""
    wanted = list(dict.fromkeys(codes))
    found = db.session.scalars(sa.select(Measure).where(Measure.code.in_(wanted))).all()
    known = {measure.code: measure for measure in found}
    for code in wanted:
        if code not in known or known[code].kind is not kind:
            raise NoBasis(_("措施清单中没有可用的措施 %(code)s。", code=code))
        demand(known[code], subject, on)
    return [known[code] for code in wanted]


def demand(measure: Measure, subject: Subject, on: date) -> None:
    """Raise NoBasis unless the measure may be attached."""
    if reason := refusal(measure, subject, on):
        raise NoBasis(_("措施 %(code)s 不能采用：%(reason)s", code=measure.code, reason=reason))


def lint(on: date) -> list[Finding]:
    """Every measure whose basis does not carry it on a day, by code."""
    measures = db.session.scalars(sa.select(Measure).order_by(Measure.code))
    reasons = ((measure, without_basis(measure, on)) for measure in measures)
    return [Finding(m.code, m.name, reason) for m, reason in reasons if reason]


def load() -> int:
    """Load the measure list the product ships with; what is there already stays."""
    known = set(db.session.scalars(sa.select(Measure.code)))
    fresh = [_measure(row) for row in read(DATA) if row["code"] not in known]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def as_row(measure: Measure) -> dict[str, str]:
    """The measure as its list writes it; an import reads it again."""
    values = {name: getattr(measure, name, None) for name in COLUMNS}
    values["class"] = measure.category
    return {name: "" if value is None else str(value) for name, value in values.items()}


def _out_of_force(measure: Measure, on: date) -> str:
    if measure.effective_from is None:
        return _("没有登记依据的施行日期。")
    if measure.effective_from > on:
        return _("依据自 %(day)s 起施行，尚未生效。", day=measure.effective_from)
    if measure.effective_to and measure.effective_to < on:
        return _("依据已于 %(day)s 失效。", day=measure.effective_to)
    return ""


def subject_words(text: str) -> str:
    """The kinds of subject a row names, as they are stored; raises WrongMeasure."""
    words = [word.strip() for word in text.split(";") if word.strip()]
    unknown = set(words) - set(WORD_OF_KIND.values())
    if unknown or not words:
        raise WrongMeasure(
            _("未知的适用对象：%(words)s", words=_("、").join(sorted(unknown)) or "—")
        )
    return ";".join(words)


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(
        code=row["code"],
        kind=MeasureKind(row["kind"]),
        category=MeasureClass(row["class"]),
        name=row["name"],
        content=row["content"],
        applies_to=subject_words(row["applies_to"]),
        executing_unit=row["executing_unit"],
        legal_basis=row["legal_basis"],
        basis_level=BasisLevel(row["basis_level"]),
        effective_from=_day(row["effective_from"]),
        effective_to=_day(row["effective_to"]),
        verified=Verified(row["verified"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
