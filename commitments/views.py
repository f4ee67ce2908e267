"""The register of commitments, one commitment with its history and its signed text, drafting."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager, defer

from commitments import (
    calendar_views,
    feeds,
    fulfilment,
    on_paper,
    outcomes,
    presenter,
    results,
    search,
    service,
    share_views,
)
from commitments import verify_views as verify_views  # it does as well
from commitments.blueprint import bp, stream
from commitments.change import change_views
from commitments.fields import FIELDS
from commitments.filters import FILTERS, Filters
from commitments.forms import DraftForm
from commitments.models import PUBLIC, Commitment
from commitments.permissions import CommitmentsPermission
from commitments.signature import signatures
from commitments.steps import milestones, step_views
from commitments.survey import survey_views, surveys
from commitments.takeover import takeover_views
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.stamps import demand, public, requires
from integrity.casework.figures import RANKED
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Badge, Button, Link, Section
from integrity.pages.tables import Page, Table
from integrity.people.messages.follow_views import follow_url

C = Commitment


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """The register, searched and narrowed as the address says."""
    table = register(clock.today())
    feed = f"{url_for('commitments.feed')}?{urlencode(table.known(request.args))}"
    return table.respond(
        "commitments/list.html",
        feed=feed,
        calendar=feed.replace("feed.atom", "calendar.ics"),
        intro=_("政府和部门向社会公开作出的承诺：谁承诺、何时完成、完成得怎样。"),
        acts=_list_acts(),
    )


@bp.get("/feed.atom")
@public
def feed() -> Response:
    """The newest of the register as an Atom feed, narrowed like the list."""
    found = Page(register(clock.today()), request.args).selected.order_by(None)
    newest = found.order_by(C.published_at.desc().nulls_last(), C.id.desc()).limit(50)
    items = db.session.scalars(newest.options(contains_eager(C.subject))).all()
    return feeds.register(items)


@bp.get("/calendar.ics")
@public
def list_calendar() -> Response:
    """The due days of the list, narrowed as the address says, the next ones first."""
    found = Page(register(clock.today()), request.args).selected.order_by(None)
    coming = found.where(C.due_on >= clock.today()).order_by(C.due_on, C.id).limit(500)
    items = db.session.scalars(coming.options(contains_eager(C.subject))).all()
    return calendar_views.of_list(_("公开承诺"), items)


@bp.get("/overdue/")
@public
def overdue() -> ResponseReturnValue:
    """What is overdue, by body and by key field, as numbers that lead to the list."""
    return render_template("commitments/overdue.html", **results.overdue(clock.today()))


@bp.get("/results/")
@public
def kept() -> ResponseReturnValue:
    """What became of the promises of each type; only what others verified counts."""
    return render_template(
        "commitments/results.html",
        rows=results.by_type(),
        surveyed=surveys.by_body(),
        ranked=RANKED,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(CommitmentsPermission.DRAFT)
def new() -> ResponseReturnValue:
    """Draft a commitment of one's own body."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有所属单位。"))
    form = DraftForm()

    def draft() -> str:
        who_and_when = {"by": current_user, "at": clock.now()}
        return stream().url(service.draft(current_user.body, **answers(form), **who_and_when))

    return form_page(
        form,
        draft,
        heading=_("起草承诺"),
        submit=_("保存草稿"),
        back=url_for("commitments.index"),
        done=_("已保存草稿。提交后由主要负责人签署。"),
    )


@bp.get("/<ref>")
@public
def item(ref: str) -> ResponseReturnValue:
    """One commitment."""
    found = stream().by_ref(ref)
    today, reports = clock.today(), fulfilment.reports(found)
    pieces = step_views.shown(found, len(reports))
    proved = any(row["evidence"] for row in pieces["milestones"])
    signed = {"signatures": signatures.of(found), "is_valid": signatures.is_valid(found)}
    page = describe(
        stream(),
        found,
        today,
        state=Badge(*presenter.word(found)),
        facts=_facts(found, today),
        target=presenter.target(found),
        share=presenter.share(found),
        words=[Section("commitments/_text.html", {"item": found, "reports": reports})],
        acts=_buttons(found),
        timeline=presenter.timeline(found),
        evidence=presenter.evidence(found) or (None if proved else []),
        links=[*_by_mail(found), *presenter.links(found)],
        notices=[Section("commitments/_notices.html", pieces)],
        parts=[
            Section("commitments/_parts.html", pieces),
            Section("commitments/_surveys.html", survey_views.shown(found)),
            Section("commitments/_stages.html", pieces),
            Section("commitments/_changes.html", change_views.shown(found)),
        ],
        aside=[
            Section(
                "commitments/_share.html", {"item": found, "share": share_views.address(found)}
            ),
            Section("commitments/_signatures.html", signed),
        ],
        seals=[Section("commitments/_seals.html", signed)],
    )
    feed = url_for("commitments.follow", ref=found.ref)
    return render_template("streams/item.html", page=page, feed=feed)


