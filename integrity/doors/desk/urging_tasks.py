"""Whom to urge by which step, and the steps that wait for the office."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework.tasks import LIMIT, Task
from integrity.casework.urging import ladder
from integrity.casework.urging.models import KIND_NAMES, STATE_NAMES, Urging, UrgingKind
from integrity.casework.urging.service import FLOW
from integrity.casework.urging.views import ACTS
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """What the rules propose, counted by step; then every step that the office must go on with."""
    if not user.can(Permission.URGINGS_MAKE):
        return
    for step, number in ladder.waiting(clock.today()).items():
        if number:
            yield _proposed(step, number)
    wanted = (
        sa.select(Urging)
        .where(Urging.state.in_(FLOW.waiting_for(user)))
        .options(joinedload(Urging.subject))
        .order_by(Urging.step_due_on, Urging.id)
        .limit(LIMIT)
    )
    for urging in db.session.scalars(wanted):
        move = next(name for name in FLOW.open_to(user, urging) if name in ACTS)
        yield Task(
            day=urging.step_due_on,
            kind=KIND_NAMES[urging.kind],
            title=f"{urging.ref} {STATE_NAMES[urging.state]}",
            body=urging.subject.name if urging.subject else _("多个单位"),
            url=url_for("urging.item", ref=urging.ref),
            act=ACTS[move].label,
            act_url=url_for("urging.act", ref=urging.ref, move=move),
            key=f"urging-{urging.id}",
        )


def _proposed(step: UrgingKind, number: int) -> Task:
    address = url_for("urging.index", step=step.value)
    return Task(
        day=None,
        kind=_("督办"),
        title=ngettext(
            "%(num)d 项按规则建议：%(step)s",
            "%(num)d 项按规则建议：%(step)s",
            number,
            step=KIND_NAMES[step],
        ),
        body="",
        url=address,
        act=KIND_NAMES[step],
        act_url=address,
        key=f"urge-{step.value}",
    )
