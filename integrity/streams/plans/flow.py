"""The moves of a task: who leads it reports, and somebody else says whether it is done."""

from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step, own
from integrity.streams.plans.models import STATE_NAMES
from integrity.streams.plans.models import TaskState as S
from integrity.streams.plans.permissions import PlansPermission as P

FLOW = Flow(
    steps={S.RUNNING: own(Side.OWING), S.REPORTED: Step(Side.OFFICE, "LOCAL-PLAN-VERIFY")},
    report=Move({S.RUNNING}, S.REPORTED, P.REPORT),
    accept_report=Move({S.REPORTED}, S.RUNNING, P.VERIFY),
    find_done=Move({S.REPORTED}, S.DONE, P.VERIFY),
    send_back=Move({S.REPORTED}, S.RUNNING, P.VERIFY),
    drop_task=Move({S.RUNNING, S.REPORTED}, S.DONE, P.SET),
)
FLOW.names.update(STATE_NAMES)
