"""What is told by the calendar, and the sender of all that waits."""

from datetime import date, datetime, timedelta
from functools import partial

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base import clock
from integrity.base.db import db
from integrity.base.runs import Counts, Job, JobRun, RunState
from integrity.casework import deadlines, delays
from integrity.casework.rules import service as rules
from integrity.casework.steps import late_event
from integrity.casework.workdays import calendar
from integrity.credit.cases import sending as sending_in
from integrity.credit.cases.tells import NOTHING_SENT, SENDERS
from integrity.credit.publicity import figures
from integrity.credit.publicity.made_models import MadeDecision
from integrity.credit.publicity.tells import MADE, UNPUBLISHED
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs import briefing, briefings, reminders
from integrity.credit.repairs.tells import BRIEFED, RULES_CHANGED
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import hook_calls
from integrity.credit.tells import ENTRIES, RECORDS, REPAIRABLE
from integrity.doors.desk.tells import ENDING, TOKENS
from integrity.doors.exchange import service as platforms
from integrity.people.accounts import tokens
from integrity.people.messages import following, sending, tells
from integrity.people.messages import service as messages
from integrity.people.subjects.models import Subject

TOKEN_END = "LOCAL-TOKEN-END"
MORNING = timedelta(hours=8, minutes=30)
"""When the digest of a working day goes out."""


def remind(on: date, at: datetime) -> Counts:
    """Tell of everything that comes near its day, and of everything past it: once for each day.

    Whoever is late with a step hears of that too, once for each day of each step.

    Urgent is what came to be past since this ran last. What was past before, on the first run or
    when it was brought in late, comes with all else of a day: nobody is flooded.
    """
    counts: Counts = {}
    last = _last(on)
    for name, source in tells.sources().items():
        if tells.OVERDUE in source.tells:
            model, tell = source.model, partial(_told, source, at=at)
            past, new = model.is_overdue(on), model.due_on >= last
            counts[name] = (
                tell(tells.DUE_SOON, deadlines.narrow(model, "soon", on))
                + tell(tells.OVERDUE, past & new)
                + tell(tells.OVERDUE, past & sa.not_(new), calm=True)
            )
        for side, late, step in delays.late_sides(source.model, on):
            said = messages.tell_found(source, late_event(side), late, mark=step, at=at)
            counts[name] = counts.get(name, 0) + said
    return counts


def _told(
    source: tells.Source,
    event: str,
    which: sa.ColumnElement[bool],
    *,
    at: datetime,
    calm: bool = False,
) -> int:
    counted, mark = which & source.counted(), source.model.due_on
    return messages.tell_found(source, event, counted, mark=mark, at=at, calm=calm)


def _last(on: date) -> date:
    """The day before this one for which people were reminded; without any: this one."""
    runs = sa.select(sa.func.max(JobRun.on)).where(
        JobRun.name == "remind", JobRun.state == RunState.DONE, JobRun.on < on
    )
    return db.session.scalar(runs) or on


def remind_of_repair(on: date, at: datetime) -> Counts:
    """Tell whoever may ask for repair from this day on, once, with the page that says how."""
    found = (
        (RECORDS, reminders.records_from(on), CreditRecord.repairable_on),
        (ENTRIES, reminders.entries_from(on), ListEntry.listed_on),
    )
    return {
        source.thing: messages.tell_found(source, REPAIRABLE, which, mark=mark, at=at)
        for source, which, mark in found
    }


def tell_repair_rules(on: date, at: datetime) -> Counts:
    """Give each department that finds breaches the rules of repair, when they change."""
    which, mark = briefing.one_row_of_each(), sa.literal(briefing.mark(on))
    told = messages.tell_found(BRIEFED, RULES_CHANGED, which, mark=mark, at=at)
    return {BRIEFED.thing: told, "given": briefings.give(on, at=at)}


def remind_of_cases(on: date, at: datetime) -> Counts:
    """Tell each body that takes part and has sent no typical case in, once in a month."""
    which, month = Subject.id.in_(sending_in.late(on)), sa.literal(f"{on:%Y-%m}")
    told = messages.tell_found(SENDERS, NOTHING_SENT, which, mark=month, at=at)
    return {SENDERS.thing: told}


def remind_of_tokens(on: date, at: datetime) -> Counts:
    """Tell a body and who issues tokens of those that will end soon, once of each."""
    soon = tokens.ending(at, rules.number(TOKEN_END, on))
    found = messages.tell_found(TOKENS, ENDING, soon, mark=sa.literal("once"), at=at)
    return {TOKENS.thing: found}


def remind_of_publicity(on: date, at: datetime) -> Counts:
    """Tell a body once of each decision that it did not make public by its last day."""
    found = figures.overdue(on)
    told = messages.tell_found(MADE, UNPUBLISHED, found, mark=MadeDecision.due_on, at=at)
    return {MADE.thing: told}


def send_messages(on: date, at: datetime) -> Counts:
    """Send what is urgent, and on a working day from half past eight what was said before."""
    return {"sent": 0} | dict(sending.send(clock.now, digest=digest(clock.now())))


def call_receivers(on: date, at: datetime) -> Counts:
    """Tell the systems of receivers which of their pushes have changed."""
    return {"sent": 0} | dict(hook_calls.send(clock.now))


def exchange(on: date, at: datetime) -> Counts:
    """Send to other platforms and fetch from them what changed, with receipts."""
    return {"sent": 0} | dict(platforms.exchange(clock.now))


def compare_platforms(on: date, at: datetime) -> Counts:
    """Compare what other platforms hold with what was exchanged; what they lack goes again."""
    return {"differences": 0} | dict(platforms.compare(clock.now))


def digest(at: datetime) -> datetime | None:
    """Half past eight of this day, once it is past on a working day; None: no digest is due."""
    day = clock.local_day(at)
    morning = clock.at(day) + MORNING
    return morning if morning <= at and calendar().is_workday(day) else None


def tell_followers(on: date, at: datetime) -> Counts:
    """Write to everybody who follows something of which there is news since they last heard."""
    gone = following.forget_unconfirmed(at=at)
    return {"told": following.tell(at=at), "forgotten": gone}


JOBS = (
    Job("tell_followers", _l("告知关注的人"), "20 8 * * *", tell_followers),
    Job("remind", _l("提醒期限"), "45 2 * * *", remind),
    Job("remind_of_tokens", _l("提醒令牌到期"), "48 2 * * *", remind_of_tokens),
    Job("remind_of_publicity", _l("提醒公示许可和处罚决定"), "46 2 * * *", remind_of_publicity),
    Job("remind_of_cases", _l("提醒报送典型案例"), "50 2 * * *", remind_of_cases),
    Job("tell_repair_rules", _l("告知修复规则的变动"), "49 2 * * *", tell_repair_rules),
    Job("remind_of_repair", _l("提醒可以申请修复"), "47 2 * * *", remind_of_repair),
    Job(
        "call_receivers",
        _l("通知接收单位"),
        "* * * * *",
        call_receivers,
        "default",
        often=True,
    ),
    Job("exchange", _l("与其他平台交换"), "*/10 * * * *", exchange, "default", often=True),
    Job("compare_platforms", _l("与其他平台对账"), "30 3 * * *", compare_platforms),
    Job("send_messages", _l("发送消息"), "* * * * *", send_messages, "default", often=True),
)
