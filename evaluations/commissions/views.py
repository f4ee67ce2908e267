"""The papers of a round: what is there and what lacks, filing one, and its template."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from evaluations.blueprint import bp
from evaluations.commissions import service
from evaluations.commissions.models import (
    COMMISSION_NAMES,
    OF_BODIES,
    CommissionKind,
    CommissionPaper,
)
from evaluations.commissions.templates import MARKS
from evaluations.models import Assignment, Round
from evaluations.permissions import EvaluationsPermission
from evaluations.readers import may_run
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework.documents.giving import download, given
from integrity.files import attached
from integrity.pages.evidence import EvidenceField
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, DayField, PostForm

READ = EvaluationsPermission.READ
K = CommissionKind


class PaperForm(PostForm):
    kind = ChosenField(_l("材料"), coerce=CommissionKind, choices=list)
    body = SelectField(_l("单位（问题反馈单）"), choices=list, default="")
    on_day = DayField(_l("材料日期"), validators=[InputRequired(_l("请填写。"))])
    text = TextAreaField(
        _l("内容摘要"),
        description=_l("自评报告写佐证目录，每行一件：编号、名称、对应的指标。不写个人信息。"),
        validators=[InputRequired(_l("请填写。")), Length(max=5000)],
    )
    file = EvidenceField(_l("材料文件"), validators=[InputRequired(_l("请选择文件。"))])


@bp.get("/<ref>/papers")
@requires(READ)
def commission_papers(ref: str) -> ResponseReturnValue:
    """What is there of each kind, and what lacks before everybody may read the results."""
    found = _round(ref)
    papers = service.readable(found, current_user)
    files = attached.of_each(CommissionPaper.__tablename__, [one.id for one in papers])
    return render_template(
        "evaluations/commission.html",
        round=found,
        places=service.places(found, clock.today()),
        names=COMMISSION_NAMES,
        papers=[(one, files[one.id]) for one in papers],
        templates=_templates(found),
        files_own=bool(service.fileable(found, current_user)),
    )


@bp.route("/<ref>/papers/new", methods=["GET", "POST"])
@requires(READ)
def commission_paper_new(ref: str) -> ResponseReturnValue:
    """Whose paper it is files it."""
    found = _round(ref)
    kinds = service.fileable(found, current_user)
    if not kinds:
        raise NotFound
    form = PaperForm()
    form.kind.choices = [(kind, COMMISSION_NAMES[kind]) for kind in kinds]
    bodies = {one.slug: one for one in service.scored_by(found, current_user)}
    form.body.choices = [("", _("不针对某个单位")), *((s, b.name) for s, b in bodies.items())]

    def keep() -> None:
        service.file_paper(
            found,
            form.kind.data,
            form.on_day.data,
            form.text.data,
            form.file.data,
            body=bodies.get(form.body.data),
            by=current_user,
            at=clock.now(),
        )

    return form_page(
        form, keep, heading=_("提交委托评价材料"), intro=found.name, submit=_("提交"),
        back=url_for("evaluations.commission_papers", ref=ref), done=_("已提交。"),
    )  # fmt: skip


@bp.get("/<ref>/papers/<kind>.<ending>")
@requires(READ)
def commission_template(ref: str, kind: str, ending: str) -> ResponseReturnValue:
    """The template of a kind, filled with what the system knows; of a body with its own."""
    found = _round(ref)
    if kind not in set(CommissionKind):
        raise NotFound
    thing: Any = found
    if K(kind) in OF_BODIES:
        thing = next(iter(_own(found)), None)
        if thing is None:
            raise NotFound
    return download(given(MARKS[K(kind)][0], thing, clock.today(), draft=True), ending)


def _templates(found: Round) -> dict[CommissionKind, str]:
    """Where the templates are that this person may fill in."""
    fileable = service.fileable(found, current_user)
    return {
        kind: url_for("evaluations.commission_template", ref=found.ref, kind=kind, ending="docx")
        for kind in fileable
        if kind not in OF_BODIES or _own(found)
    }


def _own(found: Round) -> list[Assignment]:
    """The assignments of a round that this person has to do with, by body."""
    mine = current_user.body_id
    return sorted(
        (one for one in found.assignments if mine in (one.body_id, one.evaluator_id)),
        key=lambda one: (one.body.name, one.id),
    )


def _round(ref: str) -> Round:
    """A round that the office runs, or that scores or is scored by this person's body."""
    found = db.session.scalars(sa.select(Round).where(Round.ref == ref)).first()
    if found is None or not (may_run() or _own(found)):
        raise NotFound
    return found
