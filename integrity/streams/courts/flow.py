"""The moves of a court case: the office dispatches, the body performs, the court decides."""

from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step, own
from integrity.streams.courts.models import OPEN, REPORTED
from integrity.streams.courts.models import CaseState as S
from integrity.streams.courts.permissions import CourtsPermission

P = CourtsPermission
FLOW = Flow(
    steps={
        S.RECEIVED: Step(Side.OFFICE, "LOCAL-DISPATCH"),
        S.ASSIGNED: Step(Side.OWING, "LOCAL-SIGN-FOR"),
        S.REFUSED: Step(Side.OFFICE, "LOCAL-COURT-REFUSAL"),
        S.ACCEPTED: own(Side.OWING),
        S.PERFORMING: own(Side.OWING),
        S.PERFORMED: Step(Side.COURT),
        S.SETTLED: Step(Side.COURT),
        S.AGREED: own(Side.OWING),
        S.ROUND_ENDED: own(Side.OWING),
        S.CONFIRMED: Step(Side.OFFICE, "LOCAL-ARCHIVE"),
        S.WITHDRAWING: Step(Side.OFFICE, "LOCAL-WITHDRAWAL"),
    },
    assign=Move({S.RECEIVED}, S.ASSIGNED, P.ASSIGN),
    readdress=Move(
        {S.RECEIVED, S.ASSIGNED, S.REFUSED, S.ACCEPTED, S.PERFORMING},
        S.RECEIVED,
        P.ASSIGN,
        corrects=True,
    ),
    refuse=Move({S.ASSIGNED, S.ACCEPTED}, S.REFUSED, P.PERFORM, corrects=True),
    insist=Move({S.REFUSED}, S.ASSIGNED, P.ASSIGN),
    accept=Move({S.ASSIGNED}, S.ACCEPTED, P.PERFORM),
    start=Move({S.ACCEPTED}, S.PERFORMING, P.PERFORM),
    perform=Move({S.PERFORMING, S.ROUND_ENDED}, S.PERFORMED, P.PERFORM),
    settle=Move({S.PERFORMING, S.ROUND_ENDED}, S.SETTLED, P.PERFORM),
    confirm=Move(OPEN, S.CONFIRMED, P.CONFIRM),
    agree=Move(set(OPEN) - {S.AGREED}, S.AGREED, P.CONFIRM),
    report_part=Move({S.AGREED}, S.AGREED, P.PERFORM),
    keep_part=Move({S.AGREED}, S.AGREED, P.CONFIRM),
    deny_part=Move({S.AGREED}, S.AGREED, P.CONFIRM),
    break_off=Move({S.AGREED}, S.PERFORMING, P.CONFIRM),
    send_back=Move(REPORTED, S.PERFORMING, P.CONFIRM),
    conduct_done=Move({S.ACCEPTED, S.PERFORMING}, S.PERFORMING, P.CONFIRM),
    progress=Move({S.ACCEPTED, S.PERFORMING}, S.PERFORMING, P.CONFIRM),
    end_round=Move(set(OPEN) - {S.AGREED, S.ROUND_ENDED}, S.ROUND_ENDED, P.CONFIRM),
    revive=Move({S.ROUND_ENDED}, S.RECEIVED, P.CONFIRM),
    terminate=Move(OPEN, S.CLOSED, P.CONFIRM),
    close=Move({S.CONFIRMED}, S.CLOSED, P.ASSIGN),
    withdraw=Move({S.RECEIVED, S.ASSIGNED}, S.WITHDRAWN),
    ask_withdrawal=Move(set(OPEN) - {*REPORTED, S.AGREED}, S.WITHDRAWING, P.CONFIRM, corrects=True),
    allow_withdrawal=Move({S.WITHDRAWING}, S.WITHDRAWN, P.ASSIGN),
    refuse_withdrawal=Move({S.WITHDRAWING}, S.RECEIVED, P.ASSIGN),
)
