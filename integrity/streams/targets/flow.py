"""Where a target and a measured value may go."""

from integrity.base.states import Flow, Move
from integrity.casework.steps import Side, Step, own
from integrity.streams.targets.models import READING_NAMES
from integrity.streams.targets.models import ReadingState as R
from integrity.streams.targets.models import TargetState as S
from integrity.streams.targets.permissions import TargetsPermission as P

FLOW = Flow(
    steps={S.RUNNING: own(Side.OWING), S.REPORTED: Step(Side.FINDER, "LOCAL-VERIFY")},
    report=Move({S.RUNNING}, S.REPORTED, P.REPORT),
    find_met=Move({S.RUNNING, S.REPORTED}, S.MET, P.MEASURE),
    refute=Move({S.REPORTED}, S.RUNNING),
)
READINGS = Flow(
    steps={R.CONTESTED: Step(Side.FINDER, "LOCAL-READING")},
    free={R.ENTERED: "the body may contest it, and need not"},
    question=Move({R.ENTERED}, R.CONTESTED, P.REPORT),
    keep_value=Move({R.CONTESTED}, R.UPHELD, P.MEASURE),
    correct=Move({R.ENTERED, R.CONTESTED}, R.CORRECTED, P.MEASURE),
)
READINGS.names.update(READING_NAMES)
