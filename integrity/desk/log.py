"""The log of every move for the auditor, and what the timetable ran."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from integrity import clock, i18n
from integrity.audit.models import AuditEvent
from integrity.desk.blueprint import bp
from integrity.forms import DayField, FilterForm
from integrity.permissions import Permission, requires
from integrity.runs import JobRun, RunState
from integrity.streams import registered
from integrity.tables import Column, Table, choices

THINGS = {
    "user": _l("账号"),
    "token": _l("接口令牌"),
    "credit_record": _l("信用记录"),
    "list_entry": _l("名单"),
    "push": _l("联合奖惩推送"),
    "objection": _l("异议"),
    "repair": _l("信用修复"),
    "check": _l("信用核查"),
    "upload": _l("导入文件"),
}
RUN_NAMES = {
    RunState.RUNNING: _l("正在运行"),
    RunState.DONE: _l("完成"),
    RunState.FAILED: _l("失败"),
}


def things() -> dict[str, Any]:
    """Every kind of thing in the log, by its table."""
    streams = {stream.model.__tablename__: stream.title for stream in registered().values()}
    return {**streams, **THINGS}


class AuditFilters(FilterForm):
    thing = SelectField(_l("对象"), choices=lambda: choices(things()), validators=[Optional()])
    move = StringField(_l("操作代码"), validators=[Optional(), Length(max=40)])
    since = DayField(_l("从"), validators=[Optional()])
    until = DayField(_l("到"), validators=[Optional()])


class RunFilters(FilterForm):
    state = SelectField(_l("结果"), choices=lambda: choices(RUN_NAMES), validators=[Optional()])


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def audit() -> ResponseReturnValue:
    table = Table(
        title=_("操作日志"),
        rows=sa.select(AuditEvent),
        columns=[
            Column("at", _("时间"), lambda e: e.at, lambda e: i18n.moment(e.at), AuditEvent.at),
            Column("by", _("操作人"), lambda event: event.who, sort=AuditEvent.by_name),
            Column("thing", _("对象"), _thing),
            Column("move", _("操作代码"), lambda event: event.move, sort=AuditEvent.move),
            Column("from", _("原状态"), lambda event: event.from_state),
            Column("to", _("新状态"), lambda event: event.to_state),
            Column("why", _("理由"), lambda event: event.why),
        ],
        search=(AuditEvent.by_name, AuditEvent.why),
        filters=AuditFilters,
        narrow={
            "thing": lambda name: AuditEvent.thing == name,
            "move": lambda move: AuditEvent.move == move.strip(),
            "since": lambda day: AuditEvent.at >= clock.at(day),
            "until": lambda day: AuditEvent.at < clock.at(day + timedelta(days=1)),
        },
        order=(AuditEvent.at.desc(), AuditEvent.id.desc()),
        name="audit",
        empty=_("没有符合条件的操作。"),
    )
    return table.respond("desk/list.html", intro=_("日志只能追加，数据库本身拒绝修改和删除。"))


@bp.get("/jobs")
@requires(Permission.SYSTEM_RUN)
def jobs() -> ResponseReturnValue:
    table = Table(
        title=_("定时任务"),
        rows=sa.select(JobRun),
        columns=[
            Column("name", _("任务"), _task, sort=JobRun.name),
            Column("on", _("办理日期"), lambda run: run.on, sort=JobRun.on),
            Column("state", _("结果"), lambda run: RUN_NAMES[run.state]),
            Column(
                "at", _("开始"), _started, lambda r: i18n.moment(r.started_at), JobRun.started_at
            ),
            Column("took", _("用时（秒）"), _took, align="right"),
            Column("counts", _("改动件数"), _counts),
            Column("error", _("错误"), _errors),
        ],
        search=(JobRun.name,),
        filters=RunFilters,
        narrow={"state": lambda state: JobRun.state == state},
        order=(JobRun.started_at.desc(), JobRun.id.desc()),
        name="jobs",
        empty=_("还没有运行过定时任务。"),
    )
    return table.respond("desk/list.html", intro=_("每晚运行；重复运行不会重复改动。"))


def _thing(event: AuditEvent) -> str:
    return f"{things().get(event.thing, event.thing)} {event.thing_id}"


def _errors(run: JobRun) -> str:
    """Why it failed, or what of it failed: that is tried again by the next run."""
    faults = [f"{f['thing']} {f['id']} {f['error']}" for f in run.faults]
    return _("；").join(filter(None, [run.error[-300:], *faults[:20]]))


def _task(run: JobRun) -> str:
    return run.name if run.argument is None else f"{run.name} {run.argument}"


def _started(run: JobRun) -> Any:
    return run.started_at


def _took(run: JobRun) -> float | None:
    if run.finished_at is None:
        return None
    return round((run.finished_at - run.started_at).total_seconds(), 1)


def _counts(run: JobRun) -> str:
    return _("；").join(f"{name} {number}" for name, number in (run.counts or {}).items())
