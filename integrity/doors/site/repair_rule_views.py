"""How one leaves a list and has a record repaired: the rules, and where each subject repairs."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework.rules import service as rules
from integrity.casework.rules.models import GRADE_NAMES, VERIFIED_NAMES
from integrity.casework.streams import registered
from integrity.credit.measures.lists import ADVERSE, LIST_NAMES, ListKind
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs import briefing, guides
from integrity.credit.repairs import service as repairs
from integrity.credit.repairs.fitting import ANY, LISTS, Fitting
from integrity.credit.repairs.materials import RepairMaterial
from integrity.credit.repairs.treatments import RepairTreatment
from integrity.credit.sanctions import bases, foundations
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.credit.sanctions.repairable import MINIMUM
from integrity.credit.sanctions.treatments import TREATMENT_NAMES
from integrity.doors.site.blueprint import bp
from integrity.doors.site.rule_views import amount, tabs
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject


@bp.get("/rules/repairs")
@public
def repair_rules() -> ResponseReturnValue:
    """The rules of repair of each list, what is handed in, and each department's own way."""
    today = clock.today()
    return render_template(
        "site/repair_rules.html",
        lists=[_list(kind, today) for kind in ADVERSE],
        terms=[rules.time_limit(family, today) for family in briefing.TERMS],
        materials=[_line(row) | {"row": row} for row in briefing.in_force(RepairMaterial, today)],
        treatments=[
            _line(row) | {"row": row, "name": TREATMENT_NAMES[row.treatment]}
            for row in briefing.in_force(RepairTreatment, today)
        ],
        verified=VERIFIED_NAMES,
        departments=_departments(today),
        tabs=tabs("site.repair_rules"),
    )


@bp.get("/desk/repairs/where")
@requires(Permission.REPAIRS_FILE)
def repair_places() -> ResponseReturnValue:
    """Of each record and entry of the person's own subject: from when, with whom and how it is
    repaired, or how far that is."""
    today, own = clock.today(), current_user.body_id
    counting = (CreditRecord.subject_id == own, CreditRecord.state.in_(records.COUNTING))
    of_records = sa.select(CreditRecord).where(*counting, CreditRecord.decided_on.is_not(None))
    listed = (ListEntry.subject_id == own, ListEntry.state == EntryState.LISTED)
    of_lists = sa.select(ListEntry).where(*listed, ListEntry.kind.in_(ADVERSE))
    alone = of_lists.where(ListEntry.record_id.is_(None))
    things: list[CreditRecord | ListEntry] = [
        *db.session.scalars(of_records.order_by(CreditRecord.id)),
        *db.session.scalars(alone.order_by(ListEntry.id)),
    ]
    places = [_place(thing, today) for thing in things]
    return render_template("site/repair_places.html", places=places)


def _place(thing: CreditRecord | ListEntry, on: date) -> dict[str, Any]:
    deciding = thing.deciding_id if isinstance(thing, CreditRecord) else thing.initiated_by_id
    return {
        "thing": thing,
        "is_entry": isinstance(thing, ListEntry),
        "first": guides.first_day(thing),
        "hindrances": repairs.hindrances(thing, on),
        "deciding": db.session.get(Subject, deciding) if deciding else None,
    }


def _list(kind: ListKind, on: date) -> dict[str, Any]:
    """On which bases one is listed, the least and the longest time, in force on a day."""
    return {
        "kind": kind,
        "name": LIST_NAMES[kind],
        "bases": bases.in_force(kind, on),
        "least": _term((MINIMUM[kind],), on),
        "most": _term(foundations.PERIODS[kind], on),
    }


def _term(families: tuple[str, ...], on: date) -> tuple[str, str] | None:
    limit = briefing.term(families, on)
    return (amount(limit), limit.legal_basis) if limit else None


def _line(row: Fitting) -> dict[str, Any]:
    """Of which records and entries a rule is, in words."""
    stream = registered().get(row.stream)
    known = {ANY: _("全部"), LISTS: _("没有对应信用记录的名单")}
    of = stream.title if stream else known.get(row.stream, _("其他"))
    grades = [str(GRADE_NAMES.get(one, one)) for one in row.grade.split(";") if one != ANY]
    return {"of": of, "grades": _("、").join(grades) or _("全部")}


def _departments(on: date) -> list[dict[str, Any]]:
    """Each body that by law finds what is so, with the matters in which it repairs itself."""
    found: dict[Subject, list[str]] = {}
    for row in competence.competent():
        if stream := registered().get(row.matter):
            found.setdefault(row.body, []).append(str(stream.title))
    return [{"body": body, "matters": _("、").join(titles)} for body, titles in found.items()]
