"""What is told by the calendar, and the sender of all that waits."""

from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from integrity.base import clock
from integrity.base.runs import Counts, Job
from integrity.casework import deadlines
from integrity.casework.workdays import calendar
from integrity.people.messages import sending, tells
from integrity.people.messages import service as messages

MORNING = timedelta(hours=8, minutes=30)
"""When the digest of a working day goes out."""


def remind(on: date, at: datetime) -> Counts:
    """Tell of everything that comes near its day, and of everything past it: once for each day."""
    counts: Counts = {}
    for name, source in tells.sources().items():
        if tells.OVERDUE in source.tells:
            model = source.model
            near, past = deadlines.narrow(model, "soon", on), model.is_overdue(on)
            counts[name] = sum(
                messages.tell_found(
                    source, event, which & source.counted(), mark=model.due_on, at=at
                )
                for event, which in ((tells.DUE_SOON, near), (tells.OVERDUE, past))
            )
    return counts


def send_messages(on: date, at: datetime) -> Counts:
    """Send what is urgent, and on a working day from half past eight what was said before."""
    return {"sent": 0} | dict(sending.send(clock.now, digest=digest(clock.now())))


def digest(at: datetime) -> datetime | None:
    """Half past eight of this day, once it is past on a working day; None: no digest is due."""
    day = clock.local_day(at)
    morning = clock.at(day) + MORNING
    return morning if morning <= at and calendar().is_workday(day) else None


JOBS = (
    Job("remind", _l("提醒期限"), "45 2 * * *", remind),
    Job("send_messages", _l("发送消息"), "* * * * *", send_messages, "default", often=True),
)
