"""The stream of complaints, as the core sees it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from integrity.base.permissions import REACH_ALL
from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.streams import Figures, Place, Reach, Stream, Words, Work
from integrity.credit import readdressing
from integrity.streams.complaints import (  # noqa: F401  they add their pages
    contact_views,
    filing_views,
    recusals,
    service,
    statistics_views,
    tracking_views,
    views,
    warnings,
)
from integrity.streams.complaints.blueprint import bp
from integrity.streams.complaints.desk_forms import (
    AcceptForm,
    AnswerForm,
    DecideForm,
    ExtendForm,
    PassForm,
    RefuseForm,
    UpholdForm,
)
from integrity.streams.complaints.imports import IMPORTERS
from integrity.streams.complaints.jobs import DAYS, JOBS
from integrity.streams.complaints.models import STATE_NAMES, Complaint
from integrity.streams.complaints.news import NEWS
from integrity.streams.complaints.papers import PAPERS
from integrity.streams.complaints.permissions import GRANTS, ComplaintsPermission
from integrity.streams.complaints.signals import SIGNALS
from integrity.streams.complaints.tells import SOURCES

WARNING_NAMES = {"yellow": _l("黄牌预警"), "red": _l("红牌预警")}


def _warning(on: date) -> Callable[[Complaint], Any]:
    until = warnings.yellow_until(on)
    return lambda item: WARNING_NAMES.get(warnings.of(item, on, until) or "")


def _is_office(user: Any) -> bool:
    known = bool(user) and user.is_authenticated and user.role in REACH_ALL
    return known and user.can(ComplaintsPermission.READ)


MOVE_NAMES = {
    "file": _l("提交"),
    "import": _l("由其他渠道转入"),
    "note": _l("反映人确认已记下回执"),
    "attach": _l("提交附件"),
    "ask": _l("请反映人补充"),
    "add": _l("反映人补充"),
    "recuse": _l("申请回避"),
    "confirm": _l("投诉人认可答复"),
    "dispute": _l("投诉人不认可，重新办理"),
    "escalate": _l("投诉人再次不认可，提请领导小组决定"),
    "fall_silent": _l("投诉人未表示意见，视为办结"),
}

ACTS = {
    "accept": Act(
        _l("受理"),
        service.accept,
        AcceptForm,
        warning=_l("受理后承办单位可以看到反映的内容，答复期限开始计算。"),
    ),
    readdressing.MOVE: readdressing.act(
        "complaints",
        service.FLOW,
        service.settle_anew,
        _l(
            "新的单位从今日起计算答复期限，原单位不再看到这件投诉举报。反映人凭回执可以看到承办单位。"
        ),
    ),
    "refuse": Act(_l("不予受理"), service.refuse, RefuseForm, danger=True),
    "pass_on": Act(
        _l("转送有权机关"),
        service.pass_on,
        PassForm,
        warning=_l("反映工作人员违纪违法的，一律转送，不得交被反映的单位办理，本系统不作调查。"),
        danger=True,
    ),
    "answer": Act(
        _l("答复"),
        service.answer,
        AnswerForm,
        warning=_l("答复后由投诉人确认；投诉人第一次不认可的，退回本单位重新办理。"),
    ),
    "ask_extension": Act(
        _l("申请延期"),
        service.ask_extension,
        ExtendForm,
        warning=_l(
            "期限届满以前由单位负责人同意后提出，由领导小组办公室批准；"
            "原期限继续显示，批准后延期的理由会告知投诉人。"
        ),
        danger=True,
    ),
    "decide": Act(_l("作出决定"), service.decide, DecideForm),
    "uphold": Act(
        _l("认定承诺未兑现"),
        service.uphold,
        UpholdForm,
        warning=_l("认定后将提出一条信用记录，告知该单位，单位可以提出异议。"),
        danger=True,
    ),
}
STREAM = Stream(
    name="complaints",
    title=_l("投诉举报"),
    model=Complaint,
    blueprint=bp,
    breaches=service.breaches,
    reach=Reach(
        mine=lambda body_id: sa.and_(Complaint.subject_id == body_id, Complaint.accepted()),
        public=sa.false,
        live=_is_office,
        searched=(Complaint.ref, Complaint.title, Complaint.text),
        left=recusals.left,
        read=ComplaintsPermission.READ,
        grants=GRANTS,
        menu=(Place("/complaints/new", _l("投诉举报"), 90),),
        desk=(("complaints.contact_index", _l("身份信息查看申请")),),
    ),
    work=Work(
        flow=service.FLOW,
        acts=ACTS,
        jobs=JOBS,
        days=DAYS,
        duties=contact_views.PAGES.duties,
        tells=SOURCES,
        papers=PAPERS,
        followed=(NEWS,),
        importers=IMPORTERS,
    ),
    figures=Figures(counted=Complaint.accepted, summary=statistics_views.summary),
    words=Words(
        rules={"unanswered": _l("投诉逾期未答复"), "upheld": _l("投诉属实，承诺未兑现")},
        problems={"unanswered": None, "upheld": Problem.PROMISE_BROKEN},
        state_names=STATE_NAMES,
        move_names=MOVE_NAMES,
        warning=_warning,
        lateness=lambda item, on: warnings.lateness(item, on) if item.due_on else None,
    ),
    signals=SIGNALS,
)
