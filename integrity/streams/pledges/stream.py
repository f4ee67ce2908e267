"""The stream of pledges, as the core sees it."""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL
from integrity.casework.acts import Act
from integrity.casework.streams import Figures, Place, Reach, Stream, Words, Work
from integrity.casework.tasks import LIMIT, WEEK, Task
from integrity.people.accounts.models import User
from integrity.streams.pledges import presenter, service
from integrity.streams.pledges.fields import FIELDS
from integrity.streams.pledges.forms import (
    BrokenForm,
    KeptForm,
    ReasonForm,
    ReportForm,
    WithdrawForm,
)
from integrity.streams.pledges.imports import IMPORTERS
from integrity.streams.pledges.models import STATE_NAMES, Pledge, PledgeOutcome, PledgeState
from integrity.streams.pledges.permissions import GRANTS, PledgesPermission
from integrity.streams.pledges.tells import SOURCES
from integrity.streams.pledges.views import bp


def duties(user: User) -> Iterable[Task]:
    """What its own body received, nobody reported, and is due: go and look."""
    if user.role in REACH_ALL or not user.can(PledgesPermission.CHECK):
        return
    until: timedelta = WEEK
    wanted = (
        sa.select(Pledge)
        .where(Pledge.received_by_id == (user.body_id or 0))
        .where(Pledge.state == PledgeState.REGISTERED, Pledge.due_on <= clock.today() + until)
        .order_by(Pledge.due_on, Pledge.id)
        .limit(LIMIT)
        .options(joinedload(Pledge.subject))
    )
    for item in db.session.scalars(wanted):
        yield Task(
            day=item.due_on,
            kind=STREAM.title,
            title=item.title,
            body=item.subject.name,
            url=STREAM.url(item),
            act=STREAM.work.acts["confirm"].label,
            act_url=url_for("pledges.act", ref=item.ref, move="confirm"),
            key=f"pledge-{item.id}",
        )


ACTS = {
    "report": Act(
        _l("报告已履行"),
        service.report,
        ReportForm,
        _l("核查以前，公开页面显示“自报完成，待核验”。"),
    ),
    "confirm": Act(
        _l("核查：已履行"),
        service.confirm,
        KeptForm,
        _l("核查结果将公开，并计入承诺人的信用档案；之后发现违背承诺的，仍可以认定。"),
    ),
    "send_back": Act(
        _l("退回，继续履行"),
        service.send_back,
        ReasonForm,
        _l("退回后承诺恢复为未履行，期限不变。"),
        danger=True,
    ),
    "find_broken": Act(
        _l("核查：违背承诺"),
        service.find_broken,
        BrokenForm,
        _l("认定后将提出一条信用记录并告知承诺人，承诺人可以提出异议；记录确认以前不公开。"),
        danger=True,
    ),
    "withdraw": Act(
        _l("依法撤回"),
        service.withdraw,
        WithdrawForm,
        _l("撤回后不再核查，原承诺和撤回的依据继续显示；已经生成的信用记录仍然保留。"),
        danger=True,
    ),
    "reopen": Act(
        _l("更正认定，恢复履行"),
        service.reopen,
        ReasonForm,
        _l("原认定和更正的理由都留在办理经过中；恢复后期限不变，请尽快重新核查。"),
        danger=True,
    ),
}
STREAM = Stream(
    name="pledges",
    title=_l("企业信用承诺"),
    model=Pledge,
    blueprint=bp,
    breaches=service.breaches,
    fields=FIELDS,
    answerer=lambda item: item.answering_id,
    reach=Reach(
        mine=lambda body_id: sa.or_(Pledge.subject_id == body_id, Pledge.received_by_id == body_id),
        public=service.is_public,
        read=PledgesPermission.READ,
        grants=GRANTS,
        searched=(Pledge.ref, Pledge.title, Pledge.matter),
        about=(Pledge.received_by_id,),
        menu=(Place("/pledges/", _l("企业承诺"), 20),),
    ),
    work=Work(flow=service.FLOW, acts=ACTS, importers=IMPORTERS, duties=duties, tells=SOURCES),
    figures=Figures(of_bodies=False, kept=lambda: Pledge.outcome == PledgeOutcome.KEPT),
    words=Words(
        standing=presenter.standing,
        rules={"overdue": _l("信用承诺逾期未证明已履行"), "broken": _l("违背信用承诺")},
        state_names=STATE_NAMES,
        lateness=presenter.lateness,
    ),
)
