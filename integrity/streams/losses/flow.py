"""The moves of a claim for compensation, and who must act in which state by when."""

from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own
from integrity.streams.losses.models import LossState as S
from integrity.streams.losses.permissions import LossesPermission as P

RESULT = Makes("loss-result")
FLOW = Flow(
    steps={
        S.RECEIVED: Step(Side.OFFICE, "LOCAL-LOSS-SEND"),
        S.SENT: Step(Side.FINDER, "LOCAL-LOSS-DECIDE"),
        S.GRANTED: own(Side.OWING),
        S.REPORTED: Step(Side.OWED, "LOCAL-LOSS-CONFIRM"),
        S.CONTESTED: Step(Side.FINDER, "LOCAL-LOSS-FIND"),
    },
    free={S.CLOSED: "a firm may ask for a review or sue, and need not"},
    send=Move({S.RECEIVED}, S.SENT, P.HANDLE),
    resend=Move({S.SENT}, S.SENT, P.HANDLE, corrects=True),
    state=Move({S.SENT}, S.SENT, P.PAY, corrects=True),
    grant=Move({S.SENT}, S.GRANTED, P.DECIDE, paper=Makes("loss-granted", "loss-told")),
    refuse=Move({S.SENT}, S.CLOSED, P.DECIDE, paper=Makes("loss-refused")),
    report=Move({S.GRANTED}, S.REPORTED, P.PAY),
    confirm=Move({S.REPORTED, S.CONTESTED}, S.CLOSED, P.CONFIRM),
    deny=Move({S.REPORTED}, S.CONTESTED, P.CONFIRM),
    note_confirmed=Move({S.REPORTED}, S.CLOSED, P.HANDLE),
    note_denied=Move({S.REPORTED}, S.CONTESTED, P.HANDLE),
    fall_to_finder=Move({S.REPORTED}, S.CONTESTED),
    find_paid=Move({S.CONTESTED}, S.CLOSED, P.DECIDE, paper=RESULT),
    find_unpaid=Move({S.CONTESTED}, S.GRANTED, P.DECIDE, paper=RESULT),
    overrule=Move({S.CLOSED, S.GRANTED}, S.SENT, P.HANDLE, corrects=True),
    withdraw=Move({S.RECEIVED, S.SENT}, S.CLOSED, P.CONFIRM),
)
