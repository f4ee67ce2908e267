"""Invented cases, invoices and complaints of the invented bodies, a few new ones every month."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import sqlalchemy as sa

from arrears import payments
from arrears import service as arrears
from arrears.codes import InvoiceKind, InvoiceState, Rejection, Size
from arrears.grounds import Ground
from arrears.interest import account_of
from arrears.models import Invoice
from commitments.models import Commitment, CommitmentState
from integrity.base import clock
from integrity.base.db import db
from integrity.casework.informants import receipts
from integrity.casework.workdays import calendar
from integrity.streams.complaints import conversation, intake, me_too, recusals
from integrity.streams.complaints import service as complaints
from integrity.streams.complaints.contacts import CONTACTS
from integrity.streams.complaints.models import Complaint, ComplaintKind, ComplaintState, Refusal
from integrity.streams.courts import heartbeats
from integrity.streams.courts import pushes as court_pushes
from integrity.streams.courts import service as courts
from integrity.streams.courts.models import CaseState, CourtCase, CreditorKind
from jobs.demo.decisions import EXAMPLE, chance
from jobs.demo.participants import COURT, Participants

CAUSES = ("买卖合同纠纷", "建设工程施工合同纠纷", "租赁合同纠纷", "服务合同纠纷")
CONTRACTS = (
    ("办公楼修缮工程", InvoiceKind.WORKS),
    ("绿化养护服务", InvoiceKind.SERVICES),
    ("教学设备采购", InvoiceKind.GOODS),
    ("道路养护服务", InvoiceKind.SERVICES),
    ("信息系统运维", InvoiceKind.SERVICES),
)
MATTERS = (
    "承诺的停车泊位未按公开的时间开放（示例）。",
    "材料齐全仍被要求重复提交（示例）。",
    "公开承诺的答复时限已过，未收到答复（示例）。",
    "补贴政策宣传与实际执行口径不一致（示例）。",
    "窗口办件超过承诺时限（示例）。",
)


def add_month(players: Participants, first: date, last: date) -> None:
    """Everything new of one month, then what the bodies, the office and the court do about it."""
    random = Random(first.toordinal())
    for number in range(random.randint(1, 2)):
        _push_case(players, first + timedelta(days=random.randint(0, 9)), number, random)
    for number in range(random.randint(3, 5)):
        _register_invoice(players, first + timedelta(days=random.randint(0, 15)), number, random)
    for _number in range(random.randint(3, 4)):
        _complain(players, first + timedelta(days=random.randint(0, 15)), random)
    db.session.flush()
    _handle_cases(players, last)
    _handle_invoices(players, last)
    _handle_complaints(players, last)


def _push_case(players: Participants, on: date, number: int, random: Random) -> None:
    court = players.subjects[COURT]
    data = court_pushes.CaseData(
        case_no=f"（{on.year}）示0199执{on.month * 10 + number}号",
        body=random.choice(players.bodies),
        cause=f"{random.choice(CAUSES)}（示例）",
        owed=Decimal(random.randint(8, 300) * 10_000),
        received_on=on,
        creditor_kind=CreditorKind.ENTERPRISE,
        note="示例",
    )
    by = players.people["court"]
    case = courts.receive(
        court, data, source="demo", external_id=data.case_no, by=by, at=clock.at(on, 9)
    )
    heartbeats.heartbeat(court, on, 1, by=by, at=clock.at(on, 17))
    courts.assign(case, by=players.people["office1"], at=clock.at(on + timedelta(days=2), 9))


def _handle_cases(players: Participants, last: date) -> None:
    """Six of ten cases are performed in time and confirmed by the court."""
    wanted = sa.select(CourtCase).where(CourtCase.state != CaseState.CLOSED)
    for case in db.session.scalars(wanted).all():
        officer, at = players.officer(case.subject_id), clock.at(last, 9)
        if case.state is CaseState.ASSIGNED:
            courts.accept(case, by=officer, at=at)
        elif case.state is CaseState.ACCEPTED:
            courts.start(case, by=officer, at=at)
        elif case.state is CaseState.PERFORMING and chance(case, 60):
            courts.perform(case, last - timedelta(days=3), "已付款（示例）", by=officer, at=at)
        elif case.state is CaseState.PERFORMED and case.claimed_on:
            courts.confirm(case, case.claimed_on, by=players.people["court"], at=at)


def _register_invoice(players: Participants, on: date, number: int, random: Random) -> None:
    name, kind = random.choice(CONTRACTS)
    delivered = on - timedelta(days=random.randint(5, 120))
    invoice = arrears.draft(
        players.suppliers[0] if number == 0 else random.choice(players.suppliers),
        random.choice(players.bodies),
        kind=kind,
        contract_no=f"SL-{on:%Y%m}-{number:02d}",
        contract_name=f"{name}（示例）",
        contract_signed_on=delivered - timedelta(days=90),
        size=Size.SMALL,
        delivered_on=delivered,
        amount=Decimal(random.randint(200, 90_000) * 100),
    )
    by = players.people["supplier"]
    arrears.register(invoice, by=by, at=clock.at(on, 9))
    office = players.people["office1"]
    if chance(invoice, 5, "left"):
        return
    if chance(invoice, 8, "reject"):
        reason = next(iter(Rejection))
        arrears.reject(invoice, reason, EXAMPLE, by=office, at=clock.at(on + timedelta(days=3), 9))
    else:
        arrears.refer(invoice, by=office, at=clock.at(on + timedelta(days=3), 9))
        if chance(invoice, 4, "unanswered"):
            return
        finder, at = players.people["finder"], clock.at(on + timedelta(days=6), 9)
        arrears.take_on(invoice, "已督促付款单位核实（示例）", by=finder, at=at)


def _handle_invoices(players: Participants, last: date) -> None:
    """Bodies verify what was forwarded; some of it is paid within the month, some never."""
    open_ones = sa.select(Invoice).where(
        Invoice.state.in_((InvoiceState.ASKED, InvoiceState.VERIFIED))
    )
    for invoice in db.session.scalars(open_ones).all():
        officer, at = players.officer(invoice.subject_id), clock.at(last, 9)
        if invoice.state is InvoiceState.ASKED:
            disputed = invoice.amount / 5 if chance(invoice, 12, "dispute") else Decimal(0)
            arrears.verify(
                invoice,
                disputed.quantize(Decimal("0.01")),
                "部分货物检测不合格（示例）",
                by=officer,
                at=at,
                ground=Ground.QUALITY,
                evidence="示例检测报告",
            )
        if invoice.unpaid > invoice.pending and chance(invoice, 25, f"{last:%Y%m}"):
            _pay(players, invoice, last)


def _pay(players: Participants, invoice: Invoice, on: date) -> None:
    """The supplier confirms most payments at once, denies a few, leaves some to the department."""
    officer, supplier = players.officer(invoice.subject_id), players.seller(invoice.creditor_id)
    at, stands = clock.at(on, 9), account_of(invoice, on)
    only_principal = chance(invoice, 30, "principal")
    wanted = stands.principal_left + (Decimal(0) if only_principal else stands.interest_left)
    sum_ = wanted - invoice.pending
    if sum_ <= 0:
        return
    payment = arrears.pay(invoice, on, sum_, by=officer, at=at, note="示例凭证")
    if chance(invoice, 80, "arrived"):
        at = clock.at(on, 15)
        payments.confirm(payment, on, by=supplier, at=at, principal_first=only_principal)
    elif chance(invoice, 50, "denied"):
        payments.deny(payment, "账户没有收到（示例）", by=supplier, at=clock.at(on, 15))


def _complain(players: Participants, on: date, random: Random) -> None:
    body = random.choice(players.bodies)
    made = intake.file(
        ComplaintKind.COMPLAINT,
        body.id,
        random.choice(MATTERS),
        contact="示例联系方式" if random.random() < 0.3 else "",
        confidential=random.random() < 0.5,
        at=clock.at(on, 9),
    ).thing
    if random.random() < 0.8:
        receipts.noted(made, at=clock.at(on, 9))
    office, at = players.people["office1"], clock.at(on + timedelta(days=1), 9)
    if chance(made, 10, "refuse"):
        complaints.refuse(made, Refusal.NO_FACTS, EXAMPLE, by=office, at=at)
    elif chance(made, 5, "pass"):
        complaints.pass_on(made, "示例区纪检监察机关", EXAMPLE, by=office, at=at)
    else:
        complaints.accept(made, None, by=office, at=at)


def leave_complaints_open(players: Participants, today: date) -> None:
    """Today: a question to the complainant, two requests to see who asked, an interest."""
    office, custodian = players.people["office1"], players.people["custodian"]
    made = []
    for matter, ago in zip(MATTERS, (4, 1, 8), strict=False):  # yellow, in time, red
        at = clock.at(calendar().back(today, ago), 10)
        item = intake.file(
            ComplaintKind.REPORT,
            players.bodies[0].id,
            matter,
            name="示例反映人",
            contact="示例联系方式",
            confidential=True,
            at=at,
        ).thing
        complaints.accept(item, None, by=office, at=at)
        made.append(item)
    at = clock.at(calendar().back(today, 1), 15)
    conversation.ask(made[0], "请补充办件编号（示例）。", by=players.people["officer"], at=at)
    refused = CONTACTS.ask(made[1], "需要核对办件记录（示例）。", by=office, at=at)
    CONTACTS.refuse(refused, "可以通过回执提问（示例）。", by=custodian, at=at)
    CONTACTS.ask(made[1], "回执提问没有回复，需要当面核实（示例）。", by=office, at=at)
    recusals.recuse(made[2], EXAMPLE, by=players.people["office2"], at=at)
    for about in _public_promises():
        me_too.count(about)


def _public_promises() -> list[str]:
    wanted = sa.select(Commitment).where(Commitment.state == CommitmentState.PUBLISHED)
    return [f"commitments:{c.ref}" for c in db.session.scalars(wanted.limit(3))]


def _handle_complaints(players: Participants, last: date) -> None:
    """Most are answered in time; of the answers some are confirmed, some disputed."""
    waiting = (ComplaintState.ACCEPTED, ComplaintState.DISPUTED, ComplaintState.ESCALATED)
    for item in db.session.scalars(sa.select(Complaint).where(Complaint.state.in_(waiting))).all():
        if item.state is ComplaintState.ESCALATED:
            office = players.people["office1"]
            complaints.decide(item, "unresolved", EXAMPLE, by=office, at=clock.at(last, 9))
        elif chance(item, 78, item.state.value):
            on = min(item.due_on or last, last)
            _answer(players, item, on)
    answered = sa.select(Complaint).where(Complaint.state == ComplaintState.ANSWERED)
    for item in db.session.scalars(answered).all():
        _hear_the_complainant(players, item, last)


def _answer(players: Participants, item: Complaint, on: date) -> None:
    finding = "resolved" if chance(item, 70, "finding") else "not_upheld"
    officer = players.officer(item.subject_id)
    complaints.answer(item, finding, "已核实并答复（示例）。", by=officer, at=clock.at(on, 11))


def _hear_the_complainant(players: Participants, item: Complaint, last: date) -> None:
    if chance(item, 40, f"confirm{item.disputes}"):
        complaints.confirm(item, at=clock.at(last, 15))
        if chance(item, 8, "uphold"):
            office = players.people["office1"]
            complaints.uphold(item, EXAMPLE, by=office, at=clock.at(last, 16))
    elif chance(item, 30, f"dispute{item.disputes}"):
        complaints.dispute(item, "问题没有解决（示例）。", at=clock.at(last, 15))
