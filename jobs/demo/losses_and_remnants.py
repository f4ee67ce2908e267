"""What firms lost by a changed plan, what they say of performance, what is used after its end."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.credit.sanctions.pushes import hooks
from integrity.credit.sanctions.pushes.models import Push, PushKind, PushState, Receiver
from integrity.people.subjects import competence
from integrity.people.subjects.models import SubjectKind
from integrity.streams.contracts import appraisals
from integrity.streams.contracts.appraisal_models import OF_FIRM
from integrity.streams.contracts.models import Contract
from integrity.streams.losses import service as losses
from integrity.streams.losses.models import Cause
from integrity.streams.remnants import service as remnants
from jobs.demo.decisions import EXAMPLE
from jobs.demo.participants import BODIES, FINDERS, LOADER, RECEIVERS, SUPPLIERS, Participants

DAY = timedelta(days=1)
SAID = {
    "title": "示例：地块规划由工业调整为绿地，已建厂房停用",
    "text": "示例：按规划建成厂房，规划调整以后厂房拆除。",
    "cause": Cause.PLAN,
    "basis": "示例区控制性详细规划（示例）",
    "sought": Decimal(300_000),
}


def leave_open(players: Participants, today: date) -> None:
    """A claim to decide, an appraisal to answer, a removal that did not hold, a paused hook."""
    for matter in ("losses", "appraisals"):
        competence.register(matter, players.subjects[FINDERS].id, by=LOADER, at=clock.at(today))
    own, at = players.people["supplier"], clock.at(today - 3 * DAY, 10)
    firm, body = players.subjects[SUPPLIERS[0]], players.subjects[BODIES[0]]
    losses.file(firm, body, SAID, by=own, at=at)
    _appraise(players, today)
    _used_again(players, today)
    receiver = db.session.get_one(Receiver, players.subjects[RECEIVERS[1]].id)
    url = "https://receiver.example/sanctions"
    hooks.pause(_hook(receiver, url, players, at), EXAMPLE, by=players.people["office1"], at=at)


def _hook(receiver: Receiver, url: str, players: Participants, at: datetime) -> hooks.Hook:
    """Where a receiver would be called; paused, since nobody answers there."""
    hooks.point(receiver, url, by=players.people["office1"], at=at)
    hook = hooks.of_body(receiver.body_id)
    assert hook
    return hook


def _appraise(players: Participants, today: date) -> None:
    """The buyer says how the supplier delivered; the supplier may object."""
    wanted = sa.select(Contract).order_by(Contract.id)
    for contract in db.session.scalars(wanted).all():
        if not appraisals.why_not(contract, contract.subject_id):
            points = dict.fromkeys(OF_FIRM, 4)
            by = players.officer(contract.subject_id)
            appraisals.write(contract, points, EXAMPLE, by=by, at=clock.at(today, 8))
            return


def _used_again(players: Participants, today: date) -> None:
    """A body confirmed that it dropped an entry, and who was on it says that it did not."""
    wanted = sa.select(Push).where(Push.kind == PushKind.REMOVE, Push.state == PushState.CONFIRMED)
    for push in db.session.scalars(wanted.order_by(Push.id.desc())).all():
        subject = push.entry.subject
        if subject.kind is not SubjectKind.PERSON and push.body_id != subject.id:
            by = players.officer(subject.id)
            remnants.file(push, EXAMPLE, today - DAY, by=by, at=clock.at(today, 8))
            return
