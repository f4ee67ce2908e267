"""The timetable, in Shanghai's time; `flask jobs list` shows it, system cron may run it instead."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One job: its name in jobs.runner, when it runs (cron, seconds last), on which queue."""

    name: str
    cron: str
    queue: str = "slow"


TIMETABLE = (
    Entry("recount_deadlines", "50 0 * * *"),
    Entry("close_silent", "0 1 * * *"),
    Entry("flag_missed", "5 1 * * *"),
    Entry("flag_inheritance", "7 1 * * *"),
    Entry("leave_unanswered", "8 1 * * *"),
    Entry("post_breaches", "10 1 * * *"),
    Entry("prepare_confirmations", "20 1 * * *"),
    Entry("nominate", "30 1 * * *"),
    Entry("expire", "40 1 * * *"),
    Entry("deliver_pushes", "*/10 * * * *", "default"),
    Entry("check_measures", "0 2 * * *"),
    Entry("erase_complaints", "5 2 * * *"),
    Entry("sweep_uploads", "10 * * * *"),
    Entry("sweep_forms", "12 2 * * *"),
    Entry("sweep_imports", "15 2 * * *"),
    Entry("import_waiting", "*/5 * * * *"),
    Entry("seal", "* * * * * */20", "default"),
    Entry("publish_log_head", "55 2 * * *"),
)
