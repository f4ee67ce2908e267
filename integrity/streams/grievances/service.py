"""Take in, send on, put right, confirm: 发改财金〔2023〕1103号.

The office only sends it on, at once; the superior or competent body finds. Not true: answered with
reasons. True: put right at once, and a refusal is a breach. Who is owed has the last word on what
was put right, or the finder has; the body never.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.casework.deadlines import day_after
from integrity.casework.streams import breach
from integrity.people.subjects.models import FIRMS, Subject, SubjectKind
from integrity.streams.grievances.errors import AlreadyFiled, WrongGrievance
from integrity.streams.grievances.findings import settled
from integrity.streams.grievances.flow import FLOW
from integrity.streams.grievances.models import FIELD_OF, Channel, Grievance
from integrity.streams.grievances.models import GrievanceOutcome as Outcome
from integrity.streams.grievances.sides import body_only, complainant_only, without_account

AGAIN = 1
"""How often an enterprise may have a finding against it looked at again."""


def file(
    complainant: Subject,
    body: Subject,
    said: Mapping[str, Any],
    *,
    by: audit.Actor,
    at: datetime,
    channel: Channel = Channel.OWN,
    channel_no: str | None = None,
    received_on: date | None = None,
) -> Grievance:
    """Take in what an enterprise says (`title`, `text`, `area`), through whichever channel.

    Raises WrongGrievance, AlreadyFiled.
    """
    today = local_day(at)
    _check(complainant, body, channel, channel_no, received_on or today, today)
    known = sa.exists().where(Grievance.channel == channel, Grievance.channel_no == channel_no)
    if channel_no and db.session.scalar(sa.select(known)):
        raise AlreadyFiled(_("该渠道的编号 %(number)s 已经登记。", number=channel_no))
    made = Grievance(
        ref=secrets.token_hex(8),
        subject=body,
        complainant=complainant,
        channel=channel,
        channel_no=channel_no,
        received_on=received_on or today,
        key_field=FIELD_OF[said["area"]],
        **said,
    )
    FLOW.begin(made, today)
    db.session.add(made)
    db.session.flush()
    made.ref = f"WY-{today.year}-{made.id:06d}"
    audit.write(made, "file", by=by, at=at, target=made.state, channel=channel)
    return made


def _check(
    complainant: Subject,
    body: Subject,
    channel: Channel,
    channel_no: str | None,
    received_on: date,
    today: date,
) -> None:
    if body.kind is not SubjectKind.BODY:
        raise WrongGrievance(_("被投诉的必须是机关事业单位。"))
    if complainant.kind not in FIRMS:
        raise WrongGrievance(
            _("违约失信投诉由企业、个体工商户或者社会组织提出；个人请使用投诉举报。")
        )
    if received_on > today:
        raise WrongGrievance(_("日期 %(day)s 还没有到。", day=received_on))
    if (channel is Channel.OWN) != (channel_no is None):
        raise WrongGrievance(_("其他渠道转来的，请填写该渠道的编号；本系统的不填。"))


def send(item: Grievance, finder: Subject, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Send it to the superior or competent body, which finds. Raises WrongGrievance."""
    _send(item, "send", finder, why, by, at)


def resend(item: Grievance, finder: Subject, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It was sent to the wrong body; the next one's time counts from now."""
    _send(item, "resend", finder, why, by, at)


def report(item: Grievance, report: str, *, by: Any, at: datetime) -> None:
    """The body says that it is put right: a claim, until the enterprise or the finder says so."""
    body_only(item, by)
    FLOW.go(item, "report", by=by, at=at, why=report)
    item.report = report
    item.claim(local_day(at), local_day(at))


def refuse(item: Grievance, why: str, *, by: Any, at: datetime) -> None:
    """The body will not put it right: a breach from this day, and owed all the same.

    Raises NotAllowed for a second time.
    """
    body_only(item, by)
    if item.refused_on:
        raise NotAllowed(_("已于 %(day)s 表示拒不整改。", day=item.refused_on))
    FLOW.go(item, "refuse", by=by, at=at, why=why)
    item.refused_on = local_day(at)
    if item.due_on is None or item.refused_on < item.due_on:  # a day that has passed stays
        item.time_limit = item.starts_on = None
        item.run_until(item.refused_on, _("单位书面表示拒不整改之日"))


def confirm(item: Grievance, *, by: Any, at: datetime, why: str = "") -> None:
    """The enterprise says that it was put right."""
    complainant_only(item, by)
    settled(item, "confirm", why, by, at)


def deny(item: Grievance, why: str, *, by: Any, at: datetime) -> None:
    """The enterprise says that it was not; from now on the finder looks."""
    complainant_only(item, by)
    FLOW.go(item, "deny", by=by, at=at, why=why)


def note_confirmed(item: Grievance, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The written word of an enterprise without an account, with its file. Raises NotAllowed."""
    without_account(item)
    settled(item, "note_confirmed", why, by, at)


def note_denied(item: Grievance, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The same, where it says that nothing was put right."""
    without_account(item)
    FLOW.go(item, "note_denied", by=by, at=at, why=why)


def contest(item: Grievance, why: str, *, by: Any, at: datetime) -> None:
    """The enterprise does not accept that it is not true: looked at again, once.

    Raises NotAllowed.
    """
    complainant_only(item, by)
    if item.outcome is not Outcome.NOT_TRUE or item.contests >= AGAIN:
        raise NotAllowed(
            _("只有认定不属实的可以要求复核一次；仍不认可的，请依法提起诉讼或者申请仲裁。")
        )
    FLOW.go(item, "contest", by=by, at=at, why=why)
    item.contests += 1
    item.outcome = item.closed_on = item.found_on = None


def withdraw(item: Grievance, why: str, *, by: Any, at: datetime) -> None:
    """The enterprise takes it back; a breach that is one by itself stays on record."""
    complainant_only(item, by)
    FLOW.go(item, "withdraw", by=by, at=at, why=why)
    item.outcome, item.closed_on = Outcome.WITHDRAWN, local_day(at)


def breaches(on: date) -> sa.Select[Any]:
    """What was true and not put right by its day or refused, and what is a breach by itself."""
    refused = sa.func.coalesce(Grievance.refused_on <= on, sa.false())
    missed_on = sa.func.coalesce(day_after(Grievance.due_on), Grievance.refused_on)
    since = sa.case((Grievance.refused_on < missed_on, Grievance.refused_on), else_=missed_on)
    missed = breach(
        "grievances",
        "not-put-right",
        Grievance.id,
        Grievance.subject_id,
        since,
        sa.literal("违约失信投诉认定属实，拒不整改：") + Grievance.title,
    )
    by_itself = breach(
        "grievances",
        "changed-hands",
        Grievance.id,
        Grievance.subject_id,
        Grievance.found_on,
        sa.literal("以机构调整、人员变动为由不履行：") + Grievance.title,
    )
    late = sa.or_(Grievance.is_late(on), refused)
    found = sa.and_(Grievance.because.is_not(None), Grievance.found_on <= on)
    both = sa.union_all(
        sa.select(*missed).where(late), sa.select(*by_itself).where(found)
    ).subquery()
    return sa.select(*both.c)


def _send(
    item: Grievance, move: str, finder: Subject, why: str, by: audit.Actor, at: datetime
) -> None:
    if finder.kind is not SubjectKind.BODY or finder.id == item.subject_id:
        raise WrongGrievance(_("请转给被投诉单位的上级部门或者主管部门，不能转给被投诉单位自己。"))
    FLOW.check(item, move)
    item.finder = finder
    FLOW.go(item, move, by=by, at=at, why=why, finder=finder.id)
