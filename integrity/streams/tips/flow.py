"""The moves of a report on an enterprise, and who must act in which state by when."""

from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own
from integrity.streams.tips.models import TipState as S
from integrity.streams.tips.permissions import TipsPermission as P

FLOW = Flow(
    steps={
        S.RECEIVED: Step(Side.OFFICE, "LOCAL-TIP-SEND"),
        S.SENT: Step(Side.OWING, "LOCAL-TIP-ACCEPT"),
        S.ACCEPTED: own(Side.OWING),
        S.HEARING: Step(Side.OWED, day="heard_by", since="notified_on"),
        S.HEARD: own(Side.OWING),
        S.FOUND: Step(Side.OWED, day="silent_on"),
        S.REFUSED: Step(Side.OWED, day="silent_on"),
        S.ESCALATED: Step(Side.OFFICE, "LOCAL-TIP-DECIDE"),
    },
    send=Move({S.RECEIVED}, S.SENT, P.HANDLE),
    resend=Move({S.SENT}, S.SENT, P.HANDLE, corrects=True),
    accept=Move({S.SENT}, S.ACCEPTED, P.INVESTIGATE),
    refuse=Move({S.SENT}, S.REFUSED, P.INVESTIGATE),
    pass_on=Move({S.SENT}, S.RECEIVED, P.INVESTIGATE),
    update=Move({S.ACCEPTED}, S.ACCEPTED, P.INVESTIGATE, corrects=True),
    hear=Move({S.ACCEPTED}, S.HEARING, P.INVESTIGATE, paper=Makes("tip-hearing")),
    defend=Move({S.HEARING}, S.HEARD, P.RESPOND),
    state=Move({S.HEARING}, S.HEARD, P.INVESTIGATE),
    fall_to_finder=Move({S.HEARING}, S.HEARD),
    find_true=Move({S.HEARD}, S.FOUND, P.INVESTIGATE, paper=Makes("tip-found")),
    find_untrue=Move(
        {S.ACCEPTED, S.HEARING, S.HEARD}, S.FOUND, P.INVESTIGATE, paper=Makes("tip-cleared")
    ),
    confirm=Move({S.FOUND, S.REFUSED}, S.CLOSED),
    dispute=Move({S.FOUND, S.REFUSED}, S.ESCALATED),
    fall_silent=Move({S.FOUND, S.REFUSED}, S.CLOSED),
    uphold=Move({S.ESCALATED}, S.CLOSED, P.HANDLE),
    send_back=Move({S.ESCALATED}, S.SENT, P.HANDLE),
)
