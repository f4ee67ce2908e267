"""Propose a change of the catalogue; review it against its basis; approve it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.casework import drafting
from integrity.casework.drafting import UnderChange
from integrity.casework.rules.models import TimeLimit, Verified
from integrity.credit.catalogue import columns
from integrity.credit.catalogue.draft_models import CatalogueDraft
from integrity.credit.catalogue.draft_models import CatalogueState as S
from integrity.credit.catalogue.models import (
    CONTENT,
    CatalogueItem,
    Category,
    Cycle,
    PersonGround,
    Publicity,
    Sense,
    Sharing,
)
from integrity.credit.catalogue.service import newest
from integrity.credit.measures.models import WORD_OF_KIND, BasisLevel
from integrity.credit.measures.service import NoBasis, out_of_force, subject_words
from integrity.people.subjects.models import Subject, SubjectKind

FLOW = drafting.flow(S, "LOCAL-CATALOGUE-REVIEW", "LOCAL-CATALOGUE-APPROVE")
CHOSEN: dict[str, Any] = {
    "category": Category, "sense": Sense, "cycle": Cycle, "sharing": Sharing,
    "publicity": Publicity, "basis_level": BasisLevel,
}  # fmt: skip
PLACED = ("stream", "rule")
"""Which breaches are of an item: what the program knows, and no form asks."""
ONE = timedelta(days=1)


class WrongItem(Refused):
    """What is said of an item contradicts itself."""

    correctable = True


def draft(
    code: str,
    replaces: CatalogueItem | None = None,
    body: Subject | None = None,
    *,
    by: audit.Actor,
    at: datetime,
    reasons: str,
    begins_on: date | None = None,
    **said: Any,
) -> CatalogueDraft:
    """Begin an item, or the next version of one; raises WrongItem, UnderChange."""
    if replaces is None and newest(code.strip()) is not None:
        raise UnderChange(_("目录中已有编号为 %(code)s 的事项，请修订该事项。", code=code.strip()))
    content = content_of(said) | {name: getattr(replaces, name, "") for name in PLACED}
    named = replaces.code if replaces else code.strip()
    return begin(named, replaces, content, body, reasons, begins_on, by=by, at=at)


def draft_end(
    replaces: CatalogueItem,
    reasons: str,
    begins_on: date | None = None,
    body: Subject | None = None,
    *,
    by: audit.Actor,
    at: datetime,
) -> CatalogueDraft:
    """Begin the end of an item: from which day it is gathered no more; raises UnderChange."""
    content = {name: getattr(replaces, name) for name in CONTENT}
    return begin(
        replaces.code, replaces, content, body, reasons, begins_on, ending=True, by=by, at=at
    )


def begin(
    code: str,
    replaces: CatalogueItem | None,
    content: Mapping[str, Any],
    body: Subject | None,
    reasons: str,
    begins_on: date | None = None,
    ending: bool = False,
    state: S = S.DRAFTED,
    *,
    by: audit.Actor,
    at: datetime,
) -> CatalogueDraft:
    """A draft with content that is known to make sense; raises UnderChange."""
    if replaces is not None and replaces.until is not None:
        raise UnderChange(_("该事项已停止归集或者已由新的版本代替。"))
    made = CatalogueDraft(
        code=code,
        replaces=replaces,
        ending=ending,
        body=body,
        state=state,
        begins_on=begins_on,
        reasons=reasons.strip(),
        **content,
    )
    drafting.begin(made, by=by, at=at)
    return made


def edit(
    found: CatalogueDraft,
    *,
    by: audit.Actor,
    at: datetime,
    reasons: str,
    begins_on: date | None = None,
    **said: Any,
) -> None:
    """Write it again; raises WrongItem."""
    if found.ending:
        raise WrongItem(_("停止归集的，不修改事项内容；可以撤回后另行修订。"))
    new = {**content_of(said), "reasons": reasons.strip(), "begins_on": begins_on}
    drafting.edit(found, new, by=by, at=at)


def review(found: CatalogueDraft, read: bool, why: str, *, by: audit.Actor, at: datetime) -> None:
    """One of the office has looked at it; `read`: the text of its basis itself.

    Raises SamePerson, NoBasis.
    """
    drafting.demand_another(found, "review", by)
    if read:
        found.verified = Verified.PRIMARY
    _demand_basis(found, local_day(at))
    drafting.review(found, why, by=by, at=at, read=read)


def approve(found: CatalogueDraft, *, by: audit.Actor, at: datetime) -> None:
    """Another of the office approves it; what was in the catalogue stays there with its last day.

    Raises SamePerson, NoBasis, UnderChange, WrongItem.
    """
    drafting.demand_another(found, "approve", by)
    on = local_day(at)
    _demand_basis(found, on)
    if found.begins_on is not None and found.begins_on <= on:
        raise WrongItem(_("起始日须晚于批准之日，请退回修改。"))
    found.begins_on = found.begins_on or on + ONE
    _put(found, found.begins_on)
    drafting.approve(found, by=by, at=at)


def content_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what was typed; a basis that is entered has not been read yet.

    Raises WrongItem.
    """
    values = {name: said[name] for name in said if name in CONTENT}
    values = {n: v.strip() if isinstance(v, str) else v for n, v in values.items()}
    values |= {name: known(values[name]) for name, known in CHOSEN.items()}
    values["applies_to"] = subject_words(";".join(said["applies_to"]))
    values["columns"] = columns.kept(said["columns"])
    ground = said.get("person_ground")
    values["person_ground"] = PersonGround(ground) if ground else None
    values["verified"] = Verified.SECONDARY
    demand_sense(values)
    return values


