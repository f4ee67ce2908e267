"""The log of every move for the auditor, and what the timetable ran."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup, escape
from wtforms import SelectField
from wtforms.validators import Optional

from integrity.base import clock, i18n
from integrity.base.audit import service as log
from integrity.base.audit.models import AuditEvent
from integrity.base.audit.words import MOVE_NAMES
from integrity.base.permissions import Permission
from integrity.base.runs import DIED, JobRun, RunState, timetable
from integrity.base.sealing import service as sealing
from integrity.base.stamps import requires
from integrity.casework.streams import registered
from integrity.doors.desk import things
from integrity.doors.desk.blueprint import bp
from integrity.pages.forms import DayField, FilterForm
from integrity.pages.tables import Column, Table, choices

RUN_NAMES = {
    RunState.RUNNING: _l("正在运行"),
    RunState.DONE: _l("完成"),
    RunState.FAILED: _l("失败"),
}


ASKED_FOR = {
    "import_upload": _l("检查或者导入文件"),
    "check_file": _l("答复代码文件"),
    "demo": _l("载入演示数据"),
}
"""What runs when somebody asks for it, and by no timetable."""
COUNT_NAMES = {
    "attached": _l("失去依据的已附措施"),
    "closed": _l("办结"),
    "confirmed": _l("确认"),
    "contacts": _l("身份信息"),
    "delivered": _l("送达"),
    "entries": _l("名单"),
    "erased": _l("删除"),
    "failed": _l("未成功"),
    "files": _l("文件"),
    "keys": _l("接口调用的键"),
    "flagged": _l("标明"),
    "left": _l("移交领导小组办公室"),
    "measures": _l("失去依据的措施"),
    "missed": _l("逾期"),
    "nominated": _l("提出列入建议"),
    "records": _l("记录"),
    "rejected": _l("未通过的行"),
    "rows": _l("行"),
    "added": _l("新增"),
    "updated": _l("更新"),
    "unchanged": _l("未变"),
    "worked": _l("办理"),
    "refused": _l("不予导入"),
    "steps": _l("办理环节"),
    "sealed": _l("封存"),
    "published": _l("公布"),
    "skipped": _l("已由他人办理"),
    "sent": _l("发送"),
    "given_up": _l("不再发送"),
    "away": _l("渠道无法连接"),
}
KEPT_HOW = _l(
    "日志只能追加：数据库拒绝修改、删除和清空；保存期满按规则删除的，只去掉理由和细节，哈希保留。每二十秒封存一次，每夜公布经签名的摘要：有权改动数据库的人改了已封存的内容，核验时会被指出。"
)
MOST = 20
"""Things that are named of those a run could not do."""


class AuditFilters(FilterForm):
    thing = SelectField(_l("对象"), choices=lambda: choices(things.titles()))
    move = SelectField(_l("操作"), choices=lambda: choices(MOVE_NAMES))
    since = DayField(_l("从"), validators=[Optional()])
    until = DayField(_l("到"), validators=[Optional()])


class RunFilters(FilterForm):
    name = SelectField(_l("任务"), choices=lambda: choices(job_names()))
    state = SelectField(_l("结果"), choices=lambda: choices(RUN_NAMES), validators=[Optional()])


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def audit() -> ResponseReturnValue:
    note("audit", _("操作日志"))
    table = Table(
        title=_("操作日志"),
        rows=sa.select(AuditEvent),
        columns=[
            Column("at", _("时间"), lambda e: e.at, lambda e: i18n.moment(e.at), AuditEvent.at),
            Column("by", _("操作人"), lambda event: event.who, sort=AuditEvent.by_name),
            Column("thing", _("对象"), _named, lambda e: things.told(e.thing, e.thing_id)),
            Column("move", _("操作"), things.move_of, sort=AuditEvent.move),
            Column("from", _("原状态"), lambda e: things.state_of(e, e.from_state)),
            Column("to", _("新状态"), lambda e: things.state_of(e, e.to_state)),
            Column("why", _("理由"), lambda event: event.why),
        ],
        search=(AuditEvent.by_name, AuditEvent.why),
        filters=AuditFilters,
        narrow={
            "thing": lambda name: AuditEvent.thing == name,
            "move": lambda move: AuditEvent.move == move,
            "since": lambda day: AuditEvent.at >= clock.at(day),
            "until": lambda day: AuditEvent.at < clock.at(day + timedelta(days=1)),
        },
        order=(AuditEvent.at.desc(), AuditEvent.id.desc()),
        name="audit",
        gather=things.gather,
        empty=_("没有符合条件的操作。"),
    )
    return table.respond("desk/list.html", intro=" ".join([str(KEPT_HOW), *_sealed()]))


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
            Column("error", _("错误"), _errors, _shown_errors),
        ],
        filters=RunFilters,
        narrow={
            "name": lambda name: JobRun.name == name,
            "state": lambda state: JobRun.state == state,
        },
        order=(JobRun.started_at.desc(), JobRun.id.desc()),
        name="jobs",
        empty=_("还没有运行过定时任务。"),
    )
    return table.respond(
        "desk/list.html",
        intro=_(
            "多数任务每晚运行，推送和导入每隔几分钟运行一次，没有改动的只留当天最后一次；重复运行不会重复改动。"
        ),
    )


def job_names() -> dict[str, Any]:
    """What may have run, by its name."""
    return {name: job.title for name, job in timetable().items()} | ASKED_FOR


def note(name: str, title: str) -> None:
    """Who reads a log stands in the log; an export of it is noted as such."""
    if not request.args.get("format"):
        said = {"why": title, "list": name}
        log.read(current_user, "read_log", by=current_user, at=clock.now(), **said)


def _sealed() -> list[str]:
    """How far the log is sealed, and what was published of it last."""
    waiting, since = sealing.unsealed(clock.now())
    newest = sealing.newest_head()
    if waiting and since:
        tail = _("尚有 %(n)s 条未封存，最早的记于 %(at)s。", n=waiting, at=i18n.moment(since))
    else:
        tail = _("全部已经封存。")
    if newest is None:
        return [tail, _("还没有公布过日志摘要。")]
    told = _("最近公布的日志摘要：%(on)s，%(digest)s。", on=newest.on, digest=newest.digest)
    return [tail, told]


def _named(event: AuditEvent) -> str:
    return things.named(event.thing, event.thing_id)


def _errors(run: JobRun) -> str:
    """Why it failed, or what of it failed: that is tried again by the next run."""
    faults = [f"{things.named(f['thing'], f['id'])}{_('：')}{f['error']}" for f in run.faults]
    return _("；").join(filter(None, [_error(run), *faults]))


def _shown_errors(run: JobRun) -> Markup:
    """The same with the addresses of what failed."""
    faults = [
        Markup("{}{}{}").format(things.told(f["thing"], f["id"]), _("："), f["error"])
        for f in run.faults[:MOST]
    ]
    return escape(_("；")).join(filter(None, [escape(_error(run)), *faults]))


def _error(run: JobRun) -> str:
    return _("进程中途退出，没有办完") if run.error == DIED else run.error[-300:]


def _task(run: JobRun) -> str:
    name = str(job_names().get(run.name) or _("其他任务"))
    return name if run.argument is None else f"{name} {run.argument}"


def _started(run: JobRun) -> Any:
    return run.started_at


def _took(run: JobRun) -> float | None:
    if run.finished_at is None:
        return None
    return round((run.finished_at - run.started_at).total_seconds(), 1)


def _counts(run: JobRun) -> str:
    """What it changed; what it found nothing to change in is left out."""
    names = {s.name: s.title for s in registered().values()} | things.titles() | COUNT_NAMES
    changed = {name: number for name, number in (run.counts or {}).items() if number}
    return _("；").join(f"{names.get(k) or _('其他')} {n}" for k, n in changed.items())
