"""The moves of an invoice, and who must act in which state by when."""

from arrears.codes import Entry
from arrears.codes import InvoiceState as S
from arrears.permissions import ArrearsPermission
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own

P = ArrearsPermission
OPEN = frozenset(
    {
        *(S.REGISTERED, S.REFERRED, S.ASKED, S.ACCEPTED, S.FORWARDED, S.EXTENDED),
        *(S.VERIFIED, S.PROPOSED, S.PLANNED, S.BROKEN),
    }
)
UNSEEN = frozenset({S.REGISTERED, S.REFERRED, S.ACCEPTED})
"""The debtor has not been asked yet."""
BEGINS = {Entry.LEAD: S.REGISTERED, Entry.TRANSFERRED: S.ACCEPTED, Entry.REPORTED: S.VERIFIED}
"""Where a claim begins; the terms of 第二十五条 run for what was accepted in law, for no lead."""
FLOW = Flow(
    steps={
        S.REGISTERED: Step(Side.OFFICE, "LOCAL-ARR-LEAD"),
        S.REFERRED: Step(Side.FINDER, "LOCAL-ARR-REFER"),
        S.ASKED: Step(Side.OWING, "LOCAL-ARR-VERIFY"),
        S.ACCEPTED: Step(Side.OFFICE, "ARR-TRANSFER"),
        S.FORWARDED: Step(Side.OWING, "ARR-RESULT"),
        S.EXTENDED: own(Side.OWING, "step_due_on"),
        S.VERIFIED: own(Side.OWING),
        S.PROPOSED: Step(Side.OWED),
        S.PLANNED: own(Side.OWING),
        S.BROKEN: own(Side.OWING),
        S.INTEREST: own(Side.OWING),
        S.DISPUTED: Step(Side.COURT),
    },
    free={S.PAID: "only a payment that was put right opens it again"},
    refer=Move({S.REGISTERED}, S.REFERRED, P.HANDLE, paper=Makes("lead-referral")),
    take_on=Move({S.REFERRED}, S.ASKED, P.FIND),
    forward=Move({S.ACCEPTED}, S.FORWARDED, P.HANDLE),
    readdress=Move({*UNSEEN, S.ASKED, S.FORWARDED}, S.REGISTERED, P.HANDLE, corrects=True),
    verify=Move({S.ASKED, S.FORWARDED, S.EXTENDED}, S.VERIFIED, P.PAY),
    agree_plan=Move({S.PROPOSED}, S.PLANNED, P.CONFIRM, paper=Makes("repayment-agreement")),
    decline_plan=Move({S.PROPOSED}, S.VERIFIED, P.CONFIRM),
    pay=Move({*OPEN, S.INTEREST, S.DISPUTED}, S.PAID, P.PAY),
    owe_interest=Move({*OPEN, S.PAID}, S.INTEREST),
    waive=Move({S.INTEREST}, S.PAID, P.CONFIRM),
    reopen=Move({S.INTEREST, S.PAID}, S.VERIFIED),
    plan=Move({S.VERIFIED, S.PROPOSED, S.PLANNED, S.BROKEN}, S.PROPOSED, P.PAY),
    note_verified=Move({S.ASKED, S.FORWARDED, S.EXTENDED}, S.VERIFIED),
    note_payment=Move({*OPEN, S.INTEREST, S.DISPUTED}, S.PAID),
    note_plan=Move({S.VERIFIED, S.PROPOSED, S.PLANNED, S.BROKEN}, S.PROPOSED),
    break_plan=Move({S.PLANNED}, S.BROKEN),
    extend=Move({S.FORWARDED, S.EXTENDED}, S.EXTENDED, P.FIND),
    dispute=Move({*OPEN, S.INTEREST} - UNSEEN, S.DISPUTED, P.HANDLE),
    judge=Move({S.DISPUTED}, S.VERIFIED, P.FIND),
    reject=Move(
        {S.REGISTERED, S.ACCEPTED, S.FORWARDED},
        S.REJECTED,
        P.HANDLE,
        paper=Makes("arrears-refusal"),
    ),
    turn_down=Move({S.REFERRED}, S.REJECTED, P.FIND, paper=Makes("lead-refusal")),
    dismiss=Move({*OPEN, S.INTEREST, S.DISPUTED}, S.NOT_OWED),
)
