"""Draft a measure, its next version or its end; review it against its basis; put it in force."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework import drafting
from integrity.casework.drafting import UnderChange
from integrity.casework.rules.models import TimeLimit, Verified
from integrity.credit.measures import proportion, service
from integrity.credit.measures.draft_models import DraftState, MeasureDraft
from integrity.credit.measures.lists import GOOD, Ground, ListKind, Severity
from integrity.credit.measures.models import (
    CONTENT,
    WORD_OF_KIND,
    BasisLevel,
    Inspected,
    Measure,
    MeasureClass,
    MeasureKind,
    Size,
)
from integrity.credit.measures.service import NoBasis, WrongMeasure
from integrity.credit.policies import service as library
from integrity.people.subjects.models import Subject

FLOW = drafting.flow(DraftState, "LOCAL-MEASURE-REVIEW", "LOCAL-MEASURE-FORCE")
LISTS: dict[str, Any] = {
    "applies_to": WORD_OF_KIND.values(), "lists": ListKind, "grounds": Ground, "sizes": Size,
}  # fmt: skip
"""What a form sends as several words, and a measure keeps joined."""
CHOSEN: dict[str, Any] = {"kind": MeasureKind, "category": MeasureClass, "basis_level": BasisLevel}

MAY_BE_NOTHING: dict[str, Any] = {"severity": Severity, "inspections": Inspected}


def draft(
    owner: Subject | None,
    replaces: Measure | None = None,
    *,
    by: audit.Actor,
    at: datetime,
    reasons: str,
    **said: Any,
) -> MeasureDraft:
    """Begin a measure of a department's list (none: the common one), or the next version of one.

    Raises WrongMeasure, UnderChange.
    """
    return _begin(owner, replaces, _content(said), False, reasons, by, at)


def draft_end(replaces: Measure, reasons: str, *, by: audit.Actor, at: datetime) -> MeasureDraft:
    """Begin the end of a measure; raises UnderChange."""
    content = {name: getattr(replaces, name) for name in CONTENT}
    return _begin(replaces.owner, replaces, content, True, reasons, by, at)


def edit(found: MeasureDraft, *, by: audit.Actor, at: datetime, reasons: str, **said: Any) -> None:
    """Write it again; raises WrongMeasure."""
    if found.ending:
        raise WrongMeasure(_("停止采用措施的，不修改措施内容；可以撤回后另行修订。"))
    drafting.edit(found, {**_content(said), "reasons": reasons.strip()}, by=by, at=at)


def review(found: MeasureDraft, read: bool, why: str, *, by: audit.Actor, at: datetime) -> None:
    """One of the office has looked at it; `read`: the text of its basis itself.

    Raises SamePerson, NoBasis.
    """
    drafting.demand_another(found, "review", by)
    if read:
        found.verified = Verified.PRIMARY
    _demand_basis(found, local_day(at))
    drafting.review(found, why, by=by, at=at, read=read)


def approve(found: MeasureDraft, *, by: audit.Actor, at: datetime) -> None:
    """Another of the office puts it on the list, or takes it off; what was there is kept.

    Raises SamePerson, NoBasis, UnderChange.
    """
    drafting.demand_another(found, "approve", by)
    on = local_day(at)
    _demand_basis(found, on)
    if found.ending:
        _end(found, on)
    else:
        found.measure = _add(found, on)
    drafting.approve(found, by=by, at=at)
    if found.measure:
        audit.write(found.measure, "enact", by=by, at=at, code=found.measure.code)


def objection(found: MeasureDraft, on: date) -> str:
    """Why it may not be put in force on a day as it is written, "" when it may."""
    return "" if found.ending else service.without_basis(found, on)


def _begin(
    owner: Subject | None, replaces: Measure | None, content: Mapping[str, Any], ending: bool,
    reasons: str, by: audit.Actor, at: datetime,
) -> MeasureDraft:  # fmt: skip
    if replaces is not None:
        _demand_current(replaces)
    made = MeasureDraft(
        owner=owner,
        replaces=replaces,
        ending=ending,
        reasons=reasons.strip(),
        **content,
    )
    drafting.begin(made, by=by, at=at)
    return made


def _content(said: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what was typed; a basis that is entered has not been read yet."""
    values = {name: said[name] for name in said if name in CONTENT and name not in LISTS}
    values = {n: v.strip() if isinstance(v, str) else v for n, v in values.items()}
    values |= _of_document(said.get("document", ""), values["legal_basis"])
    if not (values["basis_level"] and values["effective_from"]):
        raise WrongMeasure(_("请选择依据文件，或者填写依据的层级和施行日期。"))
    values |= {name: known(values[name]) for name, known in CHOSEN.items()}
    values["offences"] = ";".join(said.get("offences") or ())
    for name, known in MAY_BE_NOTHING.items():
        values[name] = known(values[name]) if values.get(name) else None
    for name, known in LISTS.items():
        values[name] = service.words(";".join(said[name]), known)
    values["verified"] = Verified.SECONDARY
    _demand_sense(values)
    return values


