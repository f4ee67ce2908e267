"""The moves of an assessment and of what it says of each body."""

from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.assessments.models import LINE_NAMES, STATE_NAMES
from integrity.credit.assessments.models import AssessmentState as S
from integrity.credit.assessments.models import LineState as L
from integrity.credit.tallies.permissions import ReportingPermission as P

FLOW = Flow(
    steps={S.SIGNED: Step(Side.OFFICE, "LOCAL-ASSESS-ISSUE")},
    free={
        S.DRAFTED: "nobody waits for what somebody drafts and has not told the bodies",
        S.TOLD: "each body, and the review that it asks for, has a day of its own",
    },
    tell_bodies=Move({S.DRAFTED}, S.TOLD, P.ASSESSMENTS_RUN),
    sign_assessment=Move({S.TOLD}, S.SIGNED, P.ASSESSMENTS_RUN),
    issue_assessment=Move({S.SIGNED}, S.ISSUED, P.ASSESSMENTS_RUN, paper=Makes("assessment")),
    abandon=Move({S.DRAFTED}, S.DROPPED, P.ASSESSMENTS_RUN),
)
FLOW.names.update(STATE_NAMES)
LINES = Flow(
    steps={
        L.TOLD: Step(Side.OWED, day="object_until"),
        L.OBJECTED: Step(Side.OFFICE, "PERF-DECIDE"),
    },
    free={L.HELD: "the assessment is told to all bodies at once"},
    tell_line=Move({L.HELD}, L.TOLD, paper=Makes("assessment-notice")),
    confirm_line=Move({L.TOLD}, L.CONFIRMED, P.ASSESSMENTS_ANSWER),
    object_to_line=Move({L.TOLD}, L.OBJECTED, P.ASSESSMENTS_ANSWER),
    change_line=Move({L.OBJECTED}, L.DECIDED, P.ASSESSMENTS_RUN, paper=Makes("assessment-review")),
    keep_line=Move({L.OBJECTED}, L.DECIDED, P.ASSESSMENTS_RUN, paper=Makes("assessment-review")),
    let_line_stand=Move({L.TOLD}, L.STOOD, P.ASSESSMENTS_RUN),
)
LINES.names.update(LINE_NAMES)
