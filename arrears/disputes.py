"""What a debtor contests: the supplier answers, the department finds, a court may judge."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from arrears import balances, grounds
from arrears.codes import DISPUTE_NAMES, InvoiceState
from arrears.codes import DisputeState as S
from arrears.errors import WrongInvoice
from arrears.models import Dispute, Invoice
from arrears.permissions import ArrearsPermission
from arrears.sides import creditor_only, debtor_only, not_the_debtor
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import NotAllowed
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.files import attached

P = ArrearsPermission
DISPUTES = Flow(
    steps={
        S.RAISED: Step(Side.OWED, "LOCAL-ARR-ANSWER"),
        S.CONTESTED: Step(Side.FINDER, "LOCAL-ARR-FIND"),
    },
    contest=Move({S.RAISED}, S.CONTESTED, P.CONFIRM),
    agree=Move({S.RAISED, S.CONTESTED}, S.DECIDED, P.CONFIRM),
    concede=Move({S.RAISED, S.CONTESTED}, S.DECIDED, P.PAY),
    find=Move({S.RAISED, S.CONTESTED}, S.DECIDED, P.FIND, paper=Makes("dispute-finding")),
    fall_to_finder=Move({S.RAISED}, S.CONTESTED),
    end=Move({S.RAISED, S.CONTESTED}, S.DECIDED),
)
DISPUTES.names.update(DISPUTE_NAMES)


def contested(
    invoice: Invoice,
    amount: Decimal,
    ground: str,
    words: str,
    evidence: str,
    document: FileStorage | None,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The debtor contests a sum, for a lawful ground and with evidence; once.

    Raises WrongInvoice.
    """
    if not words.strip():
        raise WrongInvoice(_("有争议的，必须写明争议的内容和理由。"))
    if not evidence.strip() and not document:
        raise WrongInvoice(_("有争议的，必须写明证据，或者上传证据。"))
    today = local_day(at)
    dispute = Dispute(
        state=S.RAISED,
        ground=grounds.lawful(ground, words),
        amount=amount,
        words=words.strip(),
        evidence=evidence.strip(),
        raised_on=today,
    )
    DISPUTES.begin(dispute, today)
    invoice.dispute = dispute
    if document:
        attached.save(document, invoice, public=False, by=by, at=at, note=evidence)


def contest(dispute: Dispute, why: str, *, by: Any, at: datetime) -> None:
    """The supplier does not agree; from now on the department has to find."""
    creditor_only(dispute.invoice, by)
    DISPUTES.go(dispute, "contest", by=by, at=at, why=why)
    audit.write(dispute.invoice, "dispute_contested", by=by, at=at, why=why)


def leave_unanswered(*, on: date, at: datetime) -> int:
    """Leave to the department what the supplier did not answer in time; returns how many."""
    late = Dispute.step_due_on < on
    return DISPUTES.go_all(Dispute, "fall_to_finder", late, by=audit.SYSTEM, at=at)


def agree(dispute: Dispute, *, by: Any, at: datetime, why: str = "") -> None:
    """The supplier agrees that this part is not owed."""
    creditor_only(dispute.invoice, by)
    _decide(dispute, "agree", Decimal(0), by, at, why)


def concede(dispute: Dispute, *, by: Any, at: datetime, why: str = "") -> None:
    """The debtor gives up: this part is owed since its first day."""
    debtor_only(dispute.invoice, by)
    _decide(dispute, "concede", _open(dispute), by, at, why)


def find(dispute: Dispute, owed: Decimal, why: str, *, by: Any, at: datetime) -> None:
    """The department finds which part of what is contested is owed, on the evidence.

    Raises NotAllowed.
    """
    invoice, until = dispute.invoice, dispute.step_due_on
    not_the_debtor(invoice, by)
    if invoice.state is InvoiceState.DISPUTED:
        raise NotAllowed(_("已经进入诉讼或者仲裁，请登记裁判结果。"))
    if dispute.state is S.RAISED and until and local_day(at) <= until:
        raise NotAllowed(_("供应商可以在 %(day)s 以前答复，到期后由处理部门认定。", day=until))
    _decide(dispute, "find", owed, by, at, why)


def judged(invoice: Invoice, not_owed: Decimal, *, by: audit.Actor, at: datetime) -> None:
    """A court has spoken about all that is left: the dispute is over, and this part not owed.

    Raises WrongInvoice.
    """
    left = invoice.owed - invoice.paid
    if not 0 <= not_owed <= left:
        raise WrongInvoice(_("不应付金额只能在 0 到 %(most)s 元之间。", most=left))
    dispute = invoice.dispute
    if dispute and dispute.state is not S.DECIDED:
        DISPUTES.go(dispute, "end", by=by, at=at)
        dispute.decided_on, dispute.owed = local_day(at), max(dispute.amount - not_owed, Decimal(0))
    invoice.excused += not_owed


def _open(dispute: Dispute) -> Decimal:
    """What is still in dispute: not what has been paid of it since."""
    return min(dispute.amount, dispute.invoice.owed - dispute.invoice.paid)


def _decide(
    dispute: Dispute, move: str, owed: Decimal, by: audit.Actor, at: datetime, why: str
) -> None:
    invoice = dispute.invoice
    balances.lock(invoice)
    contested = _open(dispute)
    if not 0 <= owed <= contested:
        raise WrongInvoice(_("应付金额只能在 0 到 %(most)s 元之间。", most=contested))
    DISPUTES.check(dispute, move)
    dispute.owed, dispute.decided_on = owed, local_day(at)  # which the paper says
    DISPUTES.go(dispute, move, by=by, at=at, why=why, owed=str(owed))
    invoice.excused += contested - owed
    audit.write(invoice, "dispute_decided", by=by, at=at, why=why, owed=str(owed))
    balances.reckon(invoice, by=by, at=at)
