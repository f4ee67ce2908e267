"""Later days that wait to be decided, on the desks of those who did not propose them."""

from collections.abc import Iterable

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity import clock, extending
from integrity.accounts.models import User
from integrity.db import db
from integrity.desk.duties import LIMIT, Duty
from integrity.extensions import FLOW, Extension, ExtensionState
from integrity.permissions import Permission
from integrity.streams import registered, step_in


def duties(user: User) -> Iterable[Duty]:
    """A later day that somebody else proposed."""
    if not user.can(Permission.DEADLINES_EXTEND):
        return
    today = clock.today()
    wanted = sa.select(Extension).where(Extension.state == ExtensionState.PROPOSED)
    for asked in db.session.scalars(wanted.order_by(Extension.step_due_on).limit(LIMIT)):
        stream = registered()[asked.stream]
        item = stream.by_ids([asked.item_id])[asked.item_id]
        if not extending.may_decide(user, item, asked):
            continue
        step = step_in(FLOW, asked, today)
        yield Duty(
            day=asked.step_due_on,
            kind=_("延期"),
            title=f"{item.title} · {extending.words(asked)}",
            body=item.subject.name,
            url=stream.url(item),
            act=extending.GRANT,
            act_url=extending.address(stream, item, asked, "grant"),
            key=f"extension-{asked.id}",
            warning=step[0] if step and asked.step_days_late(today) else None,
        )
