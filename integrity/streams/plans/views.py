"""The pages of work plans: the board of tasks, one task with its notes, plans and tasks entered."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager
from wtforms import SelectField

from integrity.base import clock
from integrity.base.db import db
from integrity.base.stamps import demand, requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import form_page
from integrity.pages.items import Badge, Button, Section
from integrity.pages.tables import Table, choices
from integrity.people.subjects.models import Subject
from integrity.streams.plans import service
from integrity.streams.plans.fields import FIELDS
from integrity.streams.plans.forms import NoteForm, PlanForm, TaskForm
from integrity.streams.plans.models import NOTE_NAMES, STATE_NAMES, TONES, PlanTask, WorkPlan
from integrity.streams.plans.permissions import PlansPermission

Narrowed: Any = narrowed_by(FIELDS)


def _plans() -> dict[str, str]:
    """The plans that there are, the newest first."""
    wanted = sa.select(WorkPlan).order_by(WorkPlan.issued_on.desc(), WorkPlan.id.desc())
    return {str(plan.id): plan.title for plan in db.session.scalars(wanted)}


class Filters(Narrowed):  # type: ignore[misc]
    plan = SelectField(_l("工作方案"), choices=lambda: choices(_plans()), default="")


bp = Blueprint("plans", __name__, url_prefix="/plans")


def stream() -> streams.Stream:
    return streams.named("plans")


acts.pages(bp, stream)


@bp.get("/")
@requires(PlansPermission.READ)
def index() -> ResponseReturnValue:
    """The board: the tasks that this person leads, supports or oversees."""
    today, ways = clock.today(), []
    if current_user.can(PlansPermission.SET):
        ways = [
            Button(_("登记任务"), url_for("plans.new"), primary=True),
            Button(_("登记工作方案"), url_for("plans.new_plan")),
        ]
    table = Table(
        title=_("重点任务"),
        name="plans",
        rows=sa.select(PlanTask)
        .join(PlanTask.subject)
        .join(PlanTask.plan)
        .where(stream().visible(current_user)),
        options=(contains_eager(PlanTask.subject), contains_eager(PlanTask.plan)),
        link=stream().url,
        columns=columns(FIELDS, today),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow={
            **conditions(FIELDS, today),
            "plan": lambda value: PlanTask.plan_id == int(value),
        },
        order=(PlanTask.due_on, PlanTask.id),
        empty=_("没有任务。"),
    )
    intro = _("工作方案分解的任务。牵头单位报告，由他人核实后才算完成；逾期的由办公室督办。")
    return table.respond(acts=ways, intro=intro)


@bp.route("/new-plan", methods=["GET", "POST"])
@requires(PlansPermission.SET)
def new_plan() -> ResponseReturnValue:
    """Enter a plan that was issued."""
    form = PlanForm()

    def register() -> str:
        said = (form.title.data, form.basis.data, form.issued_on.data)
        service.register(*said, by=current_user, at=clock.now())
        return url_for("plans.new")

    return form_page(
        form,
        register,
        heading=_("登记工作方案"),
        submit=_("登记"),
        back=url_for("plans.index"),
        done=_("已登记。"),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(PlansPermission.SET)
def new() -> ResponseReturnValue:
    """Give a body a task of a plan."""
    form: Any = TaskForm(_plans())

    def set_task() -> str:
        said = service.Said(
            form.number.data,
            form.title.data,
            form.due_on.data,
            form.rhythm.data,
            form.section.data,
        )
        plan = db.session.get_one(WorkPlan, int(form.plan.data))
        bodies = (form.body.data, said, form.supporters.data or ())
        made = service.set_task(plan, *bodies, by=current_user, at=clock.now())
        return stream().url(made)

    return form_page(
        form,
        set_task,
        heading=_("登记任务"),
        intro=_("先登记工作方案，再登记其中的任务；整张分工表可以在“导入”中一次导入。"),
        submit=_("登记"),
        back=url_for("plans.index"),
        done=_("已登记。"),
    )


@bp.get("/<ref>")
@requires(PlansPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One task: who owes it, what was reported, what everybody noted."""
    found, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        found,
        today,
        sentence=found.title,
        state=Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
        facts=facts(at(FIELDS, FACTS), found, today),
        evidence=shown_to(attached.of(PlanTask.__tablename__, [found.id]), current_user) or None,
        acts=[*_buttons(found), *_ways(found)],
        follows=_follows(found),
        words=[Section("plans/_notes.html", {"notes": found.notes, "names": NOTE_NAMES})],
    )
    return render_template("streams/item.html", page=page)


def _follows(found: PlanTask) -> Any:
    """What happens next with a task that leads to no credit record; None of the others."""
    if found.closed_on is not None or found.is_claimed:
        return None
    if found.rhythm is not None:
        return _("按周期报告进展；逾期没有报告的，由领导小组办公室催办并留存记录，不形成信用记录。")
    if found.due_on is not None and found.set_on > found.due_on:
        return _("登记时期限已过，由领导小组办公室催办，不因此形成信用记录。")
    return None


@bp.route("/<ref>/notes", methods=["GET", "POST"])
@requires(PlansPermission.NOTE)
def note(ref: str) -> ResponseReturnValue:
    """Tell how it stands: who leads, who supports, or the office that asks."""
    task = stream().by_ref(ref)
    demand(PlansPermission.NOTE, task)
    form = NoteForm()

    def write() -> None:
        service.note(task, form.text.data, by=current_user, at=clock.now())

    return form_page(
        form,
        write,
        heading=_("记录进展或者调度意见"),
        intro=task.title,
        submit=_("记录"),
        back=stream().url(task),
        done=_("已记录。"),
    )


def of_body(body_id: int) -> sa.ColumnElement[bool]:
    """The tasks that a body leads or supports."""
    return sa.or_(PlanTask.subject_id == body_id, PlanTask.supporters.any(Subject.id == body_id))


def _buttons(task: PlanTask) -> list[Button]:
    """What may be done with it: a task with a last day has no reports of a period to accept."""
    of_period = {} if task.rhythm else {"accept_report"}
    offered = {name: act for name, act in stream().work.acts.items() if name not in of_period}
    address = partial(_act, task)
    return acts.buttons(offered, stream().work.flow, task, address)


def _act(task: PlanTask, move: str) -> str:
    return url_for("plans.act", ref=task.ref, move=move)


def _ways(task: PlanTask) -> list[Button]:
    if task.closed_on or not current_user.can(PlansPermission.NOTE, task):
        return []
    return [Button(_("记录进展或者调度意见"), url_for("plans.note", ref=task.ref))]
