"""The pages on which a side enters the nodes of a contract, and claims a loss."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.errors import Forbidden, NotFound
from integrity.base.stamps import demand, requires
from integrity.pages.form_pages import answers, form_page
from integrity.streams.contracts import losses, registrations
from integrity.streams.contracts.blueprint import bp, stream
from integrity.streams.contracts.codes import ContractState
from integrity.streams.contracts.forms import LossForm, NodeForm
from integrity.streams.contracts.models import Contract
from integrity.streams.contracts.permissions import ContractsPermission as P
from integrity.streams.contracts.reading import by_ref


@bp.route("/register/<ref>/nodes/new", methods=["GET", "POST"])
@requires(P.READ)
def new_node(ref: str) -> ResponseReturnValue:
    """What one side owes by a day."""
    found, form = by_ref(ref), NodeForm()
    if not may_add(found):
        raise Forbidden(_("合同核对以后，节点由领导小组办公室补登或者依法变更。"))

    def enter() -> None:
        node = registrations.add_node(found, **answers(form), by=current_user, at=clock.now())
        flash(_("已登记节点 %(ref)s。", ref=node.ref), "success")

    return form_page(
        form,
        enter,
        heading=_("登记履约节点"),
        intro=found.title,
        submit=_("登记节点"),
        back=url_for("contracts.contract", ref=ref),
    )


@bp.route("/register/<ref>/nodes/<int:place>/remove", methods=["POST"])
@requires(P.REGISTER)
def remove_node(ref: str, place: int) -> ResponseReturnValue:
    """A node that was entered by mistake goes, while nobody has checked the contract."""
    found = by_ref(ref)
    demand(P.REGISTER, found)
    node = next((node for node in found.nodes if node.place == place), None)
    if node is None:
        raise NotFound
    registrations.remove_node(node, by=current_user, at=clock.now())
    flash(_("已删除节点。"), "success")
    return redirect(url_for("contracts.contract", ref=ref))


@bp.route("/register/<ref>/loss", methods=["GET", "POST"])
@requires(P.CONFIRM)
def loss(ref: str) -> ResponseReturnValue:
    """The counterparty claims what it lost."""
    found, form = by_ref(ref), LossForm()
    demand(P.CONFIRM, found)

    def ask() -> str:
        node = losses.claim(found, **answers(form), by=current_user, at=clock.now())
        flash(_("已提出，单位应当在期限内答复。"), "success")
        return stream().url(node)

    return form_page(
        form,
        ask,
        heading=_("主张损失"),
        intro=found.title,
        submit=_("提出"),
        back=url_for("contracts.contract", ref=ref),
    )


def may_add(found: Contract) -> bool:
    """Whether the person logged in may enter a node: a side until it is checked, the office."""
    if not current_user.is_authenticated:
        return False
    if found.state is ContractState.IN_FORCE:
        return bool(current_user.can(P.HANDLE, found))
    return may_remove(found)


def may_remove(found: Contract) -> bool:
    """Whether the person logged in may take a node out again."""
    entered = found.state is ContractState.REGISTERED and current_user.is_authenticated
    return entered and bool(current_user.can(P.REGISTER, found))
