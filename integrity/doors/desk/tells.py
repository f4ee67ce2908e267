"""Who is told that a job failed: whoever runs the system."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.base.runs import JobRun
from integrity.people.messages.tells import Source, Whom, at_once

FAILED = "failed"
RUNS = Source(
    JobRun,
    {FAILED: at_once(_l("定时任务失败（第 %(ref)s 次运行）。"), Whom(Permission.SYSTEM_RUN))},
    "desk.jobs",
    "",
    "id",
)
