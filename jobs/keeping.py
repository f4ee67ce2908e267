"""What is kept: room for what comes, and the end of what was kept long enough."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from integrity.base.publications import checkpoints
from integrity.base.publications import service as publications
from integrity.base.runs import Counts, Job
from integrity.credit.checks import partitions
from integrity.credit.checks.file_checks import service as check_files
from integrity.doors.api import idempotency
from integrity.doors.site import snapshots


def keep_register(on: date, at: datetime) -> Counts:
    """Make room for the checks of the coming months, and end what was kept long enough."""
    counts = {"months": partitions.add(on=on), "retired": partitions.retire(on=on)}
    counts |= {"files": check_files.retire(on=on)}
    return counts | {"keys": idempotency.retire(on=on)}


def log_publications(on: date, at: datetime) -> Counts:
    """Enter in the public log what the day alone made public, or took out of it."""
    return {"facts": publications.catch_up(at=at)}


def publish_checkpoint(on: date, at: datetime) -> Counts:
    """Sign what the public log has come to, so that nobody can rewrite it."""
    return {"published": checkpoints.publish(on=on)}


def write_snapshots(on: date, at: datetime) -> Counts:
    """Write every public data set as a whole, and remove what was written before."""
    return {"sets": snapshots.make(on=on, at=at)}


JOBS = (
    Job("keep_register", _l("整理信用核查登记"), "18 2 * * *", keep_register),
    Job("log_publications", _l("登记公开日志"), "30 2 * * *", log_publications),
    Job("publish_checkpoint", _l("公布公开日志的检查点"), "50 2 * * *", publish_checkpoint),
    Job("write_snapshots", _l("生成公开数据文件"), "10 3 * * *", write_snapshots),
)
