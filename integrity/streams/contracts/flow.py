"""The moves of a contract and of its nodes, and who must act in which state by when."""

from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step, own
from integrity.streams.contracts.codes import CONTRACT_STATES
from integrity.streams.contracts.codes import ContractState as C
from integrity.streams.contracts.codes import NodeState as S
from integrity.streams.contracts.permissions import ContractsPermission as P

CONTRACTS = Flow(
    steps={C.REGISTERED: Step(Side.OFFICE, "LOCAL-CON-CHECK")},
    free={C.IN_FORCE: "what is owed under it has its days in the nodes"},
    enter=Move({C.REGISTERED}, C.IN_FORCE, P.HANDLE),
    review=Move({C.IN_FORCE}, C.IN_FORCE, P.HANDLE, corrects=True),
    finish=Move({C.IN_FORCE}, C.ENDED, P.HANDLE, paper=Makes("contract-end")),
    dissolve=Move({C.IN_FORCE}, C.ENDED),
    break_off=Move({C.IN_FORCE}, C.ENDED, P.HANDLE),
)
CONTRACTS.names.update(CONTRACT_STATES)
OWED = {S.OPEN, S.REPORTED, S.LEFT}
"""States in which the body owes a node, whatever it says of it."""
FLOW = Flow(
    steps={
        S.OPEN: own(Side.OWING),
        S.REPORTED: Step(Side.OWED, "LOCAL-CON-CONFIRM"),
        S.LEFT: Step(Side.OFFICE, "LOCAL-CON-WORD"),
        S.AWAITED: Step(Side.OWED),
        S.DELIVERED: Step(Side.OWING, "LOCAL-CON-ACCEPT"),
        S.HELD: Step(Side.OWING, "LOCAL-CON-LAWFUL"),
        S.ASKED: Step(Side.OWING, "LOCAL-CON-LOSS"),
        S.CONTESTED: Step(Side.COURT),
    },
    free={S.IN_ARREARS: "the claim for payment has days of its own"},
    report=Move({S.OPEN}, S.REPORTED, P.REPORT),
    entrust=Move({S.OPEN}, S.OPEN, P.REPORT),
    confirm_for=Move({S.LEFT}, S.KEPT, P.HANDLE),
    confirm=Move({S.REPORTED, S.LEFT}, S.KEPT, P.CONFIRM),
    deny=Move({S.REPORTED, S.LEFT}, S.OPEN, P.CONFIRM),
    deny_for=Move({S.LEFT}, S.OPEN, P.HANDLE),
    leave=Move({S.REPORTED}, S.LEFT),
    deliver=Move({S.AWAITED}, S.DELIVERED, P.DELIVER),
    accept=Move({S.DELIVERED, S.AWAITED}, S.KEPT, P.ACCEPT),
    refuse=Move({S.DELIVERED}, S.AWAITED, P.ACCEPT),
    admit=Move({S.ASKED}, S.OPEN, P.REPORT),
    contest=Move({S.ASKED}, S.CONTESTED, P.REPORT),
    rule_owed=Move({S.CONTESTED}, S.OPEN, P.HANDLE),
    rule_not_owed=Move({S.CONTESTED}, S.DROPPED, P.HANDLE),
    rule_kept=Move({*OWED, S.DELIVERED, S.AWAITED}, S.KEPT, P.HANDLE, corrects=True),
    conclude=Move(OWED, S.KEPT),
    hold=Move(OWED, S.HELD),
    release=Move({S.HELD}, S.OPEN),
    hand_over=Move(OWED, S.IN_ARREARS),
    settle=Move({S.IN_ARREARS}, S.KEPT),
    drop=Move({S.IN_ARREARS}, S.DROPPED),
    take_back=Move({S.IN_ARREARS}, S.OPEN),
    change=Move({*OWED, S.HELD, S.AWAITED}, S.CHANGED),
)
"""The owing side only reports: what ends a duty is the word of the other side, or a ruling."""
