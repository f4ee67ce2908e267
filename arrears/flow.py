"""The moves of an invoice, and who must act in which state by when."""

from arrears.models import InvoiceState as S
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step

P = Permission
OPEN = frozenset(
    {S.REGISTERED, S.ACCEPTED, S.FORWARDED, S.EXTENDED, S.VERIFIED, S.PROPOSED, S.PLANNED}
)
FLOW = Flow(
    steps={
        S.REGISTERED: Step(Side.OFFICE, "ARR-REVIEW"),
        S.ACCEPTED: Step(Side.OFFICE, "ARR-TRANSFER"),
        S.FORWARDED: Step(Side.OWING, "ARR-RESULT"),
        S.PROPOSED: Step(Side.OWED),
    },
    accept=Move({S.REGISTERED}, S.ACCEPTED, P.ARREARS_HANDLE),
    forward=Move({S.ACCEPTED}, S.FORWARDED, P.ARREARS_HANDLE),
    verify=Move({S.FORWARDED, S.EXTENDED}, S.VERIFIED, P.ARREARS_PAY),
    agree_plan=Move({S.PROPOSED}, S.PLANNED, P.ARREARS_CONFIRM),
    decline_plan=Move({S.PROPOSED}, S.VERIFIED, P.ARREARS_CONFIRM),
    pay=Move({*OPEN, S.DISPUTED}, S.PAID, P.ARREARS_PAY),
    plan=Move({S.VERIFIED, S.PROPOSED, S.PLANNED}, S.PROPOSED, P.ARREARS_PAY),
    extend=Move({S.FORWARDED, S.EXTENDED}, S.EXTENDED, P.ARREARS_FIND),
    dispute=Move(OPEN - {S.REGISTERED, S.ACCEPTED}, S.DISPUTED, P.ARREARS_HANDLE),
    judge=Move({S.DISPUTED}, S.VERIFIED, P.ARREARS_FIND),
    reject=Move({S.REGISTERED, S.ACCEPTED, S.FORWARDED}, S.REJECTED, P.ARREARS_HANDLE),
    dismiss=Move({*OPEN, S.DISPUTED}, S.NOT_OWED),
)
