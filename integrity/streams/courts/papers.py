"""What a body writes about a case: its plan, which a leader signs; its request for money."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base import clock
from integrity.casework.documents.amounts import capitals, figures
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table
from integrity.casework.documents.templates import written_day
from integrity.streams.courts import notes
from integrity.streams.courts.models import DUTY_NAMES, CourtCase
from integrity.streams.courts.reasons import REASON_NAMES, WAYS_OUT


def _last(case: CourtCase) -> Any:
    return next(iter(notes.of(case)), None)


def _reason(case: CourtCase) -> str | None:
    note = _last(case)
    return note and f"{REASON_NAMES[note.reason]}。{note.words}"


def _next(case: CourtCase) -> str | None:
    note = _last(case)
    return note and f"{note.next_step}（{written_day(note.next_on)}前完成）"


def _items(case: CourtCase) -> Table:
    return Table(("款项", "金额（元）"), (("未履行的金钱给付义务", figures(case.outstanding)),))


def _address(case: CourtCase) -> str:
    return url_for("courts.item", ref=case.ref)


PAPERS = (
    PaperKind(
        name="case-plan",
        title=_l("涉政府机构案件化解方案（一案一策）"),
        mark="AC",
        model=CourtCase,
        url=_address,
        addressees=lambda case: [Addressee(case.court.name, case.court_id)],
        issuer=lambda case: case.subject_id,
        by_leader=True,
        why="化解措施",
        fields={
            "案号": lambda case: case.case_no,
            "单位名称": lambda case: case.subject.name,
            "执行法院": lambda case: case.court.name,
            "义务类别": lambda case: str(DUTY_NAMES[case.duty]),
            "应履行金额": lambda case: figures(case.owed),
            "未履行金额": lambda case: figures(case.outstanding),
            "应履行行为": lambda case: case.conduct,
            "履行期限": lambda case: case.due_on,
            "未结原因": _reason,
            "化解路径": lambda case: (note := _last(case)) and str(WAYS_OUT[note.reason]),
            "下一步": _next,
            "承办人": lambda case: case.charge,
        },
    ),
    PaperKind(
        name="case-budget-request",
        title=_l("列入预算申请函（涉政府机构案件）"),
        mark="AY",
        text="budget-request",
        model=CourtCase,
        url=_address,
        addressees=lambda case: (),
        issuer=lambda case: case.subject_id,
        fields={
            "事项简称": lambda case: f"履行{case.case_no}生效法律文书",
            "财政部门": lambda case: "本级财政部门",
            "义务事项": lambda case: (
                f"{case.court.name}{case.case_no}案，{case.cause}，"
                f"应履行{figures(case.owed)}元，已履行{figures(case.performed)}元。"
            ),
            "义务文书": lambda case: f"{case.case_no}据以执行的生效法律文书",
            "资金明细": _items,
            "合计金额": lambda case: figures(case.outstanding),
            "合计大写": lambda case: capitals(case.outstanding),
            "计算日期": lambda case: clock.today(),
            "资金来源": lambda case: "列入本年度部门预算，或者调剂本年度资金",
            "影响说明": lambda case: "逾期不履行的，依照规定记入信用记录，可能被列入失信被执行人。",
            "答复期限": lambda case: None,
            "资金依据": lambda case: None,
            "本地依据": lambda case: None,
            "附件": lambda case: "生效法律文书；执行通知书",
        },
    ),
)
