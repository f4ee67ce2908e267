"""A remedial point of an evaluation, described once; it is published with its round, and public."""

from flask_babel import lazy_gettext as _l

from evaluations.models import OUTCOME_NAMES, STATE_NAMES, PointOutcome, PointState, RemedialPoint
from integrity.casework import fields as usual
from integrity.pages.fields import API, DAY, FACTS, FORM, LIST, Kind, as_it_is, text
from integrity.pages.fields import PublicField as Field
from integrity.pages.items import Badge
from integrity.people.subjects.fields import BODY
from integrity.people.subjects.models import Subject

TONES = {PointState.VERIFIED: "good"}
OUTCOME_TONES = {
    PointOutcome.PUT_RIGHT: "good",
    PointOutcome.NOT_PUT_RIGHT: "late",
    PointOutcome.REVOKED: "closed",
}


def standing(point: RemedialPoint) -> Badge:
    """What was verified, else how far it is."""
    if point.outcome:
        return Badge(OUTCOME_NAMES[point.outcome], OUTCOME_TONES[point.outcome])
    return Badge(STATE_NAMES[point.state], TONES.get(point.state, "plain"))


# fmt: off
REPORT = Field(
    "report", _l("整改情况"), text(5000, rows=4), FORM | FACTS | API, required=FORM,
    help=_l("写明做了什么、证据在哪里。核验前页面显示“自报完成，待核验”。"),
)
FIELDS = (
    Field("ref", _l("编号"), on=LIST, sort=RemedialPoint.id),
    Field("title", _l("事项"), on=LIST),
    Field(
        "body", _l("责任单位"), BODY, LIST | FACTS, of=lambda point: point.subject,
        sort=Subject.name, filter=lambda body, on: RemedialPoint.subject_id == body.id,
    ),
    Field("round", _l("评价轮次"), on=LIST | FACTS | API, of=lambda point: point.round.name),
    Field(
        "indicator", _l("指标"), on=FACTS | API,
        of=lambda point: f"{point.indicator.code} {point.indicator.name}",
    ),
    Field(
        "points", _l("得分"), Kind(brief=as_it_is, align="right"), LIST | API,
        sort=RemedialPoint.points,
    ),
    Field("what", _l("评价机构写明的依据"), on=FACTS | API),
    Field(
        "state", _l("状态"), Kind(asked=lambda: STATE_NAMES), LIST, sort=RemedialPoint.state,
        show=lambda point, on: standing(point),
        filter=lambda state, on: RemedialPoint.state == state,
    ),
    Field("due_on", _l("整改期限"), DAY, LIST | FACTS, sort=RemedialPoint.due_on),
    usual.lateness("evaluations", RemedialPoint),
    usual.key_field(RemedialPoint),
    REPORT,
    Field("claim_received_on", _l("报告日期"), DAY, FACTS | API),
    Field("closed_on", _l("核验的完成日期"), DAY, FACTS | API),
)
# fmt: on
