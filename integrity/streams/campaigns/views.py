"""The pages of campaigns: the list, one campaign, what bodies report; findings stand beside."""

from typing import Any

import sqlalchemy as sa
from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock, i18n
from integrity.base.audit import service as audit
from integrity.base.audit.words import move_name
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.documents import pieces
from integrity.casework.steps import badges
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import PostForm
from integrity.pages.items import Badge, Button, Event, Fact, Item, Link, known
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject
from integrity.streams.campaigns import figures, finding, finding_views, reports, service
from integrity.streams.campaigns.blueprint import (
    bp,
    campaign_of,
    is_office,
    mine,
    report_of,
    visible,
)
from integrity.streams.campaigns.forms import (
    CampaignFilters,
    CampaignForm,
    CloseForm,
    ReportFilters,
    ZeroForm,
)
from integrity.streams.campaigns.models import (
    CAMPAIGN_NAMES,
    REPORT_NAMES,
    Campaign,
    CampaignState,
    ReportState,
    SelfReport,
)
from integrity.streams.campaigns.papers import rate

__all__ = ["bp", "finding_views"]
ACTS = {
    "open": Act(_l("开展专项治理"), service.open_),
    "close": Act(_l("结案"), service.close, CloseForm),
}
REPORT_ACTS = {"sign_zero": Act(_l("签署零报告"), reports.sign_zero, ZeroForm)}
TONES = {CampaignState.CLOSED: "closed"}


@bp.get("/")
@requires(Permission.CAMPAIGNS_READ)
def index() -> ResponseReturnValue:
    """The campaigns that this person may see, the newest first."""
    new = [Button(_("新的专项治理"), url_for("campaigns.new"), primary=True)]
    table = Table(
        title=_("专项治理"),
        name="campaigns",
        rows=sa.select(Campaign).where(visible(current_user)),
        link=lambda row: url_for("campaigns.item", number=row.id),
        columns=[
            Column("title", _("专项治理名称"), lambda row: row.title),
            Column("ref", _("编号"), lambda row: row.ref),
            Column("begins_on", _("开始日期"), lambda row: row.begins_on, sort=Campaign.begins_on),
            Column("ends_on", _("结束日期"), lambda row: row.ends_on, sort=Campaign.ends_on),
            Column("state", _("状态"), lambda row: CAMPAIGN_NAMES[row.state]),
        ],
        search=(Campaign.title,),
        filters=CampaignFilters,
        narrow={"state": lambda state: Campaign.state == CampaignState(state)},
        order=(Campaign.id.desc(),),
        empty=_("没有专项治理。"),
    )
    return table.respond(acts=new if is_office(current_user) else [])


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CAMPAIGNS_RUN)
def new() -> ResponseReturnValue:
    """Plan a campaign."""
    form = CampaignForm()

    def plan() -> str:
        made = service.draft(**answers(form), by=current_user, at=clock.now())
        return url_for("campaigns.item", number=made.id)

    return form_page(
        form,
        plan,
        frame="desk/frame.html",
        heading=_("新的专项治理"),
        submit=_("保存"),
        done=_("已保存；开展以后单位才能看到。"),
        back=url_for("campaigns.index"),
    )


@bp.get("/<int:number>")
@requires(Permission.CAMPAIGNS_READ)
def item(number: int) -> ResponseReturnValue:
    """One campaign: what it asks, how far it is, what this person may do."""
    found = campaign_of(number)
    page = Item(
        heading=found.title,
        kicker=_("专项治理"),
        sentence=found.demand,
        ref=found.ref,
        badges=[
            Badge(CAMPAIGN_NAMES[found.state], TONES.get(found.state, "plain")),
            *badges(service.FLOW, found, clock.today()),
        ],
        facts=[*_facts(found), *(_figures(found) if is_office(current_user) else ())],
        acts=_acts(found),
        timeline=timeline(found),
        aside=pieces.card(Campaign.__tablename__, found.id),
        links=_links(found),
    )
    return render_template("streams/item.html", page=page)


def _facts(found: Campaign) -> list[Fact]:
    titles = [str(stream.title) for stream in finding.scope(found)]
    period = _("%(first)s 至 %(last)s", first=found.begins_on, last=found.ends_on)
    return known(
        (_("起止时间"), period),
        (_("排查的事项类型"), _("、").join(titles)),
        (_("自查期限"), i18n.day(found.report_until) if found.report_until else None),
        (_("结论"), found.conclusion),
    )


def _figures(found: Campaign) -> list[Fact]:
    counted, said = figures.findings(found), figures.reported(found, clock.today())
    share = rate(counted)
    struck = _("%(part)d／%(whole)d", part=counted.struck, whole=counted.standing)
    return known(
        (_("纳入的单位"), said["asked"] + said["zero"] + said["filed"]),
        (_("已报告问题"), said["filed"]),
        (_("零报告"), said["zero"]),
        (_("零报告与排查结果不符"), said["contradicted"]),
        (_("逾期未报告"), said["silent"]),
        (_("已销号／应当整改"), f"{struck} {share}".strip()),
    )


