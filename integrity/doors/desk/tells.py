"""What is told of accounts, later days and jobs."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.base.runs import JobRun
from integrity.casework.extensions import FLOW, Extension
from integrity.casework.steps import told_late
from integrity.people.accounts.models import User
from integrity.people.messages.tells import Source, Whom, at_once, untold

FAILED = "failed"
RUNS = Source(
    JobRun,
    {FAILED: at_once(_l("定时任务失败（第 %(ref)s 次运行）。"), Whom(Permission.SYSTEM_RUN))},
    "desk.jobs",
    "",
    JobRun.id,
)
EXTENSIONS = Source(
    Extension,
    dict.fromkeys(FLOW.moves, untold("said of the thing"))
    | told_late(
        _l("延期申请（第 %(ref)s 号）逾期没有决定，请立即办理。"),
        office=Whom(Permission.DEADLINES_EXTEND),
    ),
    "desk.today",
    "",
    Extension.id,
)
ACCOUNTS = Source(
    User,
    {
        "grant": untold("it is handed over with its password"),
        "disable": untold("who is switched off hears nothing"),
        "reset": untold("it is handed over with its password"),
    },
    "accounts.account",
    "",
    User.id,
)
SOURCES = (RUNS, EXTENSIONS, ACCOUNTS)
