"""The pages of assessments for the office: counted, with rules, told, signed off, handed over."""

import io
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask import Response, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.documents.giving import download, given
from integrity.casework.steps import badges
from integrity.credit.assessments import line_views, service
from integrity.credit.assessments.blueprint import bp
from integrity.credit.assessments.flow import FLOW
from integrity.credit.assessments.forms import AssessmentForm, RuleForm
from integrity.credit.assessments.models import (
    EFFECT_NAMES,
    KIND_NAMES,
    LINE_NAMES,
    STATE_NAMES,
    Assessment,
    AssessmentLine,
)
from integrity.credit.assessments.models import AssessmentState as S
from integrity.credit.tallies import lists
from integrity.credit.tallies.figures import FIGURES
from integrity.credit.tallies.permissions import ReportingPermission as P
from integrity.files.exports import EXPORTS, write_book
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, Section, known
from integrity.pages.tables import Column, Table

ACTS = {
    "tell_bodies": Act(
        _l("告知各单位"), service.tell_bodies, PostForm, _l("按规则计算加扣分，书面告知每个单位。")
    ),
    "sign_assessment": Act(
        _l("签核"), service.sign_assessment, PostForm, _l("由另一人签发后函送。")
    ),
    "issue_assessment": Act(
        _l("签发建议函"), service.issue_assessment, WhyForm, _l("签发后不再改变。")
    ),
    "abandon": Act(_l("不再办理"), service.abandon, WhyForm, danger=True, primary=False),
}


@bp.get("/")
@requires(P.ASSESSMENTS_RUN)
def index() -> ResponseReturnValue:
    """Every assessment, the newest first."""
    table = Table(
        title=_("考核数据"),
        name="assessments",
        rows=sa.select(Assessment),
        link=lambda found: url_for("assessments.item", ref=found.ref),
        columns=[
            Column("title", _("考核名称"), lambda found: found.title, sort=Assessment.title),
            Column("kind", _("考核种类"), lambda found: KIND_NAMES[found.kind]),
            Column("to", _("考核主管单位"), lambda found: found.addressee),
            Column("state", _("状态"), lambda found: STATE_NAMES[found.state]),
            Column("on", _("函送日期"), lambda found: found.issued_on, sort=Assessment.issued_on),
        ],
        search=(Assessment.title,),
        order=(Assessment.id.desc(),),
        empty=_("还没有考核数据。"),
    )
    new = Button(_("统计考核数据"), url_for("assessments.new"), primary=True)
    intro = _(
        "按期间统计各单位的指标，按规则计算加分扣分，经单位确认或者复核以后，两人签核函送考核主管单位。"
    )
    return table.respond(acts=[new], intro=intro)


@bp.route("/new", methods=["GET", "POST"])
@requires(P.ASSESSMENTS_RUN)
def new() -> ResponseReturnValue:
    """Count a period for an assessment."""
    form = AssessmentForm()

    def draft() -> str:
        made = service.draft(**answers(form), by=current_user, at=clock.now())
        return url_for("assessments.item", ref=made.ref)

    return form_page(
        form,
        draft,
        heading=_("统计考核数据"),
        intro=_("规则沿用上一次同类考核的，可以增加。"),
        submit=_("统计"),
        back=url_for("assessments.index"),
    )


