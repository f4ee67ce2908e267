"""The pages of findings: the list of a campaign, one finding, telling of one."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, selectinload

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework import acts, streams
from integrity.casework.acts import Act, buttons
from integrity.casework.breaches import PROBLEM_NAMES, Problem
from integrity.casework.documents import pieces
from integrity.casework.steps import badges
from integrity.files import attached
from integrity.files.attached import Attachment
from integrity.pages.evidence import shown_to
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Badge, Event, Fact, Item, Link, known
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject
from integrity.streams.campaigns import finding as finding_service
from integrity.streams.campaigns import treatment
from integrity.streams.campaigns.blueprint import bp, campaign_of, finding_of, mine
from integrity.streams.campaigns.forms import (
    AdmitForm,
    AdoptForm,
    DisputeForm,
    FindingFilters,
    InspectForm,
    LeadForm,
    OrderFindingForm,
    ProgressForm,
    SelfFoundForm,
)
from integrity.streams.campaigns.grounds import GROUND_NAMES
from integrity.streams.campaigns.models import (
    FINDING_NAMES,
    INSPECTION_NAMES,
    SOURCE_NAMES,
    Finding,
    FindingState,
    Source,
)
from integrity.streams.grievances.models import Grievance
from integrity.streams.rectifications.models import STATE_NAMES as ORDER_NAMES
from integrity.streams.rectifications.models import Rectification

ACTS = {
    "admit": Act(_l("确认问题"), treatment.admit, AdmitForm),
    "dispute": Act(_l("提出异议"), treatment.dispute, DisputeForm, evidence=True, primary=False),
    "uphold": Act(_l("认定异议成立"), treatment.uphold, WhyForm),
    "reject": Act(_l("认定异议不成立"), treatment.reject, WhyForm),
    "order": Act(_l("责令整改"), treatment.order, OrderFindingForm),
    "report": Act(_l("填报本周进展"), treatment.report, ProgressForm, evidence=True),
    "inspect": Act(
        _l("登记现场核查"),
        treatment.inspect,
        InspectForm,
        _l("登记以后由另一人复核；复核通过才销号。"),
        evidence=True,
    ),
    "strike": Act(_l("复核通过，销号"), treatment.strike, WhyForm),
    "send_back": Act(_l("复核不通过"), treatment.send_back, WhyForm, danger=True),
}
TONES = {FindingState.STRUCK: "good", FindingState.DISMISSED: "closed"}


@bp.get("/<int:number>/findings")
@requires(Permission.CAMPAIGNS_READ)
def findings(number: int) -> ResponseReturnValue:
    """The list of bodies that broke faith: item, owner, day, evidence, progress by week."""
    found = campaign_of(number)
    files = (Attachment.thing == Finding.__tablename__, Attachment.thing_id == Finding.id)
    evidence = sa.select(sa.func.count(Attachment.id)).where(*files).scalar_subquery()
    table = Table(
        title=_("失信政府机构问题台账"),
        name="findings",
        rows=sa.select(Finding)
        .join(Finding.subject)
        .outerjoin(Finding.order)
        .add_columns(evidence.label("files"))
        .where(Finding.campaign_id == found.id, mine(current_user, Finding)),
        options=(
            contains_eager(Finding.subject),
            contains_eager(Finding.order),
            selectinload(Finding.progress),
        ),
        entities=False,
        link=lambda row: url_for("campaigns.finding", number=row.Finding.id),
        columns=_columns(),
        search=(Finding.title, Subject.name, Finding.owner),
        filters=FindingFilters,
        narrow={
            "problem": lambda value: Finding.problem == Problem(value),
            "source": lambda value: Finding.source == Source(value),
            "state": lambda value: Finding.state == FindingState(value),
            "body": lambda body: Finding.subject_id == body.id,
        },
        order=(Subject.name, Finding.id),
        empty=_("没有问题。"),
    )
    return table.respond(intro=found.title)


def _columns() -> list[Column]:
    def of(name: str) -> Any:
        return lambda row: getattr(row.Finding, name)

    def progress(row: Any) -> str:
        return row.Finding.progress[0].said if row.Finding.progress else ""

    return [
        Column("title", _("事项"), of("title")),
        Column("body", _("责任单位"), lambda row: row.Finding.subject.name, sort=Subject.name),
        Column("ref", _("编号"), of("ref")),
        Column("problem", _("问题类别"), lambda row: PROBLEM_NAMES[row.Finding.problem]),
        Column("source", _("来源"), lambda row: SOURCE_NAMES[row.Finding.source]),
        Column("lead", _("线索来源"), of("lead")),
        Column("since", _("失信起始日期"), of("since"), sort=Finding.since),
        Column("owner", _("责任人"), of("owner")),
        Column("due_on", _("整改期限"), of("due_on"), sort=Rectification.due_on),
        Column("state", _("状态"), lambda row: FINDING_NAMES[row.Finding.state]),
        Column("files", _("证据份数"), lambda row: row.files, align="right"),
        Column("progress", _("最近进展"), progress),
    ]


@bp.get("/findings/<int:number>")
@requires(Permission.CAMPAIGNS_READ)
def finding(number: int) -> ResponseReturnValue:
    """One finding with everything that happened to it."""
    found = finding_of(number)

    def address(move: str) -> str:
        return url_for("campaigns.finding_act", number=number, move=move)

    page = Item(
        heading=found.title,
        kicker=PROBLEM_NAMES[found.problem],
        sentence=found.campaign.title,
        ref=found.ref,
        badges=[
            Badge(FINDING_NAMES[found.state], TONES.get(found.state, "plain")),
            *badges(treatment.FLOW, found, clock.today()),
        ],
        facts=_facts(found),
        acts=buttons(acts_on(found), treatment.FLOW, found, address),
        timeline=[
            Event(_name(e.move), at=e.at, who=e.who, why=e.why) for e in audit.history(found)
        ],
        evidence=shown_to(attached.of(Finding.__tablename__, [found.id]), current_user),
        aside=pieces.card(Finding.__tablename__, found.id),
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


def acts_on(found: Finding) -> dict[str, Act]:
    """The acts that this person's body may do: what is disputed one body decides."""
    others = () if treatment.may_decide(found, current_user.body_id) else ("uphold", "reject")
    return {name: act for name, act in ACTS.items() if name not in others}


