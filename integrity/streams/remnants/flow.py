"""The moves of a report that a removed entry is still used; two people find, never the body."""

from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own
from integrity.streams.remnants.models import STATE_NAMES
from integrity.streams.remnants.models import RemnantState as S
from integrity.streams.remnants.permissions import RemnantsPermission as P

FLOW = Flow(
    steps={
        S.RECEIVED: own(Side.OWING),
        S.HEARD: Step(Side.DECIDER, "LOCAL-REMNANT-FIND"),
        S.PROPOSED: Step(Side.DECIDER, "LOCAL-REMNANT-SECOND"),
    },
    state=Move({S.RECEIVED}, S.HEARD, P.STATE),
    fall_to_finder=Move({S.RECEIVED}, S.HEARD),
    find_true=Move({S.HEARD}, S.PROPOSED, P.FIND),
    find_untrue=Move({S.HEARD}, S.PROPOSED, P.FIND),
    confirm=Move({S.PROPOSED}, S.CLOSED, P.FIND, paper=Makes("remnant-finding")),
    send_back=Move({S.PROPOSED}, S.HEARD, P.FIND),
    withdraw=Move({S.RECEIVED, S.HEARD}, S.CLOSED, P.FILE),
)
FLOW.names.update(STATE_NAMES)
