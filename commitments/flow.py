"""The states of a commitment and the moves between them."""

from commitments.models import CommitmentState as S
from commitments.permissions import CommitmentsPermission
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step, own

P = CommitmentsPermission
FLOW = Flow(
    steps={
        S.SUBMITTED: Step(Side.OWING, "LOCAL-SIGN"),
        S.SIGNED: Step(Side.OFFICE, "LOCAL-PUBLISH"),
        S.PUBLISHED: own(Side.OWING),
        S.REPORTED: Step(Side.OFFICE, "LOCAL-VERIFY"),
    },
    free={S.DRAFTED: "a draft owes nobody anything until it is submitted"},
    submit=Move({S.DRAFTED}, S.SUBMITTED, P.DRAFT),
    edit=Move({S.DRAFTED}, S.DRAFTED, P.DRAFT),
    sign=Move({S.SUBMITTED}, S.SIGNED, P.SIGN),
    decline=Move({S.SUBMITTED}, S.DRAFTED, P.SIGN),
    publish=Move({S.SIGNED}, S.PUBLISHED, P.PUBLISH),
    report=Move({S.PUBLISHED}, S.REPORTED, P.REPORT),
    progress=Move({S.PUBLISHED}, S.PUBLISHED, P.REPORT, adds=True),
    verify=Move({S.REPORTED}, S.VERIFIED, P.VERIFY),
    send_back=Move({S.REPORTED}, S.PUBLISHED, P.VERIFY),
    ask_extension=Move({S.PUBLISHED}, S.PUBLISHED, Permission.DEADLINES_EXTEND),
    request_change=Move({S.PUBLISHED}, S.PUBLISHED),
    change=Move({S.PUBLISHED}, S.PUBLISHED),
    withdraw=Move({S.PUBLISHED}, S.VERIFIED),
)
