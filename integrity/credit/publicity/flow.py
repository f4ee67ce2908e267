"""What becomes of a licence or a penalty that was made public; it is never changed in place."""

from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.publicity.models import STATE_NAMES
from integrity.credit.publicity.models import PostingState as S

P = Permission

FLOW = Flow(
    steps={
        S.CLAIMED: Step(Side.OFFICE, "LOCAL-PUB-CLAIM"),
        S.ANNULLED: Step(Side.DECIDER, "PENALTY-WITHDRAW", since="annulled_on"),
    },
    free={S.STANDING: "it stands until it is over, corrected or annulled"},
    claim=Move({S.STANDING}, S.CLAIMED, P.POSTINGS_CLAIM),
    let_stand=Move({S.CLAIMED}, S.STANDING, P.POSTINGS_OVERSEE),
    annul=Move({S.STANDING, S.CLAIMED}, S.ANNULLED, P.POSTINGS_KEEP),
    withdraw=Move({S.ANNULLED}, S.WITHDRAWN, P.POSTINGS_KEEP, paper=Makes("posting-withdrawal")),
    correct=Move({S.STANDING}, S.CORRECTED),
)
FLOW.names.update(STATE_NAMES)
