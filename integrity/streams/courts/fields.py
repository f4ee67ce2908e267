"""A court case, described once, in the order of its page."""

from dataclasses import replace
from datetime import date

from flask_babel import lazy_gettext as _l

from integrity.casework import fields as usual
from integrity.pages.fields import (
    API,
    DAY,
    FACTS,
    FILE,
    FORM,
    LIST,
    MONEY,
    WHOLE,
    Field,
    choice,
    text,
)
from integrity.people.subjects.fields import BODY, PARTY
from integrity.people.subjects.models import Subject
from integrity.streams.courts.models import (
    CREDITOR_NAMES,
    DUTY_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    TONES,
    CaseOutcome,
    CourtCase,
    CreditorKind,
    DutyKind,
)

ASKED = FORM | FILE | FACTS | API
NEEDED = FORM | FILE
CONFIRMED_AS = {o: OUTCOME_NAMES[o] for o in (CaseOutcome.PERFORMED, CaseOutcome.SETTLED)}
# fmt: off
COURT = Field("court", _l("执行法院"), PARTY, FILE | FACTS | API, required=FILE, also=("法院",))


def _performed_on(case: CourtCase) -> date | None:
    return case.closed_on if case.outcome in CONFIRMED_AS else None


def _confirmed(outcome: CaseOutcome) -> CaseOutcome | None:
    """What a file may say of it again: not that enforcement ended without performance."""
    return outcome if outcome in CONFIRMED_AS else None


FIELDS = (
    Field(
        "case_no", _l("案号"), text(60), FORM | FILE | LIST | API,
        help=_l("按法律文书原样填写，例如：（2026）鲁01执123号。"), required=NEEDED,
        sort=CourtCase.case_no,
    ),
    Field(
        "body", _l("被执行单位"), BODY, ASKED | LIST, required=NEEDED,
        of=lambda case: case.subject, sort=Subject.name,
        filter=lambda body, on: CourtCase.subject_id == body.id, also=("单位",),
    ),
    COURT,
    Field("cause", _l("案由"), text(100), ASKED | LIST, required=NEEDED),
    Field(
        "creditor_kind", _l("申请执行人类别"), choice(CreditorKind, CREDITOR_NAMES), ASKED,
        help=_l("只记类别。申请执行人是自然人的，任何一栏都不得填写其姓名。"), required=NEEDED,
        also=("申请执行人类型",),
    ),
    Field(
        "duty", _l("义务类别"), choice(DutyKind, DUTY_NAMES, empty=DutyKind.MONEY), ASKED,
        help=_l("不填为金钱给付。"),
    ),
    Field(
        "conduct", _l("应履行的行为"), text(500, rows=2), ASKED,
        help=_l("义务包含行为的必填，例如：腾退场地、恢复原状。"),
    ),
    Field("conduct_done_on", _l("行为履行日期"), DAY, FACTS | API),
    Field("charge", _l("承办人"), text(40), FACTS),
    Field("owed", _l("应履行金额"), MONEY, ASKED | LIST, required=NEEDED, sort=CourtCase.owed),
    Field(
        "performed", _l("已履行金额"), MONEY, FORM | FILE | LIST | API,
        help=_l("没有履行的不填。"), sort=CourtCase.performed,
    ),
    Field("outstanding", _l("未履行金额"), MONEY, FACTS | API),
    Field("received_on", _l("立案日期"), DAY, ASKED, required=NEEDED),
    usual.state(CourtCase, STATE_NAMES, TONES),
    Field("due_on", _l("履行期限"), DAY, FACTS | LIST | API, sort=CourtCase.due_on),
    usual.lateness("courts", CourtCase),
    usual.key_field(CourtCase),
    Field("claimed_on", _l("单位自报日期"), DAY, FACTS | API),
    Field("claim_received_on", _l("收到自报之日"), DAY, FACTS | API),
    Field(
        "performed_on", _l("履行或者和解的日期"), DAY, FACTS | FILE | API,
        help=_l("法院确认的日期；尚未履行完毕的不填。"), of=_performed_on,
        also=("履行完毕日期",),
    ),
    Field(
        "outcome", _l("结果"),
        replace(choice(CaseOutcome, OUTCOME_NAMES), hint=CONFIRMED_AS, write=_confirmed),
        FILE | FACTS | API,
    ),
    Field(
        "note", _l("备注"), text(500, rows=3), ASKED, help=_l("不得填写自然人的姓名和身份信息。")
    ),
    Field("version", _l("版本号"), WHOLE, FILE, help=_l("内容更新时提高的版本号；不填为 1。")),
    Field(
        "external_id", _l("来源编号"), text(80), FILE,
        help=_l("本院系统中的编号，同一来源内不重复；再次导入时据此识别。"), required=FILE,
    ),
    Field("source", _l("来源系统"), text(40), FILE, help=_l("来源系统的名称；不填为 file。")),
)
# fmt: on