def _acts(found: Campaign) -> list[Button]:
    def address(move: str) -> str:
        return url_for("campaigns.act", number=found.id, move=move)

    offered = buttons(ACTS, service.FLOW, found, address)
    if found.state is not CampaignState.OPEN:
        return offered
    if is_office(current_user):
        search = url_for("campaigns.search", number=found.id)
        lead = url_for("campaigns.lead", number=found.id)
        offered[:0] = [Button(_("按规则排查"), search, primary=True), Button(_("登记线索"), lead)]
    elif current_user.can(Permission.CAMPAIGNS_ANSWER):
        offered.append(Button(_("报告自查问题"), url_for("campaigns.own", number=found.id)))
    return offered


def _links(found: Campaign) -> list[Link]:
    links = [Link(_("问题台账"), url_for("campaigns.findings", number=found.id))]
    if is_office(current_user):
        links.append(Link(_("单位自查情况"), url_for("campaigns.bodies", number=found.id)))
    elif own := reports.of(found, current_user.body_id or 0):
        links.append(Link(_("本单位自查报告"), url_for("campaigns.report", number=own.id)))
    return [*links, Link(_("返回列表"), url_for("campaigns.index"))]


@bp.route("/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.CAMPAIGNS_RUN)
def act(number: int, move: str) -> ResponseReturnValue:
    """Open a campaign, or close it."""
    back = url_for("campaigns.item", number=number)
    return acts.move_page(ACTS, service.FLOW, campaign_of(number), move, back)


@bp.route("/<int:number>/search", methods=["GET", "POST"])
@requires(Permission.CAMPAIGNS_RUN)
def search(number: int) -> ResponseReturnValue:
    """Go through all streams; what is known already stays."""
    found = campaign_of(number)

    def go() -> None:
        made = finding.find(found, by=current_user, at=clock.now())
        flash(ngettext("新发现 %(num)d 项问题。", "新发现 %(num)d 项问题。", made), "success")

    return form_page(
        PostForm(),
        go,
        heading=_("按规则排查"),
        intro=_("从纳入的事项类型中找出纳入单位逾期、至今没有纠正的事项；已经列入的不重复列入。"),
        submit=_("按规则排查"),
        back=url_for("campaigns.findings", number=number),
    )


@bp.get("/<int:number>/bodies")
@requires(Permission.CAMPAIGNS_RUN)
def bodies(number: int) -> ResponseReturnValue:
    """Which body has reported what, the silent ones first."""
    found, today = campaign_of(number), clock.today()
    silent, contradicted = reports.silent(today), reports.contradicted()
    table = Table(
        title=_("单位自查情况"),
        name="self-reports",
        rows=sa.select(SelfReport)
        .join(SelfReport.subject)
        .add_columns(silent.label("silent"), contradicted.label("contradicted"))
        .where(SelfReport.campaign_id == found.id, mine(current_user, SelfReport)),
        options=(contains_eager(SelfReport.subject),),
        entities=False,
        link=lambda row: url_for("campaigns.report", number=row.SelfReport.id),
        columns=[
            Column("body", _("单位"), lambda row: row.SelfReport.subject.name, sort=Subject.name),
            Column("state", _("报告情况"), _standing, _badge),
            Column("report_until", _("自查期限"), lambda row: row.SelfReport.report_until),
            Column("signed_on", _("报告日期"), lambda row: row.SelfReport.signed_on),
            Column("signed_by", _("签署人"), lambda row: row.SelfReport.signed_by_name),
        ],
        filters=ReportFilters,
        narrow={
            "state": lambda state: SelfReport.state == ReportState(state),
            "body": lambda body: SelfReport.subject_id == body.id,
        },
        order=(sa.case((silent, 0), (contradicted, 1), else_=2), Subject.name),
        empty=_("没有纳入的单位。"),
    )
    return table.respond()


def _standing(row: Any) -> str:
    if row.silent:
        return _("逾期未报告")
    if row.contradicted:
        return _("零报告，与排查结果不符")
    return str(REPORT_NAMES[row.SelfReport.state])


def _badge(row: Any) -> Badge:
    tone = "late" if row.silent or row.contradicted else "plain"
    return Badge(_standing(row), tone)


@bp.get("/reports/<int:number>")
@requires(Permission.CAMPAIGNS_READ)
def report(number: int) -> ResponseReturnValue:
    """What one body reported of itself."""
    found = report_of(number)

    def address(move: str) -> str:
        return url_for("campaigns.report_act", number=number, move=move)

    page = Item(
        heading=found.subject.name,
        kicker=_("单位自查报告"),
        sentence=found.campaign.title,
        ref=found.ref,
        badges=[Badge(REPORT_NAMES[found.state]), *badges(reports.FLOW, found, clock.today())],
        facts=known(
            (_("自查期限"), i18n.day(found.report_until) if found.report_until else None),
            (_("自查情况"), found.words),
            (_("报告日期"), i18n.day(found.signed_on) if found.signed_on else None),
            (_("签署人"), found.signed_by_name),
        ),
        acts=buttons(REPORT_ACTS, reports.FLOW, found, address),
        timeline=[Event(move_name(e.move), at=e.at, who=e.who) for e in audit.history(found)],
        links=[Link(_("专项治理"), url_for("campaigns.item", number=found.campaign_id))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/reports/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(Permission.CAMPAIGNS_SIGN)
def report_act(number: int, move: str) -> ResponseReturnValue:
    """Sign that there is nothing."""
    found = report_of(number)
    demand(Permission.CAMPAIGNS_SIGN, found)
    back = url_for("campaigns.report", number=number)
    return acts.move_page(REPORT_ACTS, reports.FLOW, found, move, back)