@bp.get("/<ref>")
@requires(P.ASSESSMENTS_RUN)
def item(ref: str) -> ResponseReturnValue:
    """One assessment: its rules, and what it says of each body."""
    found = one(ref)
    ways = buttons(_offered(found), FLOW, found, lambda move: _address(found, move))
    if found.state is S.DRAFTED:
        ways.append(Button(_("增加规则"), url_for("assessments.new_rule", ref=ref)))
    endings = ("pdf", "docx", "xlsx")
    said = {"rules": found.rules, "effects": EFFECT_NAMES, "figures": FIGURES}
    page = Item(
        heading=found.title,
        kicker=KIND_NAMES[found.kind],
        ref=found.ref,
        badges=[Badge(STATE_NAMES[found.state]), *badges(FLOW, found, clock.today())],
        acts=ways,
        words=[
            Section("assessments/_rules.html", said),
            Section("assessments/_lines.html", {"rows": _rows(found), "names": LINE_NAMES}),
        ],
        facts=known(
            (_("考核主管单位"), found.addressee),
            (_("考核依据"), found.basis),
            (_("统计期间"), f"{i18n.day(found.tally.first_on)}—{i18n.day(found.tally.last_on)}"),
            (_("统计日"), i18n.day(found.tally.on)),
            (_("函送日期"), i18n.day(found.issued_on) if found.issued_on else None),
        ),
        timeline=acts.timeline(found),
        links=[
            *(
                Link(end.upper(), url_for("assessments.file", ref=ref, ending=end))
                for end in endings
            ),
            Link(_("考核数据"), url_for("assessments.index")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/<ref>/rules/new", methods=["GET", "POST"])
@requires(P.ASSESSMENTS_RUN)
def new_rule(ref: str) -> ResponseReturnValue:
    """Enter a rule of points."""
    found, form = one(ref), RuleForm()

    def write() -> None:
        service.set_rule(found, **answers(form), by=current_user, at=clock.now())

    back = url_for("assessments.item", ref=ref)
    return form_page(form, write, heading=_("增加规则"), submit=_("登记"), back=back)


@bp.route("/<ref>/do/<move>", methods=["GET", "POST"])
@requires(P.ASSESSMENTS_RUN)
def act(ref: str, move: str) -> ResponseReturnValue:
    """Tell the bodies, sign off, hand over."""
    return acts.move_page(ACTS, FLOW, one(ref), move, url_for("assessments.item", ref=ref))


@bp.get("/<ref>/file.<ending>")
@requires(P.ASSESSMENTS_RUN)
def file(ref: str, ending: str) -> Response:
    """The letter, or all figures as a workbook."""
    found = one(ref)
    if ending != "xlsx":
        on, draft = found.issued_on or clock.today(), found.state is not S.ISSUED
        return download(given("assessment", found, on, draft=draft), ending)
    made = io.BytesIO()
    write_book(made, _sheets(found))
    made.seek(0)
    name = f"{found.ref}.xlsx"
    return send_file(made, EXPORTS["xlsx"][1], as_attachment=True, download_name=name)


def one(ref: str) -> Assessment:
    """An assessment; raises NotFound."""
    wanted = for_change(sa.select(Assessment).where(Assessment.ref == ref), Assessment)
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def _rows(found: Assessment) -> list[dict[str, Any]]:
    return [{"line": line, "href": _line(found, line)} for line in found.lines]


def _line(found: Assessment, line: AssessmentLine) -> str:
    return url_for("assessments.line", ref=found.ref, number=line.id)


def _sheets(found: Assessment) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    labels = [str(FIGURES[rule.figure].definition.label) for rule in found.rules]
    head = [
        _("单位"),
        _("统一社会信用代码"),
        _("建议加扣分"),
        _("状态"),
        _("申请复核的理由"),
        _("复核决定"),
    ]
    for label in labels:
        head += [_("%(figure)s件数", figure=label), _("%(figure)s加扣分", figure=label)]
    rows = []
    for line in found.lines:
        row: list[Any] = [
            line.subject.name,
            line.subject.uscc,
            line.points,
            str(LINE_NAMES[line.state]),
        ]
        row += [line.objection, line.answer]
        for said in line.worked:
            row += [said["number"], float(said["points"])]
        rows.append(row)
    yield _("考核数据"), head, rows
    ruled = [
        [label, str(EFFECT_NAMES[r.effect]), r.each, r.most, r.basis]
        for label, r in zip(labels, found.rules, strict=True)
    ]
    yield _("规则"), [_("指标"), _("加分还是扣分"), _("每件分值"), _("上限"), _("规则依据")], ruled
    yield from lists.sheets(
        found.tally, [key for key in FIGURES if key in {r.figure for r in found.rules}]
    )


def _offered(found: Assessment) -> dict[str, Act]:
    """The acts without the one that another person has to take."""
    mine = found.signed_by_id == current_user.id
    return {name: act for name, act in ACTS.items() if not (mine and name == "issue_assessment")}


def _address(found: Any, move: str) -> str:
    return url_for("assessments.act", ref=found.ref, move=move)


__all__ = ["bp", "line_views"]
