"""The stream of remedial points, as the core sees it."""

from datetime import date
from itertools import chain
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from evaluations import (  # noqa: F401  some only add their pages
    agency_views,
    agreement_views,
    assignment_views,
    breakdown_views,
    challenge_views,
    computing_views,
    correction_views,
    deduction_views,
    draft_imports,
    draft_views,
    material_views,
    objection_views,
    reminders,
    result_views,
    round_views,
    rounds,
    scheme_views,
    schemes,
    service,
    sheet_views,
    views,
    waiting_views,
)
from evaluations.blueprint import bp
from evaluations.commissions import views as commission_views  # noqa: F401  it adds its pages
from evaluations.fields import FIELDS
from evaluations.forms import ReportForm, VerifyForm
from evaluations.imports import IMPORTERS
from evaluations.models import STATE_NAMES, PointOutcome, RemedialPoint, Result, Round, RoundState
from evaluations.papers import PAPERS
from evaluations.permissions import GRANTS, EvaluationsPermission
from evaluations.questionnaires import answer_views, sending  # noqa: F401  it adds its pages
from evaluations.questionnaires.publishing import ANSWERS
from evaluations.tells import SOURCES
from integrity.base.addresses import path_to
from integrity.base.publications.kinds import Kind
from integrity.base.runs import Job
from integrity.casework.acts import Act
from integrity.casework.streams import Figures, Place, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm


def summary(body_id: int, on: date) -> list[tuple[Any, str, str | None]]:
    """The newest published grade of a body, for its page."""
    found = rounds.latest([body_id], on).get(body_id)
    if found is None:
        return []
    words = _("%(grade)s（%(total)s 分）", grade=found.band, total=f"{found.total:.2f}")
    address = url_for("evaluations.round", ref=found.round.ref)
    return [(_("最近一次第三方评价：%(round)s", round=found.round.name), words, address)]


MOVE_NAMES = {
    "order": _l("评价公布，要求整改"),
    "extend": _l("延期"),
    "revoke": _l("因评分更正撤销"),
}

ACTS = {
    "answer": Act(_l("报告整改完成"), service.answer, ReportForm, evidence=True),
    "verify": Act(_l("核验通过"), service.verify, VerifyForm),
    "send_back": Act(_l("退回继续整改"), service.send_back, WhyForm, danger=True),
    "fail": Act(
        _l("认定整改不到位"),
        service.fail,
        WhyForm,
        warning=_l("认定后将提出一条信用记录，告知该单位，单位可以提出异议。"),
        danger=True,
    ),
}
RESULTS = Kind(
    "results",
    _l("第三方评价结果"),
    Result,
    lambda on: Result.round.has(Round.state == RoundState.RELEASED),
    lambda result: {
        "round": result.round.ref,
        "name": result.round.name,
        "body": result.body.name,
        "slug": result.body.slug,
        "total": result.total,
        "band": result.band,
        "rank": result.rank if result.round.ranked else None,
    },
    lambda result: path_to("evaluations.result", ref=result.round.ref, slug=result.body.slug),
    (joinedload(Result.round), joinedload(Result.body)),
)
STREAM = Stream(
    name="evaluations",
    title=_l("第三方评价"),
    model=RemedialPoint,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: RemedialPoint.subject_id == body_id,
        public=lambda: RemedialPoint.round.has(Round.state == RoundState.RELEASED),
        read=EvaluationsPermission.READ,
        grants=GRANTS,
        publishes=(RESULTS, ANSWERS),
        searched=(RemedialPoint.ref, RemedialPoint.title),
        menu=(Place("/evaluations/", _l("评价"), 60),),
        desk=(("evaluations.scheme_drafts", _l("指标体系修订")),),
        assigned=assignment_views.assigned,
    ),
    work=Work(
        flow=service.FLOW,
        acts=ACTS,
        importers=IMPORTERS | draft_imports.IMPORTERS,
        ships=schemes.load,
        tells=SOURCES,
        papers=PAPERS,
        jobs=(
            Job(
                "remind_of_scores",
                _l("提醒提交评分"),
                "49 2 * * *",
                lambda on, at: {"told": reminders.remind(on=on, at=at)},
            ),
            Job(
                "invite_to_questionnaires",
                _l("发送问卷邀请"),
                "*/5 * * * *",
                lambda on, at: sending.send(on=on, at=at),
                often=True,
            ),
        ),
        duties=lambda user: chain(
            assignment_views.duties(user), waiting_views.duties(user), draft_views.duties(user)
        ),
        inherited=lambda: RemedialPoint.closed_on.is_(None),
    ),
    figures=Figures(
        news=False,
        summary=summary,
        counted=lambda: RemedialPoint.outcome.is_distinct_from(PointOutcome.REVOKED),
    ),
    words=Words(
        rules={"remedy-missed": _l("评价整改逾期或者不到位")},
        problems={"remedy-missed": None},
        state_names=STATE_NAMES,
        move_names=MOVE_NAMES,
    ),
)