def _name(move: str) -> Any:
    if move == "find":
        return _("发现问题")
    return ACTS[move].label if move in ACTS else move_name(move)


def _facts(found: Finding) -> list[Fact]:
    sheet = [(label, found.inspection.get(name)) for name, label in INSPECTION_NAMES.items()]
    ground = GROUND_NAMES[found.dispute_ground] if found.dispute_ground else None
    return known(
        (_("责任单位"), found.subject.name),
        (_("来源"), SOURCE_NAMES[found.source]),
        (_("线索来源"), found.lead),
        (_("失信起始日期"), i18n.day(found.since)),
        (_("责任人"), found.owner),
        (_("异议事由"), ground),
        (_("事实和证据"), found.dispute),
        (_("认定单位"), found.finder and found.finder.name),
        (_("认定"), found.decided_why and f"{found.decided_by_name}：{found.decided_why}"),
        (_("整改要求"), found.order and found.order.demand),
        (_("整改期限"), i18n.day(found.due_on) if found.due_on else None),
        (_("整改情况"), found.order and ORDER_NAMES[found.order.state]),
        *((_("进展"), progress.said) for progress in found.progress),
        (_("核查日期"), i18n.day(found.inspected_on) if found.inspected_on else None),
        *sheet,
        (_("现场核查人"), found.inspected_by_name),
        (_("复核人"), found.struck_by_name),
    )


def _links(found: Finding) -> list[Link]:
    links = []
    stream = streams.registered().get(found.stream)
    item = treatment.thing(found)
    if stream and item:
        links.append(Link(stream.title, stream.url(item)))
    if found.order:
        page = url_for("rectifications.item", ref=found.order.ref)
        links.append(Link(_("限期整改"), page))
    return [*links, Link(_("问题台账"), url_for("campaigns.findings", number=found.campaign_id))]


@bp.route("/findings/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.CAMPAIGNS_READ)
def finding_act(number: int, move: str) -> ResponseReturnValue:
    """One act on one finding."""
    back = url_for("campaigns.finding", number=number)
    return acts.move_page(ACTS, treatment.FLOW, finding_of(number), move, back)


@bp.route("/<int:number>/own", methods=["GET", "POST"])
@requires(Permission.CAMPAIGNS_ANSWER)
def own(number: int) -> ResponseReturnValue:
    """A body tells of a problem of its own."""
    return _told(number, SelfFoundForm(), _("报告自查问题"), Source.SELF)


@bp.route("/<int:number>/lead", methods=["GET", "POST"])
@requires(Permission.CAMPAIGNS_RUN)
def lead(number: int) -> ResponseReturnValue:
    """The office takes in what somebody else has told."""
    return _told(number, LeadForm(), _("登记线索"), Source.LEAD)


@bp.route("/from-grievance/<int:number>", methods=["GET", "POST"])
@requires(Permission.CAMPAIGNS_RUN)
def adopt(number: int) -> ResponseReturnValue:
    """A breach complaint that was found true becomes a lead of a running campaign."""
    grievance = db.session.get(Grievance, number)
    if grievance is None:
        raise NotFound
    form, running = AdoptForm(), finding_service.adopting(grievance)
    form.campaign.choices = [(str(campaign.id), campaign.title) for campaign in running]

    def take() -> str:
        made = finding_service.adopt(
            campaign_of(int(form.campaign.data)), grievance, by=current_user, at=clock.now()
        )
        return url_for("campaigns.finding", number=made.id)

    return form_page(
        form,
        take,
        frame="desk/frame.html",
        heading=_("列为专项治理线索"),
        intro=grievance.title,
        warning=""
        if running
        else _("没有纳入%(name)s、尚未列入这件投诉的专项治理。", name=grievance.subject.name),
        submit=_("列为专项治理线索"),
        done=_("已登记。"),
        back=streams.named("grievances").url(grievance),
    )


def _told(number: int, form: Any, heading: str, source: Source) -> ResponseReturnValue:
    campaign = campaign_of(number)

    def tell() -> str:
        said = {"body": current_user.body} | answers(form)
        said["problem"] = Problem(said["problem"])
        made = finding_service.tell(
            campaign, **said, source=source, by=current_user, at=clock.now()
        )
        return url_for("campaigns.finding", number=made.id)

    return form_page(
        form,
        tell,
        frame="desk/frame.html",
        heading=heading,
        intro=campaign.title,
        submit=heading,
        done=_("已登记。"),
        back=url_for("campaigns.item", number=number),
    )
