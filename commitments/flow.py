"""The states of a commitment and the moves between them."""

from commitments.models import CommitmentState as S
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step

P = Permission
FLOW = Flow(
    steps={
        S.SIGNED: Step(Side.OFFICE, "LOCAL-PUBLISH"),
        S.REPORTED: Step(Side.OFFICE, "LOCAL-VERIFY"),
    },
    submit=Move({S.DRAFTED}, S.SUBMITTED, P.COMMITMENTS_DRAFT),
    edit=Move({S.DRAFTED}, S.DRAFTED, P.COMMITMENTS_DRAFT),
    sign=Move({S.SUBMITTED}, S.SIGNED, P.COMMITMENTS_SIGN),
    decline=Move({S.SUBMITTED}, S.DRAFTED, P.COMMITMENTS_SIGN),
    publish=Move({S.SIGNED}, S.PUBLISHED, P.COMMITMENTS_PUBLISH),
    report=Move({S.PUBLISHED}, S.REPORTED, P.COMMITMENTS_REPORT),
    progress=Move({S.PUBLISHED}, S.PUBLISHED, P.COMMITMENTS_REPORT, adds=True),
    verify=Move({S.REPORTED}, S.VERIFIED, P.COMMITMENTS_VERIFY),
    send_back=Move({S.REPORTED}, S.PUBLISHED, P.COMMITMENTS_VERIFY),
    ask_extension=Move({S.PUBLISHED}, S.PUBLISHED, P.DEADLINES_EXTEND),
    request_change=Move({S.PUBLISHED}, S.PUBLISHED),
    change=Move({S.PUBLISHED}, S.PUBLISHED),
    withdraw=Move({S.PUBLISHED}, S.VERIFIED),
)
