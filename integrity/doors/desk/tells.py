"""What is told of accounts, later days and jobs."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.base.runs import JobRun
from integrity.casework.extensions import FLOW, Extension
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
    Extension, dict.fromkeys(FLOW.moves, untold("said of the thing")), "desk.today", ""
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
