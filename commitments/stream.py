"""Commitments as a stream."""

from itertools import chain

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from commitments import compensation_views, fulfilment, service, verify_views
from commitments.change import change_views
from commitments.fields import FIELDS
from commitments.first_steps import FIRST_STEPS
from commitments.followed import FOLLOWED
from commitments.forms import ExtendForm, NoteForm, ProgressForm, ReportForm, SignForm, VerifyForm
from commitments.imports import IMPORTERS
from commitments.jobs import DAYS, JOBS
from commitments.models import (
    CATEGORY_NAMES,
    PUBLIC,
    STATE_NAMES,
    Commitment,
    CommitmentOutcome,
)
from commitments.on_paper import ON_PAPER
from commitments.papers import PAPERS
from commitments.permissions import GRANTS, CommitmentsPermission
from commitments.search import SEARCHED
from commitments.signals import SIGNALS
from commitments.signature import signature_views
from commitments.takeover import missed, takeover_views
from commitments.tells import SOURCES
from commitments.views import bp
from integrity.casework.acts import Act
from integrity.casework.breaches import Problem
from integrity.casework.streams import Figures, Place, Promised, Reach, Stream, Words, Work
from integrity.pages.forms import WhyForm

ACTS = {
    "submit": Act(_l("提交签署"), service.submit, NoteForm),
    "sign": Act(_l("签署承诺"), service.sign, SignForm, page=signature_views.sign),
    "decline": Act(_l("退回起草人"), service.decline, WhyForm, danger=True),
    "publish": Act(
        _l("向社会公开"),
        service.publish,
        NoteForm,
        _l("公开后任何人都可以查看，到期未完成的将生成信用记录；只能依法变更，不能撤回。"),
    ),
    "report": Act(
        _l("报告完成"),
        fulfilment.report,
        ReportForm,
        _l("核验以前，公开页面显示“自报完成，待核验”。"),
    ),
    "progress": Act(_l("报告进展"), fulfilment.progress, ProgressForm),
    "verify": Act(
        _l("核验"),
        fulfilment.verify,
        VerifyForm,
        _l("核验结果将公开，不能撤回；结果为“未兑现”的，将生成信用记录并告知该单位。"),
        page=verify_views.verify,
    ),
    "send_back": Act(
        _l("退回继续履行"),
        fulfilment.send_back,
        WhyForm,
        _l("退回后承诺恢复为未完成，期限不变。"),
        danger=True,
    ),
    "ask_extension": Act(
        _l("提出延期"),
        fulfilment.ask_extension,
        ExtendForm,
        _l("由另一人批准后生效；原期限、提出人、批准人和理由将一直公开。"),
        primary=False,
    ),
}
PROMISED = Promised(
    field=Commitment.category,
    names=CATEGORY_NAMES,
    partly=lambda: Commitment.outcome == CommitmentOutcome.PARTLY,
    broken=lambda: Commitment.outcome == CommitmentOutcome.NOT_FULFILLED,
    lists={
        "kept": {"outcome": "fulfilled"},
        "partly": {"outcome": "partly"},
        "broken": {"outcome": "not_fulfilled"},
        "changed": {"outcome": "changed"},
        "late": {"lateness": "overdue"},
        "running": {},
    },
)
STREAM = Stream(
    name="commitments",
    title=_l("公开承诺"),
    model=Commitment,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    reach=Reach(
        mine=lambda body_id: Commitment.subject_id == body_id,
        public=service.is_public,
        keeps=True,
        read=CommitmentsPermission.READ,
        grants=GRANTS,
        searched=SEARCHED,
        menu=(Place("/commitments/", _l("承诺"), 10),),
        desk=(("commitments.office_terms", _l("主要负责人任期")),),
    ),
    work=Work(
        flow=service.FLOW,
        acts=ACTS,
        jobs=JOBS,
        days=DAYS,
        tells=SOURCES,
        papers=PAPERS,
        on_paper=ON_PAPER,
        first_steps=FIRST_STEPS,
        followed=FOLLOWED,
        importers=IMPORTERS,
        duties=lambda user: chain(
            change_views.duties(user), compensation_views.duties(user), takeover_views.duties(user)
        ),
        changeable=True,
        missed_takeovers=missed.breaches,
        inherited=lambda: sa.and_(Commitment.state.in_(PUBLIC), Commitment.outcome.is_(None)),
    ),
    figures=Figures(
        counted=service.is_public,
        kept=lambda: Commitment.outcome == CommitmentOutcome.FULFILLED,
        promised=PROMISED,
    ),
    words=Words(
        rules={
            "overdue": _l("公开承诺逾期未完成"),
            "not-fulfilled": _l("公开承诺经核验未兑现"),
            "compensation-late": _l("承诺变更的补偿逾期未支付"),
        },
        problems=dict.fromkeys(
            ("overdue", "not-fulfilled", "compensation-late"), Problem.PROMISE_BROKEN
        ),
        state_names=STATE_NAMES,
    ),
    signals=SIGNALS,
)
