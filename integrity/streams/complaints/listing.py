"""The list of complaints at the desk; of one that somebody left to others it tells the number."""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import get_template_attribute
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager, defer

from integrity.base import clock
from integrity.casework import deadlines
from integrity.casework.informants.numbers import NUMBER, as_typed
from integrity.casework.key_fields import FIELD_NAMES, is_
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject
from integrity.streams.complaints import recusals, warnings
from integrity.streams.complaints.blueprint import stream
from integrity.streams.complaints.desk_forms import Filters
from integrity.streams.complaints.models import (
    KIND_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    TONES,
    Complaint,
)


def table(today: date) -> Table:
    """Every complaint this person may see; no filter finds one that they left to others."""
    left = recusals.left_by(current_user)

    def narrowed(condition: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda value: sa.and_(condition(value), Complaint.id.not_in(left))

    def found(query: str) -> Any:
        words = sa.or_(_has(Complaint.text, query), _has(Subject.name, query))
        return sa.or_(_numbered(query), sa.and_(words, Complaint.id.not_in(left)))

    return Table(
        title=_("投诉举报"),
        name="complaints",
        rows=sa.select(Complaint).join(Complaint.subject).where(stream().visible(current_user)),
        options=(
            contains_eager(Complaint.subject),
            defer(Complaint.text),
            defer(Complaint.secret_hash),
        ),
        link=stream().url,
        columns=_columns(left, today),
        search=(Complaint.ref, Complaint.text, Subject.name),
        match=lambda q: _numbered(q) if NUMBER.fullmatch(as_typed(q)) else found(q),
        filters=Filters,
        narrow={
            "state": narrowed(lambda state: Complaint.state == state),
            "body": narrowed(lambda body: Complaint.subject_id == body.id),
            "lateness": narrowed(lambda kind: _lateness(kind, today)),
            "key_field": narrowed(lambda code: is_(Complaint.key_field, code)),
        },
        order=(
            Complaint.closed_on.is_not(None),
            Complaint.due_on.asc().nulls_first(),
            Complaint.id,
        ),
        empty=_("没有符合条件的投诉举报。"),
    )


def _columns(left: set[int], today: date) -> list[Column]:
    """Its columns; of a complaint that was left to others they tell nothing but its number."""
    until = warnings.yellow_until(today)
    badge = get_template_attribute("macros/states.html", "badge")
    how_late = get_template_attribute("macros/states.html", "lateness")

    def told(show: Callable[[Complaint], Any], instead: Any = "") -> Callable[[Complaint], Any]:
        return lambda c: instead if c.id in left else show(c)

    return [
        Column("ref", _("受理编号"), lambda c: c.ref, sort=Complaint.id),
        Column("kind", _("类型"), told(lambda c: KIND_NAMES[c.kind]), sort=Complaint.kind),
        Column("body", _("单位"), told(lambda c: c.subject.name), sort=Subject.name),
        Column("received", _("收到日期"), told(lambda c: clock.local_day(c.received_at))),
        Column(
            "state",
            _("状态"),
            told(lambda c: STATE_NAMES[c.state], _("已回避")),
            told(lambda c: badge(STATE_NAMES[c.state], TONES.get(c.state)), _("已回避")),
            Complaint.state,
        ),
        Column("due_on", _("答复期限"), told(lambda c: c.due_on), sort=Complaint.due_on),
        Column(
            "late",
            _("期限情况"),
            told(lambda c: warnings.lateness(c, today, until).word),
            told(lambda c: how_late(warnings.lateness(c, today, until))),
        ),
        Column("outcome", _("结果"), told(lambda c: c.outcome and OUTCOME_NAMES[c.outcome])),
        Column(
            "key_field",
            _("重点领域"),
            told(lambda c: c.key_field and FIELD_NAMES[c.key_field]),
            sort=Complaint.key_field,
        ),
    ]


def _numbered(query: str) -> sa.ColumnElement[bool]:
    """By a whole number through its index, else by a part of it."""
    if NUMBER.fullmatch(as_typed(query)):
        return Complaint.ref == as_typed(query)
    return Complaint.ref.icontains(query, autoescape=True)


def _has(column: Any, query: str) -> Any:
    """Chinese has no capitals, and comparing without them takes PostgreSQL a fifth of the time."""
    compare = column.contains if query.upper() == query.lower() else column.icontains
    return compare(query, autoescape=True)


def _lateness(kind: str, on: date) -> sa.ColumnElement[bool]:
    """By the plates that the law knows: red when overdue, yellow when it will soon be."""
    if kind == "overdue":
        return deadlines.narrow(Complaint, kind, on)
    until = warnings.yellow_until(on) if kind == "yellow" else date.max
    return sa.and_(Complaint.closed_on.is_(None), Complaint.due_on.between(on, until))