def _of_document(cited_as: str, article: str) -> dict[str, Any]:
    """What the library knows of a basis that was chosen from it; raises WrongMeasure."""
    if not cited_as:
        return {}
    if (document := library.by_citation(cited_as)) is None:
        raise WrongMeasure(_("文件库中没有这份文件。"))
    return {
        "legal_basis": article if cited_as in article else f"{cited_as} {article}",
        "basis_level": document.level,
        "effective_from": document.effective_from,
        "effective_to": document.effective_to,
    }


def _demand_sense(values: Mapping[str, Any]) -> None:
    """Raise WrongMeasure for what contradicts itself."""
    incentive = values["kind"] is MeasureKind.INCENTIVE
    if any((word == ListKind.RED) is not incentive for word in values["lists"].split(";") if word):
        raise WrongMeasure(_("激励措施只用于守信激励名单，惩戒措施只用于其他名单。"))
    if any((word in GOOD) is not incentive for word in values["grounds"].split(";") if word):
        raise WrongMeasure(_("列入事由与措施种类不符。"))
    if reason := proportion.foreign(values["offences"], values["grounds"]):
        raise WrongMeasure(reason)
    first, last = values["effective_from"], values["effective_to"]
    if first and last and last < first:
        raise WrongMeasure(_("依据的失效日期不能早于施行日期。"))
    known = sa.exists().where(TimeLimit.family == values["period"])
    if values["period"] and not db.session.scalar(sa.select(known)):
        raise WrongMeasure(_("没有这一期限规则。"))


def _demand_basis(found: MeasureDraft, on: date) -> None:
    """Raise NoBasis while what is drafted may not be used: 无依据，不措施."""
    if reason := objection(found, on):
        raise NoBasis(_("这项措施不能生效：%(reason)s", reason=reason))


def _demand_current(measure: Measure) -> None:
    """Raise UnderChange for what is no longer on the list."""
    if measure.superseded_on or measure.ended_on:
        raise UnderChange(_("该措施已停止采用或者已由新的版本代替。"))


def _locked(found: MeasureDraft) -> Measure:
    wanted = sa.select(Measure).where(Measure.id == found.replaces_id).with_for_update()
    old = db.session.scalars(wanted.execution_options(populate_existing=True)).one()
    _demand_current(old)
    return old


def _end(found: MeasureDraft, on: date) -> None:
    """No version of it may be used any more."""
    family = _locked(found).family
    for one in db.session.scalars(sa.select(Measure).where(Measure.family == family)):
        one.ended_on, one.ended_why = on, found.reasons


def _add(found: MeasureDraft, on: date) -> Measure:
    content = {name: getattr(found, name) for name in CONTENT}
    family, version, code = f"M-D-{found.id:06d}", 1, ""
    if found.replaces_id:
        old = _locked(found)
        old.superseded_on = on
        family, version = old.family, old.version + 1
        code = f"{family[:34]}-V{version}"
    made = Measure(
        code=code or family, family=family, version=version, owner=found.owner, **content
    )
    db.session.add(made)
    db.session.flush()
    return made
