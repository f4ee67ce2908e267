"""The pages of the warnings: all that one may see, one of them, and how good the rules are."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.casework.rules import service as rules
from integrity.casework.streams import of_bodies, registered
from integrity.casework.warnings import found, precision, words
from integrity.casework.warnings.models import ENDING_NAMES, RULE_NAMES, EarlyWarning, Rule
from integrity.casework.warnings.on_items import visible
from integrity.pages.forms import FilterForm
from integrity.pages.items import Badge
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject

bp = Blueprint("warnings", __name__, url_prefix="/desk/warnings")
STANDINGS = {
    "open": _l("尚未消除"),
    "late": _l("已经逾期"),
    "spared": _l("消除且没有逾期"),
}


class Filters(FilterForm):
    """Which of the warnings are shown."""

    standing = SelectField(_l("情况"), choices=lambda: choices(STANDINGS))
    rule = SelectField(_l("预警规则"), choices=lambda: choices(RULE_NAMES))
    stream = SelectField(_l("类型"), choices=lambda: choices(_titles()))
    body = SubjectField(_l("单位"))


def _titles() -> dict[str, Any]:
    return {name: stream.title for name, stream in of_bodies().items()}


@bp.get("/")
@requires(Permission.WARNINGS_READ)
def index() -> ResponseReturnValue:
    """Every warning that one may see, those that stand first, the newest first."""
    items: dict[tuple[str, int], Any] = {}
    table = Table(
        title=_("预警"),
        rows=sa.select(EarlyWarning).outerjoin(EarlyWarning.subject).where(visible(current_user)),
        options=(sa.orm.contains_eager(EarlyWarning.subject),),
        columns=[
            Column("rule", _("预警规则"), lambda row: RULE_NAMES[row.rule]),
            Column("what", _("事项"), lambda row: _title(row, items)),
            Column("stream", _("类型"), lambda row: registered()[row.stream].title),
            Column("body", _("单位"), lambda row: row.subject and row.subject.name),
            Column("why", _("为什么"), words.why),
            Column("todo", _("怎么办"), lambda row: words.TODO[row.rule]),
            Column("raised", _("预警日期"), lambda r: r.raised_on, sort=EarlyWarning.raised_on),
            Column("state", _("情况"), lambda row: state(row).word, state),
            Column("ended", _("消除日期"), lambda r: r.ended_on, sort=EarlyWarning.ended_on),
            Column("late", _("逾期之日"), lambda row: row.late_on, shown=False),
            Column("ref", _("编号"), lambda row: row.ref, shown=False),
        ],
        link=lambda row: url_for("warnings.item", number=row.id),
        search=(Subject.name, EarlyWarning.item_ref),
        filters=Filters,
        narrow={
            "standing": _stands,
            "rule": lambda rule: EarlyWarning.rule == Rule(rule),
            "stream": lambda name: EarlyWarning.stream == name,
            "body": lambda body: EarlyWarning.subject_id == body.id,
        },
        order=(EarlyWarning.ended_on.desc().nulls_first(), EarlyWarning.id.desc()),
        gather=lambda rows: items.update(_items(rows)),
        name="warnings",
        empty=_("没有符合条件的预警。"),
    )
    intro = _("可能逾期的，在逾期以前发现。预警不是逾期，不记入信用记录；原因消除后自动消除。")
    office = current_user.role in REACH_ALL
    return table.respond("warnings/list.html", intro=intro, office=office)


def _stands(standing: str) -> sa.ColumnElement[bool]:
    return {
        "open": EarlyWarning.ended_on.is_(None),
        "late": precision.is_late(),
        "spared": sa.and_(EarlyWarning.ended_on.is_not(None), ~precision.is_late()),
    }[standing]


def _items(rows: Sequence[EarlyWarning]) -> dict[tuple[str, int], Any]:
    """The things of some warnings, all of which may be seen, by stream and number."""
    things: dict[tuple[str, int], Any] = {}
    for name in {row.stream for row in rows}:
        ids = {row.item_id for row in rows if row.stream == name and row.item_id}
        things |= {(name, key): item for key, item in registered()[name].by_ids(ids).items()}
    return things


def _title(warning: EarlyWarning, items: dict[tuple[str, int], Any]) -> str:
    item = items.get((warning.stream, warning.item_id or 0))
    return item.title if item else _("单位整体情况")


def state(warning: EarlyWarning) -> Badge:
    """Where it stands, and whether what it warned of has come."""
    if warning.ending:
        return Badge(ENDING_NAMES[warning.ending], "late" if warning.late_on else "closed")
    if warning.late_on:
        return Badge(_("尚未消除，已有逾期"), "late")
    return Badge(STANDINGS["open"], "soon")


@bp.get("/<int:number>")
@requires(Permission.WARNINGS_READ)
def item(number: int) -> ResponseReturnValue:
    """One warning: why, to whom, what to do, since when, when and how it ended."""
    wanted = sa.select(EarlyWarning).where(EarlyWarning.id == number, visible(current_user))
    warning = db.session.scalars(wanted).first()
    if warning is None:
        raise NotFound
    thing = _items([warning]).get((warning.stream, warning.item_id or 0))
    stream = registered()[warning.stream]
    return render_template(
        "warnings/item.html",
        warning=warning,
        name=RULE_NAMES[warning.rule],
        state=state(warning),
        facts=_facts(warning),
        thing=thing and (thing.title, stream.url(thing)),
        stream=stream.is_read_by(current_user) and (stream.title, _list(warning)),
        claimed=bool(thing and thing.is_claimed and not warning.ended_on),
    )


def _list(warning: EarlyWarning) -> str:
    """The list of what the body owes in the stream, for a warning that is about no one thing."""
    slug = warning.subject.slug if warning.subject else None
    return url_for(f"{warning.stream}.index", body=slug)


def _facts(warning: EarlyWarning) -> list[tuple[Any, Any]]:
    return [
        (_("为什么"), words.why(warning)),
        (_("怎么办"), words.TODO[warning.rule]),
        (_("单位"), warning.subject and warning.subject.name),
        (_("告知"), words.told(warning.rule)),
        (_("预警日期"), warning.raised_on),
        (_("何时消除"), words.ENDS[warning.rule]),
        (_("消除日期"), warning.ended_on or _("尚未消除")),
        (_("逾期之日"), warning.late_on or _("没有逾期")),
    ]


@bp.get("/rules")
@requires(Permission.URGINGS_MAKE)
def rule_index() -> ResponseReturnValue:
    """Every rule with its numbers in force, and how many of its warnings became late."""
    streams, today = list(of_bodies().values()), clock.today()
    counted = precision.by_rule()
    rows = [
        (rule, name, _numbers(found.families(rule, streams), today), counted[rule])
        for rule, name in RULE_NAMES.items()
    ]
    return render_template("warnings/rules.html", rows=rows, words=words)


def _numbers(families: Sequence[str], today: Any) -> list[tuple[str, str, Any]]:
    """Each rule of the table: its code, what it says, its number; None where it is switched off."""
    told = []
    for family in families:
        try:
            limit = rules.time_limit(family, today)
            told.append((family, limit.what, limit.amount))
        except rules.NoRuleInForce:
            told.append((family, family, None))
    return told
