"""The moves of a report: one person drafts it, another approves it."""

from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.periodicals.models import STATE_NAMES
from integrity.credit.periodicals.models import PeriodicalState as S
from integrity.credit.tallies.permissions import ReportingPermission

P = ReportingPermission
FLOW = Flow(
    steps={S.SUBMITTED: Step(Side.OFFICE, "LOCAL-PERIODICAL-APPROVE")},
    free={
        S.DRAFTED: "nobody waits for what somebody drafts and has not proposed",
        S.PUBLISHED: "it stays until somebody finds it wrong",
    },
    edit=Move({S.DRAFTED}, S.DRAFTED, P.PERIODICALS_WRITE),
    count_again=Move({S.DRAFTED}, S.DRAFTED, P.PERIODICALS_WRITE),
    submit=Move({S.DRAFTED}, S.SUBMITTED, P.PERIODICALS_WRITE),
    approve=Move({S.SUBMITTED}, S.PUBLISHED, P.PERIODICALS_APPROVE, paper=Makes("periodical")),
    send_back=Move({S.SUBMITTED}, S.DRAFTED, P.PERIODICALS_APPROVE),
    abandon=Move({S.DRAFTED, S.SUBMITTED}, S.DROPPED, P.PERIODICALS_WRITE),
    recall_report=Move({S.PUBLISHED}, S.TAKEN_BACK, P.PERIODICALS_APPROVE),
)
FLOW.names.update(STATE_NAMES)
