"""What is done with complaints by night."""

from flask_babel import lazy_gettext as _l

from integrity.base.runs import Job
from integrity.casework.informants import evidence
from integrity.casework.recounts import Day
from integrity.streams.complaints import retention, service
from integrity.streams.complaints.models import Complaint, ComplaintState

JOBS = (
    Job(
        "close_silent",
        _l("办结期满未表示意见的投诉"),
        "0 1 * * *",
        lambda on, at: {"closed": service.close_silent(on=on, at=at)},
    ),
    Job(
        "erase_complaints",
        _l("删除保存期满的投诉"),
        "5 2 * * *",
        lambda on, at: retention.erase(on=on, at=at),
    ),
    Job(
        "sweep_uploads",
        _l("清理未提交的附件"),
        "10 * * * *",
        lambda on, at: {"files": evidence.sweep(at=at)},
    ),
)
DAYS = (
    Day(
        Complaint.silent_on,
        Complaint.closed_on,
        "LOCAL-SILENT",
        Complaint.state == ComplaintState.ANSWERED,
    ),
)
