"""The pages of measured values and inspections of a target."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import db, for_change
from integrity.base.errors import Forbidden
from integrity.base.stamps import demand, requires
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.steps import step_in
from integrity.pages.form_pages import form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Button, Section
from integrity.streams.targets import service
from integrity.streams.targets.blueprint import bp, stream
from integrity.streams.targets.flow import READINGS
from integrity.streams.targets.forms import (
    CorrectForm,
    DebtReadingForm,
    InspectionForm,
    ReadingForm,
)
from integrity.streams.targets.models import (
    LEVEL_NAMES,
    READING_NAMES,
    Level,
    Reading,
    Target,
    TargetKind,
)
from integrity.streams.targets.permissions import TargetsPermission

ACTS = {
    "question": Act(
        _l("对监测值提出异议"),
        service.question,
        WhyForm,
        _l("复核以前，监测值继续有效。"),
    ),
    "keep_value": Act(_l("复核维持"), service.keep_value, WhyForm),
    "correct": Act(_l("更正监测值"), service.correct, CorrectForm),
}


@bp.route("/<ref>/readings", methods=["GET", "POST"])
@requires(TargetsPermission.MEASURE)
def reading(ref: str) -> ResponseReturnValue:
    """The department enters what it published for a month."""
    target = stream().by_ref(ref)
    demand(TargetsPermission.MEASURE, target)
    _demand_source(target)
    form: Any = DebtReadingForm() if target.kind is TargetKind.DEBT else ReadingForm()

    def measure() -> None:
        level = form.level.data if "level" in form else None
        said = service.Value(
            form.month.data,
            form.value.data,
            form.source.data,
            form.published_on.data,
            Level(level) if level else None,
        )
        service.measure(target, said, by=current_user, at=clock.now())

    return form_page(
        form,
        measure,
        heading=_("登记监测值"),
        intro=target.title,
        submit=_("登记"),
        back=stream().url(target),
        done=_("已登记。"),
    )


@bp.route("/<ref>/readings/<int:number>/<move>", methods=["GET", "POST"])
@requires(TargetsPermission.READ)
def reading_act(ref: str, number: int, move: str) -> ResponseReturnValue:
    """What may be done with one value."""
    target = stream().by_ref(ref)
    wanted = sa.select(Reading).where(Reading.id == number, Reading.target_id == target.id)
    found = db.session.scalars(for_change(wanted, Reading)).first()
    return move_page(ACTS, READINGS, found, move, stream().url(target))


@bp.route("/<ref>/inspections", methods=["GET", "POST"])
@requires(TargetsPermission.INSPECT)
def inspection(ref: str) -> ResponseReturnValue:
    """Enter what an inspection on the spot found."""
    target = stream().by_ref(ref)
    demand(TargetsPermission.INSPECT, target)
    form = InspectionForm()

    def inspect() -> None:
        said = (form.on_day.data, form.inspectors.data, form.problem.data == "yes")
        service.inspect(target, *said, form.finding.data, by=current_user, at=clock.now())

    return form_page(
        form,
        inspect,
        heading=_("登记督导检查"),
        intro=target.title,
        submit=_("登记"),
        back=stream().url(target),
        done=_("已登记。"),
    )


def ways(target: Target) -> list[Button]:
    """To enter a value or an inspection, for who may."""
    if not current_user.is_authenticated:
        return []
    found = []
    mine = current_user.body_id == target.measured_by_id
    if mine and current_user.can(TargetsPermission.MEASURE, target):
        found.append(Button(_("登记监测值"), url_for("targets.reading", ref=target.ref)))
    other = current_user.body_id != target.subject_id
    if other and current_user.can(TargetsPermission.INSPECT, target):
        found.append(Button(_("登记督导检查"), url_for("targets.inspection", ref=target.ref)))
    return found


def sections(target: Target) -> list[Section]:
    """The values by month for everybody, and the inspections for those who read targets."""
    reads = current_user.is_authenticated and stream().is_read_by(current_user)
    inspections = target.inspections if reads else ()
    data = {"target": target, "readings": [_row(target, r) for r in target.readings]}
    return [Section("targets/_readings.html", data | {"inspections": inspections})]


def _row(target: Target, found: Reading) -> dict[str, Any]:
    def address(move: str) -> str:
        return url_for("targets.reading_act", ref=target.ref, number=found.id, move=move)

    return {
        "month": f"{found.month:%Y-%m}",
        "value": f"{found.value.normalize():f}",
        "met": target.is_met_by(found.value),
        "level": LEVEL_NAMES[found.level] if found.level else None,
        "source": found.source,
        "published_on": found.published_on,
        "state": READING_NAMES[found.state],
        "answer": found.answer,
        "review": found.review,
        "step": step_in(READINGS, found, clock.today()),
        "acts": buttons(ACTS, READINGS, found, address) if current_user.is_authenticated else (),
    }


def _demand_source(target: Target) -> None:
    if current_user.body_id != target.measured_by_id:
        raise Forbidden(_("监测值只由监测部门登记。"))
