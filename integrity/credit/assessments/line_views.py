"""What an assessment says of a body: its points, the items behind each, its answer."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL
from integrity.base.stamps import requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.steps import badges
from integrity.credit.assessments import service
from integrity.credit.assessments.blueprint import bp
from integrity.credit.assessments.flow import LINES
from integrity.credit.assessments.forms import ChangeForm
from integrity.credit.assessments.models import LINE_NAMES, Assessment, AssessmentLine
from integrity.credit.assessments.models import LineState as L
from integrity.credit.tallies import lists
from integrity.credit.tallies.figures import FIGURES
from integrity.credit.tallies.models import TallyItem
from integrity.credit.tallies.permissions import ReportingPermission as P
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, Section, known
from integrity.pages.tables import Column, Table

ACTS = {
    "confirm_line": Act(_l("确认数据"), service.confirm_line, PostForm, _l("确认后不再申请复核。")),
    "object_to_line": Act(
        _l("对考核数据申请复核"),
        service.object_to_line,
        WhyForm,
        _l("逐项写明哪些事项不应计入以及理由。"),
    ),
    "change_line": Act(_l("更正数据"), service.change_line, WhyForm),
    "keep_line": Act(_l("维持数据"), service.keep_line, WhyForm, primary=False),
    "let_line_stand": Act(_l("期满没有异议"), service.let_line_stand, PostForm),
}


@bp.get("/mine")
@requires(P.ASSESSMENTS_READ)
def mine() -> ResponseReturnValue:
    """What assessments say of this person's body; of every body for the office."""
    intro = _("每一个数字都可以查看背后的事项；认为有误的，按期申请复核。")
    return table().respond(intro=intro)


def table() -> Table:
    """Lines that this person may read."""
    return Table(
        title=_("考核数据"),
        name="assessment-lines",
        rows=sa.select(AssessmentLine)
        .join(AssessmentLine.assessment)
        .where(visible(), AssessmentLine.state != L.HELD),
        options=(joinedload(AssessmentLine.assessment), joinedload(AssessmentLine.subject)),
        link=lambda line: url_for("assessments.line", ref=line.assessment.ref, number=line.id),
        columns=[
            Column("title", _("考核名称"), lambda line: line.assessment.title),
            Column("body", _("单位"), lambda line: line.subject.name),
            Column("uscc", _("统一社会信用代码"), lambda line: line.subject.uscc, shown=False),
            Column(
                "points", _("建议加扣分"), lambda line: line.points,
                sort=AssessmentLine.points, align="right",
            ),
            Column("state", _("状态"), lambda line: LINE_NAMES[line.state]),
            Column("until", _("申请复核期限"), lambda line: line.object_until),
        ],
        search=(Assessment.title,),
        order=(AssessmentLine.points, AssessmentLine.id),
        empty=_("没有考核数据。"),
    )  # fmt: skip


@bp.get("/<ref>/lines/<int:number>")
@requires(P.ASSESSMENTS_READ)
def line(ref: str, number: int) -> ResponseReturnValue:
    """The points of a body, rule by rule."""
    found = one(ref, number)
    rules = {rule.id: rule for rule in found.assessment.rules}
    rows = [
        {
            "label": FIGURES[said["figure"]].definition.label,
            "meaning": FIGURES[said["figure"]].definition.numerator,
            "rule": rules[said["rule"]],
            "href": url_for("assessments.items", ref=ref, number=number, figure=said["figure"]),
            **said,
        }
        for said in found.worked
    ]
    tally = found.assessment.tally
    page = Item(
        heading=_("%(body)s：考核数据", body=found.subject.name),
        kicker=found.assessment.title,
        ref=found.ref,
        badges=[Badge(LINE_NAMES[found.state]), *badges(LINES, found, clock.today())],
        acts=buttons(_offered(found), LINES, found, lambda move: _address(found, move)),
        words=[Section("assessments/_line.html", {"rows": rows, "points": found.points})],
        facts=known(
            (_("统计期间"), f"{i18n.day(tally.first_on)}—{i18n.day(tally.last_on)}"),
            (_("统计日"), i18n.day(tally.on)),
            (_("申请复核期限"), i18n.day(found.object_until) if found.object_until else None),
            (_("申请复核的理由"), found.objection),
            (_("复核决定"), found.answer),
        ),
        timeline=acts.timeline(found),
        links=[Link(_("考核数据"), url_for("assessments.mine"))],
    )
    return render_template("streams/item.html", page=page)


@bp.get("/<ref>/lines/<int:number>/items/<figure>")
@requires(P.ASSESSMENTS_READ)
def items(ref: str, number: int, figure: str) -> ResponseReturnValue:
    """The items of a body behind a figure."""
    found = one(ref, number)
    if figure not in {said["figure"] for said in found.worked}:
        raise NotFound
    back = [Button(_("考核数据"), url_for("assessments.line", ref=ref, number=number))]
    said = FIGURES[figure].definition
    intro = f"{said.numerator}。{said.meaning}"
    return lists.items(found.assessment.tally, figure, found.subject_id).respond(
        acts=back, intro=intro
    )


@bp.route("/<ref>/lines/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.ASSESSMENTS_READ)
def line_act(ref: str, number: int, move: str) -> ResponseReturnValue:
    """Confirm, ask for a review, decide it."""
    found = one(ref, number)
    offered = dict(ACTS)
    if move == "change_line":
        act = ACTS[move]
        offered[move] = Act(act.label, act.verb, lambda: ChangeForm(_choices(found)))
    back = url_for("assessments.line", ref=ref, number=number)
    return acts.move_page(offered, LINES, found, move, back)


def one(ref: str, number: int) -> AssessmentLine:
    """A line that this person may read; raises NotFound."""
    wanted = (
        sa.select(AssessmentLine)
        .join(AssessmentLine.assessment)
        .where(AssessmentLine.id == number, Assessment.ref == ref, visible())
    )
    found = db.session.scalars(for_change(wanted, AssessmentLine)).first()
    if found is None:
        raise NotFound
    return found


def visible() -> sa.ColumnElement[bool]:
    """Those of one's own body; for the office all."""
    if current_user.role in REACH_ALL:
        return sa.true()
    return AssessmentLine.subject_id == (current_user.body_id or 0)


def _choices(found: AssessmentLine) -> list[tuple[int, str]]:
    """The items of a body that a rule counts, to be left out."""
    figures = {said["figure"] for said in found.worked}
    wanted = sa.select(TallyItem).where(
        TallyItem.tally_id == found.assessment.tally_id,
        TallyItem.subject_id == found.subject_id,
        TallyItem.figure.in_(figures),
    )
    rows, known_ = list(db.session.scalars(wanted.order_by(TallyItem.id))), lists.Found()
    known_.gather(rows)
    return [(row.id, _named(row, known_)) for row in rows]


def _named(item: TallyItem, found: lists.Found) -> str:
    label = FIGURES[item.figure].definition.label
    return f"{label} · {found.ref(item)} {found.title(item)}"


def _offered(found: AssessmentLine) -> dict[str, Act]:
    """The acts without what another person has to do, or whose day has not come."""
    closed = set()
    if found.assessment.drafted_by_id == current_user.id:
        closed |= {"change_line", "keep_line"}
    if found.object_until is None or clock.today() <= found.object_until:
        closed.add("let_line_stand")
    return {name: act for name, act in ACTS.items() if name not in closed}


def _address(found: Any, move: str) -> str:
    return url_for("assessments.line_act", ref=found.assessment.ref, number=found.id, move=move)