def demand_sense(values: Mapping[str, Any]) -> None:
    """Raise WrongItem for what contradicts itself."""
    if values["sharing"] is Sharing.CONDITIONAL and not values["condition"]:
        raise WrongItem(_("有条件共享的，请写明共享条件。"))
    persons = values["applies_to"] == WORD_OF_KIND[SubjectKind.PERSON]
    if persons and values["publicity"] is Publicity.PUBLIC:
        raise WrongItem(_("自然人的信用信息不公开。"))
    if _of_persons(values) and not values["person_ground"]:
        raise WrongItem(_("含有个人信息的，请写明处理个人信息的合法性基础。"))
    first, last = values["effective_from"], values["effective_to"]
    if first and last and last < first:
        raise WrongItem(_("依据的失效日期不能早于施行日期。"))
    known = sa.exists().where(TimeLimit.family == values["period"])
    if values["period"] and not db.session.scalar(sa.select(known)):
        raise WrongItem(_("没有这一期限规则。"))


def _of_persons(values: Mapping[str, Any]) -> bool:
    sealed = any(column.sealed for column in columns.parsed(values["columns"]))
    return sealed or WORD_OF_KIND[SubjectKind.PERSON] in values["applies_to"].split(";")


def objection(found: CatalogueDraft, on: date) -> str:
    """Why it may not be approved on a day as it is written, "" when it may."""
    first = found.begins_on or on + ONE
    return "" if found.ending else out_of_force(found.effective_from, found.effective_to, first)


def _demand_basis(found: CatalogueDraft, on: date) -> None:
    """Raise NoBasis where nothing in force lets it be gathered."""
    if reason := objection(found, on):
        raise NoBasis(_("%(ref)s 不能批准：%(reason)s", ref=found.ref, reason=reason))


def _put(found: CatalogueDraft, first: date) -> None:
    """The version before it has its last day, and the new one its first."""
    wanted = sa.select(CatalogueItem).where(CatalogueItem.code == found.code)
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    versions = db.session.scalars(locked).all()
    current = next((one for one in versions if one.until is None), None)
    if current is not found.replaces:
        raise UnderChange(_("该事项已停止归集或者已由新的版本代替。"))
    if current is not None:
        if current.since and current.since >= first:
            raise UnderChange(_("已批准的版本自 %(day)s 起施行，请自更晚的日期起修订。",
                                day=current.since))  # fmt: skip
        current.until = first - ONE
        db.session.flush()
    if found.ending:
        return
    found.item = CatalogueItem(
        code=found.code,
        version=max((one.version for one in versions), default=0) + 1,
        since=first,
        **{name: getattr(found, name) for name in CONTENT},
    )
    db.session.flush()
