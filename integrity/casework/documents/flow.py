"""The states of a paper and of its deliveries, who may move them and within which terms."""

from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents.models import DELIVERY_NAMES, STATE_NAMES
from integrity.casework.documents.models import DeliveryState as D
from integrity.casework.documents.models import DocumentState as S
from integrity.casework.steps import Side, Step

HANDLE, RECEIVE = Permission.DOCUMENTS_HANDLE, Permission.DOCUMENTS_RECEIVE
FLOW = Flow(
    steps={
        S.DRAFTED: Step(Side.ISSUER, "LOCAL-PAPER-REVIEW"),
        S.REVIEWED: Step(Side.ISSUER, "LOCAL-PAPER-SIGN"),
        S.ISSUED: Step(Side.ISSUER, "LOCAL-PAPER-SERVE"),
        S.SERVED: Step(Side.ISSUER, "LOCAL-PAPER-ARCHIVE"),
    },
    review=Move({S.DRAFTED}, S.REVIEWED, HANDLE),
    edit=Move({S.DRAFTED}, S.DRAFTED, HANDLE),
    ask_countersign=Move({S.REVIEWED}, S.REVIEWED, HANDLE),
    countersign=Move({S.REVIEWED}, S.REVIEWED, HANDLE, adds=True),
    sign=Move({S.DRAFTED, S.REVIEWED}, S.ISSUED, Permission.DOCUMENTS_SIGN),
    send_back=Move({S.REVIEWED}, S.DRAFTED, Permission.DOCUMENTS_SIGN, corrects=True),
    serve=Move({S.ISSUED}, S.SERVED),
    archive=Move({S.SERVED}, S.ARCHIVED, HANDLE),
    cancel=Move({S.DRAFTED, S.REVIEWED, S.ISSUED}, S.CANCELLED, HANDLE, corrects=True),
)
FLOW.names.update(STATE_NAMES)
DELIVERIES = Flow(
    steps={
        D.WAITING: Step(Side.ISSUER, "LOCAL-PAPER-SERVE"),
        D.SENT: Step(Side.ISSUER, "LOCAL-PAPER-PROVE"),
    },
    free={D.SERVED: "what it asks for has the clock of the matter that sent it"},
    send=Move({D.WAITING, D.SENT}, D.SENT, HANDLE),
    confirm=Move({D.SENT}, D.SERVED, RECEIVE),
    prove=Move({D.SENT}, D.SERVED, HANDLE),
    deem=Move({D.SENT}, D.SERVED),
    bounce=Move({D.SENT}, D.WAITING, HANDLE, corrects=True),
    give_up=Move({D.SENT}, D.WAITING),
    acknowledge=Move({D.SERVED}, D.SERVED, RECEIVE, adds=True),
    answer=Move({D.SERVED}, D.ANSWERED, RECEIVE),
    cancel=Move({D.WAITING, D.SENT}, D.CANCELLED),
)
DELIVERIES.names.update(DELIVERY_NAMES)
