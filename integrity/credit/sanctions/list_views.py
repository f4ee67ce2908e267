"""The red, watch and serious lists, and the nominations officials work on."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, ListKind
from integrity.credit.offences import service as offences
from integrity.credit.offences.models import Offence
from integrity.credit.sanctions import bases, service
from integrity.credit.sanctions.annotations import PENDING_NAMES
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.models import STATE_NAMES, EntryState, ListEntry
from integrity.credit.sanctions.visibility import visible
from integrity.pages.forms import FilterForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.models import KIND_NAMES, Subject, SubjectKind

LOADED = (
    joinedload(ListEntry.subject),
    joinedload(ListEntry.offence),
    joinedload(ListEntry.scenario),
    joinedload(ListEntry.initiator),
)


class ListFilters(FilterForm):
    subject = SelectField(
        _l("主体类别"),
        choices=lambda: choices({k: n for k, n in KIND_NAMES.items() if k != SubjectKind.PERSON}),
        default="",
    )
    ground = SelectField(_l("列入事由"), choices=lambda: choices(GROUND_NAMES), default="")
    act = SelectField(_l("失信行为代码"), choices=lambda: choices(offences.titles()), default="")


class NominationFilters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")
    kind = SelectField(_l("名单"), choices=lambda: choices(LIST_NAMES), default="")
    act = SelectField(_l("失信行为代码"), choices=lambda: choices(offences.titles()), default="")


@bp.get("/lists/<kind>/")
@public
def listing(kind: str) -> ResponseReturnValue:
    """One list: public bodies, enterprises and organisations; never a natural person."""
    if kind not in set(ListKind):
        raise NotFound
    found = ListKind(kind)
    others = [
        (name, url_for("sanctions.listing", kind=other), other is found, None)
        for other, name in LIST_NAMES.items()
    ]
    return _public_table(found).respond(
        "sanctions/list.html",
        others=others,
        intro=_(
            "列入须经告知、听取陈述申辩，由认定单位依法认定，双人办理；期满、修复或者撤销后移出。"
        ),
        candidates=url_for("sanctions.candidates") if found is ListKind.RED else None,
        standards=url_for("sanctions.list_standards", kind=found),
        bases=bases.in_force(found, clock.today()),
        closed=_closed(found),
    )


@bp.get("/sanctions/")
@requires(Permission.SANCTIONS_READ)
def index() -> ResponseReturnValue:
    """Entries in procedure: all of them for the office, its own and those it leads for a body."""
    acts = []
    if current_user.can(Permission.SANCTIONS_NOMINATE):
        acts = [
            Button(_("提出列入建议"), url_for("sanctions.new"), primary=True),
            Button(_("批量提出列入建议"), url_for("sanctions.batch")),
        ]
    rows = sa.select(ListEntry).join(Subject, Subject.id == ListEntry.subject_id)
    table = Table(
        title=_("名单认定"),
        name="nominations",
        rows=rows.where(visible(current_user)),
        columns=_columns(),
        search=(Subject.name, Subject.uscc, ListEntry.public_text),
        filters=NominationFilters,
        narrow={
            "state": lambda value: ListEntry.state == value,
            "kind": lambda value: ListEntry.kind == value,
            "act": _names,
        },
        order=(ListEntry.nominated_at.desc(), ListEntry.id.desc()),
        empty=_("没有拟列入的主体。"),
        options=LOADED,
    )
    return table.respond(acts=acts)


def _closed(kind: ListKind) -> list[tuple[Any, str]]:
    """The kinds of public subject that nothing in force puts on a list, and why."""
    kinds = [k for k in bases.kinds_on(kind) if k is not SubjectKind.PERSON]
    said = [(KIND_NAMES[k], bases.closed_to(kind, k, clock.today())) for k in kinds]
    return [(name, why) for name, why in said if why]


def _public_table(kind: ListKind) -> Table:
    return Table(
        title=LIST_NAMES[kind],
        name=f"list-{kind}",
        rows=service.published(kind=kind),
        columns=[
            Column("name", _("名称"), lambda e: e.subject.name, _linked, sort=Subject.name),
            code_column(lambda e: e.subject.uscc),
            Column("ground", _("列入事由"), lambda e: GROUND_NAMES[e.ground]),
            Column("act", _("失信行为代码"), lambda e: _words(e.codes)),
            Column("listed", _("列入日期"), lambda e: e.listed_on, sort=ListEntry.listed_on),
            Column("until", _("有效期至"), lambda e: e.until, sort=ListEntry.until),
            Column("disputed", _("异议"), lambda e: _("异议处理中") if e.disputed else ""),
            Column("pending", _("复议和诉讼"), lambda e: PENDING_NAMES.get(e.pending, "")),
        ],
        search=(Subject.name, Subject.uscc),
        filters=ListFilters,
        narrow={
            "subject": lambda value: Subject.kind == value,
            "ground": lambda value: ListEntry.ground == value,
            "act": _names,
        },
        order=(ListEntry.listed_on.desc(), ListEntry.id.desc()),
        empty=_("名单上目前没有主体。"),
        options=LOADED,
    )


def _columns() -> list[Column]:
    return [
        Column("name", _("主体"), lambda e: e.subject.name, _linked, sort=Subject.name),
        Column("kind", _("名单"), lambda e: LIST_NAMES[e.kind], sort=ListEntry.kind),
        Column("initiator", _("发起单位"), _initiator),
        Column("ground", _("列入事由"), lambda e: GROUND_NAMES[e.ground]),
        Column("state", _("状态"), lambda e: STATE_NAMES[e.state], sort=ListEntry.state),
        Column("due", _("陈述申辩截止"), _hearing, sort=ListEntry.statement_due),
        Column("at", _("提出时间"), lambda e: e.nominated_at.date(), sort=ListEntry.nominated_at),
    ]


def _initiator(entry: ListEntry) -> str:
    return entry.initiator.name if entry.initiator else _("领导小组办公室")


def _hearing(entry: ListEntry) -> Any:
    return entry.statement_due if entry.state is EntryState.NOTIFIED else None


def _names(value: str) -> Any:
    """The condition for entries that name this code, as act or as work, or one below it."""
    columns = (ListEntry.offence_id, ListEntry.scenario_id)
    return sa.or_(*(offences.within(column, value) for column in columns))


def _words(codes: Iterable[Offence]) -> str:
    return _("、").join(code.title for code in codes)


def _linked(entry: ListEntry) -> Markup:
    address = url_for("sanctions.entry", number=entry.id)
    return Markup('<a href="{}">{}</a>').format(address, entry.subject.name)
