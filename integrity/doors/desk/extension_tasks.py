"""Later days that wait to be decided, on the desks of those who did not propose them."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Permission
from integrity.casework import extension_views
from integrity.casework.extensions import FLOW, Extension, ExtensionState
from integrity.casework.steps import step_in
from integrity.casework.streams import registered
from integrity.casework.tasks import LIMIT, Task
from integrity.people.accounts.models import User


def duties(user: User) -> Iterable[Task]:
    """A later day that somebody else proposed."""
    if not user.can(Permission.DEADLINES_EXTEND):
        return
    today = clock.today()
    wanted = sa.select(Extension).where(Extension.state == ExtensionState.PROPOSED)
    for asked in db.session.scalars(wanted.order_by(Extension.step_due_on).limit(LIMIT)):
        stream = registered()[asked.stream]
        item = stream.by_ids([asked.item_id])[asked.item_id]
        if not extension_views.may_decide(user, item, asked):
            continue
        step = step_in(FLOW, asked, today)
        yield Task(
            day=asked.step_due_on,
            kind=_("延期"),
            title=f"{item.title} · {extension_views.words(asked)}",
            body=item.subject.name,
            url=stream.url(item),
            act=extension_views.GRANT,
            act_url=extension_views.address(stream, item, asked, "grant"),
            key=f"extension-{asked.id}",
            warning=step[0] if step and asked.step_days_late(today) else None,
        )