def _by_mail(item: Commitment) -> list[Link]:
    """How it is followed by mail, once it is public."""
    address = follow_url("commitment", item.ref) if item.state in PUBLIC else None
    return [Link(_("用邮件关注"), address)] if address else []


@bp.get("/<ref>/history")
@public
def history(ref: str) -> ResponseReturnValue:
    """Everything that happened to it, with every text and day it ever had."""
    found = stream().by_ref(ref)
    return render_template(
        "commitments/history.html",
        item=found,
        timeline=presenter.timeline(found, whole=True),
        signatures=signatures.of(found),
        **change_views.shown(found),
    )


@bp.get("/<ref>/feed.atom")
@public
def follow(ref: str) -> Response:
    """What happens to one commitment, to follow it."""
    found = stream().by_ref(ref)
    return feeds.of_one(found, presenter.timeline(found))


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@requires(CommitmentsPermission.DRAFT)
def edit(ref: str) -> ResponseReturnValue:
    """Change a draft."""
    found = stream().by_ref(ref)
    demand(CommitmentsPermission.DRAFT, found)
    if not service.FLOW.allows(found, "edit"):
        raise NotAllowed(_("提交签署后不能修改；请由主要负责人退回。"))
    form = DraftForm(obj=found, steps=milestones.plan_of(found))
    return form_page(
        form,
        lambda: service.edit(found, **answers(form), by=current_user, at=clock.now()),
        heading=_("修改草稿"),
        submit=_("保存草稿"),
        back=stream().url(found),
        done=_("已保存。"),
    )


def register(on: date) -> Table:
    """The list, its columns and everything it can be narrowed by."""
    return Table(
        title=_("公开承诺"),
        name="commitments",
        rows=sa.select(C).outerjoin(C.subject).where(stream().visible(current_user)),
        options=(contains_eager(C.subject), defer(C.body_text)),
        link=stream().url,
        columns=columns(FIELDS, on, public=True),
        search=search.SEARCHED,
        match=stream().found,
        ranked=search.rank,
        filters=Filters,
        narrow=conditions(FILTERS, on),
        order=(C.due_on.desc().nulls_last(), C.id.desc()),
        empty=(_("没有符合条件的承诺。"), _("查看全部承诺"), url_for("commitments.index")),
    )


def _facts(found: Commitment, on: date) -> list[tuple[Any, Any]]:
    """Who promised, who answers now, where it is written, and what was found of it."""
    shown: list[tuple[Any, Any]] = [*facts(at(FIELDS, FACTS, public=True), found, on)]
    if found.finding:
        shown.append((outcomes.FINDINGS[found.category], found.finding))
    return shown + takeover_views.facts(found)


def _buttons(found: Commitment) -> list[Button]:
    """The acts open to this person; changing a draft has a page of its own."""
    buttons = stream().buttons(found)
    if service.FLOW.may(current_user, found, "edit"):
        url = url_for("commitments.edit", ref=found.ref)
        buttons.append(Button(_("修改草稿"), url))
    more = step_views.buttons(found) + survey_views.buttons(found) + change_views.buttons(found)
    return buttons + more + on_paper.buttons(found)


def _list_acts() -> list[tuple[Any, str, bool, bool]]:
    if not current_user.is_authenticated:
        return []
    found = (
        (CommitmentsPermission.DRAFT, _("起草承诺"), "commitments.new"),
        (CommitmentsPermission.SIGN, _("新官理旧账"), "commitments.inheritance"),
        (CommitmentsPermission.PUBLISH, _("主要负责人任期"), "commitments.office_terms"),
    )
    shown = [(label, url_for(page)) for may, label, page in found if current_user.can(may)]
    return [(label, url, place == 0, False) for place, (label, url) in enumerate(shown)]
