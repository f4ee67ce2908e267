"""The moves of a breach complaint, and who must act in which state by when."""

from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own
from integrity.streams.grievances.models import GrievanceState as S
from integrity.streams.grievances.permissions import GrievancesPermission

P = GrievancesPermission
FLOW = Flow(
    steps={
        S.RECEIVED: Step(Side.OFFICE, "LOCAL-GRV-SEND"),
        S.SENT: Step(Side.FINDER, "LOCAL-GRV-FIND"),
        S.TRUE: own(Side.OWING),
        S.REPORTED: Step(Side.OWED, "LOCAL-GRV-CONFIRM"),
        S.CONTESTED: Step(Side.FINDER, "LOCAL-GRV-FIND"),
    },
    free={S.CLOSED: "an enterprise may bring new facts, and need not"},
    send=Move({S.RECEIVED}, S.SENT, P.HANDLE, paper=Makes("grievance-transfer")),
    resend=Move({S.SENT}, S.SENT, P.HANDLE, corrects=True, paper=Makes("grievance-transfer")),
    find_true=Move({S.SENT}, S.TRUE, P.FIND, paper=Makes("grievance-true", "grievance-told")),
    find_untrue=Move({S.SENT}, S.CLOSED, P.FIND, paper=Makes("grievance-untrue")),
    report=Move({S.TRUE}, S.REPORTED, P.ANSWER),
    refuse=Move({S.TRUE}, S.TRUE, P.ANSWER),
    confirm=Move({S.REPORTED, S.CONTESTED}, S.CLOSED, P.CONFIRM),
    deny=Move({S.REPORTED}, S.CONTESTED, P.CONFIRM),
    fall_to_finder=Move({S.REPORTED}, S.CONTESTED),
    note_confirmed=Move({S.REPORTED}, S.CLOSED, P.HANDLE),
    note_denied=Move({S.REPORTED}, S.CONTESTED, P.HANDLE),
    find_right=Move({S.CONTESTED}, S.CLOSED, P.FIND, paper=Makes("grievance-result")),
    find_not_right=Move({S.CONTESTED}, S.TRUE, P.FIND, paper=Makes("grievance-result")),
    contest=Move({S.CLOSED}, S.SENT, P.CONFIRM),
    withdraw=Move({S.RECEIVED, S.SENT, S.TRUE}, S.CLOSED, P.CONFIRM),
)
