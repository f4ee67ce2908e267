"""Pages of taking over: terms of office for the office, tasks for the new head."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from commitments.blueprint import bp, stream
from commitments.models import Commitment
from commitments.permissions import CommitmentsPermission
from commitments.takeover import office_terms
from commitments.takeover.office_terms import Acceptance, OfficeTerm
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.casework.acts import Act, perform
from integrity.casework.documents import on_paper
from integrity.casework.tasks import Task
from integrity.pages.form_pages import form_page
from integrity.pages.forms import DayField, PostForm, WhyForm
from integrity.people.accounts.models import User
from integrity.people.subjects.choosing import SubjectField


class TermForm(PostForm):
    """A new head; the office, never the person."""

    body = SubjectField(_l("单位"))
    title = StringField(
        _l("职务"),
        description=_l("写职务和任次，不写姓名，例如：局长（第2任）。"),
        validators=[InputRequired(_l("请填写职务。")), Length(max=100)],
    )
    from_on = DayField(_l("任期起始日"), validators=[InputRequired(_l("请填写任期起始日。"))])


class AcceptForm(PostForm):
    """What is taken over together, and why; the reason is logged with each of them."""

    task = SelectMultipleField(
        _l("待承接的事项"), coerce=int, validators=[InputRequired(_l("请至少选择一项。"))]
    )
    why = TextAreaField(
        _l("承接说明"),
        description=_l("例如：已核对移交清单，继续履行。将写入每一项的操作记录。"),
        validators=[InputRequired(_l("请写明承接说明。")), Length(max=2000)],
    )


ASK = Act(
    _l("承接并申请依法变更"),
    office_terms.ask_change,
    WhyForm,
    _l("请随后在该事项页面提交变更申请；批准以前原承诺继续有效。"),
)


@bp.route("/terms/", methods=["GET", "POST"], endpoint="office_terms")
@requires(CommitmentsPermission.PUBLISH)
def terms_of_office() -> ResponseReturnValue:
    """The terms of office, and one more."""
    form = TermForm()

    def begin() -> None:
        begun = (form.body.data, form.title.data, form.from_on.data)
        term = office_terms.begin(*begun, by=current_user, at=clock.now())
        flash(_("已登记任期：%(title)s", title=term.title), "success")

    newest = sa.select(OfficeTerm).order_by(OfficeTerm.from_on.desc(), OfficeTerm.id.desc())
    return form_page(
        form,
        begin,
        template="commitments/terms.html",
        back=url_for("commitments.office_terms"),
        more=lambda: {"rows": db.session.scalars(newest.limit(200)).all()},
    )


@bp.get("/terms/<int:number>")
@requires(CommitmentsPermission.READ)
def handover(number: int) -> ResponseReturnValue:
    """What a new head takes over, as it is signed on paper; for the body and the office."""
    term = db.session.get(OfficeTerm, number)
    known = term and (current_user.role in REACH_ALL or current_user.body_id == term.body_id)
    if term is None or not known:
        raise NotFound
    return render_template(
        "commitments/handover.html",
        term=term,
        tasks=office_terms.of_term(term),
        kinds=names(),
        states=office_terms.TASK_NAMES,
        signed=on_paper.words(term),
        acts=on_paper.buttons(term),
    )


@bp.route("/inheritance/", methods=["GET", "POST"])
@requires(CommitmentsPermission.SIGN)
def inheritance() -> ResponseReturnValue:
    """What the new head must take over; those that are ticked are accepted together."""
    tasks = office_terms.waiting(current_user.body_id or 0)
    form = AcceptForm()
    form.task.choices = [(task.id, task.title) for task in tasks]

    def accept() -> None:
        chosen = [task for task in tasks if task.id in form.task.data]
        for task in chosen:
            office_terms.accept(task, by=current_user, at=clock.now(), why=form.why.data)
        done = ngettext("已确认承接 %(num)d 项。", "已确认承接 %(num)d 项。", len(chosen))
        flash(done, "success")

    def listed() -> dict[str, Any]:
        rows = [(t, address(t), names()[t.stream], office_terms.changeable(t)) for t in tasks]
        return {"tasks": rows, "ticked": form.task.data or [], "today": clock.today()}

    return form_page(
        form,
        accept,
        template="commitments/inheritance.html",
        back=url_for("commitments.inheritance"),
        more=listed,
    )


@bp.route("/inheritance/<int:number>/change", methods=["GET", "POST"])
@requires(CommitmentsPermission.SIGN)
def inheritance_change(number: int) -> ResponseReturnValue:
    """Take one over and say that a lawful change will be asked for."""
    task = db.session.get(Acceptance, number)
    if task is None or task.body_id != current_user.body_id:
        raise NotFound
    if not office_terms.changeable(task):
        raise office_terms.NotChangeable(_("此事项不能申请变更，只能承接并履行。"))
    return perform(ASK, task, back=address(task) or url_for("commitments.inheritance"))


def names() -> dict[str, Any]:
    return {name: found.title for name, found in streams.registered().items()}


def address(task: Acceptance) -> str | None:
    """The page of the thing that is taken over."""
    found = streams.registered().get(task.stream)
    item = found.by_ids([task.item_id]).get(task.item_id) if found else None
    return found.url(item) if found and item else None


def duties(user: User) -> Iterable[Task]:
    """One duty for all that a new head has not taken over, by its earliest day."""
    if not user.can(CommitmentsPermission.SIGN):
        return
    tasks = office_terms.waiting(user.body_id or 0)
    if tasks:
        where = url_for("commitments.inheritance")
        yield Task(
            day=tasks[0].due_on,
            kind=_("新官理旧账"),
            title=ngettext(
                "确认承接前任未完成的事项：%(num)d 项",
                "确认承接前任未完成的事项：%(num)d 项",
                len(tasks),
            ),
            body=tasks[0].term.body.name,
            url=where,
            act=_("确认承接"),
            act_url=where,
            key=f"inheritance-{tasks[0].term_id}",
        )


def facts(item: Commitment) -> list[tuple[Any, str]]:
    """Who was in office when it was promised, and who answers now."""
    then = (
        office_terms.current(item.subject_id, clock.local_day(item.signed_at))
        if item.signed_at
        else None
    )
    now = office_terms.current(item.subject_id)
    pairs: list[tuple[Any, str]] = []
    if then:
        pairs.append((_("承诺时的负责人"), then.title))
    if now:
        pairs.append(
            (_("现任负责人"), _("%(title)s，%(day)s起", title=now.title, day=i18n.day(now.from_on)))
        )
    for task in office_terms.of_item(stream().name, item.id):
        word = str(office_terms.TASK_NAMES[task.state])
        if task.done_on:
            word = _("%(word)s（%(day)s）", word=word, day=i18n.day(task.done_on))
        elif task.flagged_on:
            word = _("逾期未确认承接（期限 %(day)s）", day=i18n.day(task.due_on))
        pairs.append((_("承接：%(title)s", title=task.term.title), word))
    return pairs
