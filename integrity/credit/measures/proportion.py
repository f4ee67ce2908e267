"""过惩相当: which measure may follow which act, and how grave it must have been."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.db import db
from integrity.credit.measures.lists import SEVERITY_NAMES, ListKind, Severity

ACTS = sa.table(
    "offence", sa.column("code"), sa.column("parent"), sa.column("name"), sa.column("ground")
)
"""The codes of acts stand above the measures, so they are read by their columns."""
OF_LIST = {
    ListKind.WATCH: Severity.GENERAL,
    ListKind.CORRECTION: Severity.GENERAL,
    ListKind.SERIOUS: Severity.SERIOUS,
}
"""How grave what is on a list is where it stands on a paper; a record says so itself."""
WEIGHTS = {severity: weight for weight, severity in enumerate(Severity)}


def severity_of(kind: ListKind, grade: str | None) -> Severity | None:
    """How grave it is: what the record was graded, else what its list is for; honours: nothing.

    The tiers of 2020 say for how long it is published, not how grave it is.
    """
    if grade is None or grade not in set(Severity) or kind not in OF_LIST:
        return OF_LIST.get(kind)
    return Severity(grade)


def refusal(
    offences: str, least: Severity | None, acts: Iterable[str], severity: Severity | None
) -> str:
    """Why a measure for these acts, from this gravity on, may not follow; "" when it may."""
    if least and (severity is None or WEIGHTS[severity] < WEIGHTS[least]):
        said = SEVERITY_NAMES[severity] if severity else _("未定")
        return _(
            "该措施只适用于失信程度为“%(least)s”以上的行为，所据行为的失信程度为“%(said)s”（过惩相当）。",
            least=SEVERITY_NAMES[least],
            said=said,
        )
    wanted = [code for code in offences.split(";") if code]
    if wanted and not set(wanted) & set(acts):
        return _("该措施只适用于下列失信行为：%(acts)s。", acts=named(wanted))
    return ""


def named(codes: Sequence[str]) -> str:
    """These codes with what they mean, one after the other."""
    wanted = sa.select(ACTS.c.code, ACTS.c.name).where(ACTS.c.code.in_(codes))
    names = {row.code: row.name for row in db.session.execute(wanted.order_by(ACTS.c.code))}
    return _("、").join(f"{code} {names.get(code, '')}".strip() for code in codes)


def choices() -> list[tuple[str, str]]:
    """Every act that a measure may be for, as a tree."""
    wanted = sa.select(ACTS.c.code, ACTS.c.name).where(ACTS.c.ground.is_not(None))
    rows = db.session.execute(wanted.order_by(ACTS.c.code)).all()
    return [(row.code, f"{row.code} {row.name}") for row in rows]


def foreign(offences: str, grounds: str) -> str:
    """Why these acts are not of the grounds of a measure, "" when they are."""
    codes = [code for code in offences.split(";") if code]
    wanted = sa.select(ACTS.c.code, ACTS.c.ground).where(ACTS.c.code.in_(codes))
    known = {row.code: row.ground for row in db.session.execute(wanted)} if codes else {}
    if unknown := [code for code in codes if known.get(code) is None]:
        return _("没有这些失信行为代码：%(codes)s。", codes=_("、").join(unknown))
    apart = [code for code in codes if grounds and known[code] not in grounds.split(";")]
    if apart:
        return _("失信行为与适用的列入事由不符：%(codes)s。", codes=_("、").join(apart))
    return ""
