"""The pages of debts."""

import sqlalchemy as sa
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from debts.fields import FIELDS
from debts.models import STATE_NAMES, Debt
from debts.permissions import DebtsPermission
from integrity.base import clock
from integrity.base.stamps import public, requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.items import Badge
from integrity.pages.tables import Table

bp = Blueprint("debts", __name__, url_prefix="/debts")
acts.pages(bp, lambda: streams.named("debts"))
Filters = narrowed_by(FIELDS)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    stream, today = streams.named("debts"), clock.today()
    table = Table(
        title="债务",
        rows=sa.select(Debt).join(Debt.subject).where(stream.visible(current_user)),
        columns=columns(FIELDS, today),
        link=stream.url,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(Debt.due_on, Debt.id),
    )
    return table.respond()


@bp.get("/<ref>")
@requires(DebtsPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    stream, today = streams.named("debts"), clock.today()
    debt = stream.by_ref(ref)
    told = facts(at(FIELDS, FACTS), debt, today)
    page = describe(stream, debt, today, state=Badge(STATE_NAMES[debt.state]), facts=told)
    return render_template("streams/item.html", page=page)
