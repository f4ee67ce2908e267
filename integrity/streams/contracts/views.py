"""The pages of contracts: the duties under them, one duty."""

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock, i18n
from integrity.base.stamps import public
from integrity.casework import acts
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.items import Badge, Link, Section
from integrity.pages.tables import Table
from integrity.streams.contracts import contract_views
from integrity.streams.contracts.blueprint import bp, stream
from integrity.streams.contracts.codes import NODE_KINDS, NODE_STATES, NODE_TONES, NodeState
from integrity.streams.contracts.fields import FIELDS, Firm
from integrity.streams.contracts.models import ContractNode
from integrity.streams.contracts.reading import is_party, reads

Filters = narrowed_by(FIELDS)
acts.pages(bp, stream)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What is owed under contracts, as far as this person may see it."""
    today = clock.today()
    table = Table(
        title=_("政府合同履约"),
        name="contracts",
        rows=sa.select(ContractNode)
        .join(ContractNode.subject)
        .join(Firm, ContractNode.counterparty)
        .where(stream().visible(current_user)),
        options=(
            contains_eager(ContractNode.subject),
            contains_eager(ContractNode.counterparty.of_type(Firm)),
        ),
        link=stream().url,
        columns=columns(FIELDS, today, public=not reads(current_user)),
        search=stream().reach.searched,
        match=stream().found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(ContractNode.due_on, ContractNode.id),
        empty=_("没有合同履约节点。"),
    )
    return table.respond(
        intro=_("政府方和相对方在合同中的每一项义务，由对方确认才算履行。"),
        acts=contract_views.buttons_of_list(),
    )


@bp.get("/<ref>")
@public
def item(ref: str) -> ResponseReturnValue:
    """One duty under a contract: who owes it, what was said of it, what can be done."""
    node, today = stream().by_ref(ref), clock.today()
    page = describe(
        stream(),
        node,
        today,
        kicker=NODE_KINDS[node.kind],
        sentence=_sentence(node),
        state=Badge(NODE_STATES[node.state], NODE_TONES.get(node.state, "plain")),
        facts=facts(at(FIELDS, FACTS, public=not is_party(node)), node, today),
        timeline=None if is_party(node) else [],
        notices=[Section("contracts/_held.html", {"node": node})] if _is_held(node) else [],
        links=[Link(_("所属合同"), url_for("contracts.contract", ref=node.contract.ref))],
    )
    return render_template("streams/item.html", page=page)


def _is_held(node: ContractNode) -> bool:
    return node.state is NodeState.HELD


def _sentence(node: ContractNode) -> str:
    said = {"body": node.subject.name, "firm": node.counterparty.name, "what": node.what}
    day = i18n.day(node.due_on or node.planned_on) if node.due_on or node.planned_on else ""
    if node.owing == "counterparty":
        return _("%(firm)s应于%(day)s向%(body)s履行：%(what)s", day=day, **said)
    if not day:
        return _("%(firm)s向%(body)s主张：%(what)s", **said)
    return _("%(body)s应于%(day)s向%(firm)s履行：%(what)s", day=day, **said)
