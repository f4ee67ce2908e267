"""Hand a lead over, note its receipt and its outcome in writing; register and answer inquiries."""

import re
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.accountability.models import INQUIRY_NAMES, REFERRAL_NAMES, Inquiry, Referral
from integrity.credit.accountability.models import InquiryState as I
from integrity.credit.accountability.models import ReferralState as S
from integrity.credit.records.models import CreditRecord
from integrity.files import attached
from integrity.files.storage import store
from integrity.people.subjects import identifiers
from integrity.people.subjects.models import Subject

P = Permission
NO_CLOCK = "the authority has no clock here"
FLOW = Flow(
    steps={S.PREPARED: Step(Side.OFFICE, "LOCAL-REFERRAL-SEND")},
    free={S.SENT: NO_CLOCK, S.RECEIVED: NO_CLOCK},
    send=Move({S.PREPARED}, S.SENT, P.ACCOUNTABILITY_HANDLE, paper=Makes("referral")),
    receive=Move({S.SENT}, S.RECEIVED, P.ACCOUNTABILITY_HANDLE),
    enter_outcome=Move({S.SENT, S.RECEIVED}, S.ANSWERED, P.ACCOUNTABILITY_HANDLE),
)
FLOW.names.update(REFERRAL_NAMES)
INQUIRIES = Flow(
    steps={I.RECEIVED: Step(Side.OFFICE, "LOCAL-INQUIRY-REPLY")},
    reply=Move({I.RECEIVED}, I.REPLIED, P.ACCOUNTABILITY_HANDLE, paper=Makes("inquiry-reply")),
)
INQUIRIES.names.update(INQUIRY_NAMES)


class NotInWriting(Refused):
    """An outcome is known by its paper alone, and by the day of that."""

    title = _l("处理结果须有书面文件")


class Named(Refused):
    """Papers and pages name nobody; whom it is about is sealed."""

    title = _l("不写姓名")


class Known(Refused):
    """This letter has been registered."""

    status = 409
    correctable = True
    title = _l("来函已经登记")


def refer(
    subject: Subject,
    receiver: str,
    content: str,
    materials: str,
    names: str | None = "",
    *,
    record: CreditRecord | None = None,
    by: audit.Actor,
    at: datetime,
) -> Referral:
    """Prepare to hand over what is known; names of people are sealed at once. Raises Named."""
    _demand_nameless(names, receiver, content, materials)
    made = Referral(
        subject=subject,
        record=record,
        receiver=receiver.strip(),
        content=content.strip(),
        materials=materials.strip(),
        names=_sealed(names),
        made_at=at,
        made_by_name=by.name,
    )
    FLOW.begin(made, local_day(at))
    db.session.add(made)
    db.session.flush()
    audit.write(made, "draft", by=by, at=at, target=S.PREPARED)
    return made


def send(referral: Referral, *, by: audit.Actor, at: datetime) -> None:
    """The letter goes out."""
    referral.sent_on = local_day(at)
    FLOW.go(referral, "send", by=by, at=at)


def receive(
    referral: Referral, receipt_no: str, receipt_on: date, *, by: audit.Actor, at: datetime
) -> None:
    """The authority has said that it came, on a day, with a number of its own."""
    _demand_day(referral.sent_on, receipt_on, at)
    referral.receipt_no, referral.receipt_on = receipt_no.strip(), receipt_on
    FLOW.go(referral, "receive", by=by, at=at)


def enter_outcome(
    referral: Referral,
    outcome_no: str,
    outcome_on: date,
    outcome: str,
    scan: FileStorage | None,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """What came in writing: number, day and scan; what it says is sealed. NotInWriting."""
    if scan is None or not outcome_no.strip():
        raise NotInWriting(_("请填写文号和日期，并上传文件的扫描件；口头的结果不登记。"))
    _demand_day(referral.sent_on, outcome_on, at)
    referral.outcome_no, referral.outcome_on = outcome_no.strip(), outcome_on
    referral.outcome = _sealed(outcome)
    FLOW.go(referral, "enter_outcome", by=by, at=at)
    _keep(scan, referral, by, at)


def register(
    sender: str,
    letter_no: str,
    letter_on: date,
    received_on: date,
    number_of: int,
    names: str | None = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> Inquiry:
    """A letter came in that asks about people; raises Known, Named, NotInWriting."""
    _demand_nameless(names, sender, letter_no)
    _demand_day(letter_on, received_on, at)
    wanted = sa.exists().where(
        Inquiry.sender == sender.strip(), Inquiry.letter_no == letter_no.strip()
    )
    if db.session.scalar(sa.select(wanted)):
        raise Known(_("%(sender)s的这份来函已经登记。", sender=sender.strip()))
    made = Inquiry(
        sender=sender.strip(),
        letter_no=letter_no.strip(),
        letter_on=letter_on,
        received_on=received_on,
        number_of=number_of,
        names=_sealed(names),
        made_by_name=by.name,
    )
    INQUIRIES.begin(made, received_on)
    db.session.add(made)
    db.session.flush()
    audit.write(made, "register", by=by, at=at, target=I.RECEIVED)
    return made


def reply(inquiry: Inquiry, words: str, *, by: audit.Actor, at: datetime) -> None:
    """The reply goes out on paper; its words stand there and in no log. Raises Named."""
    _demand_nameless(inquiry.names and identifiers.unseal(inquiry.names), words)
    inquiry.reply, inquiry.replied_on = words.strip(), local_day(at)
    INQUIRIES.go(inquiry, "reply", by=by, at=at)


def look(thing: Referral | Inquiry, *, by: audit.Actor, at: datetime) -> list[str]:
    """What is sealed of a thing: names, outcome; that somebody looked is logged."""
    audit.read(thing, "look", by=by, at=at)
    sealed = (thing.names, getattr(thing, "outcome", ""))
    return [identifiers.unseal(text) if text else "" for text in sealed]


def _sealed(text: str | None) -> str:
    said = (text or "").strip()
    return identifiers.seal(said) if said else ""


def _demand_nameless(names: str | None, *texts: str) -> None:
    said = [name for name in re.split(r"[\s、，,；;]+", names or "") if len(name) > 1]
    if any(name in text for name in said for text in texts):
        raise Named(_("涉及人员的姓名只写在密封的一栏，不写入其他内容。"))


def _demand_day(first: date | None, day: date, at: datetime) -> None:
    if day > local_day(at) or (first and day < first):
        raise NotInWriting(_("文件日期不能早于来函或者移送之日，也不能晚于今天。"))


def _keep(scan: FileStorage, referral: Referral, by: audit.Actor, at: datetime) -> None:
    """Under a name of ours: what a file is called may say who it is about."""
    kept = store(scan.stream, attached.name_of(scan))
    name = f"{referral.ref}.{kept.ending}"
    attached.attach(kept, referral, name, public=False, by=by, at=at)
    audit.write(referral, "attach", by=by, at=at, sha256=kept.sha256)
