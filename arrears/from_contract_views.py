"""The page on which an unpaid payment of a contract becomes a claim."""

from collections.abc import Iterable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from arrears import from_contracts
from arrears.blueprint import bp
from arrears.fields import PREVIEW
from arrears.permissions import ArrearsPermission
from integrity.base import clock
from integrity.base.errors import Forbidden, NotFound
from integrity.base.stamps import requires
from integrity.casework import streams
from integrity.pages.fields import facts
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.streams.contracts import debts
from integrity.streams.contracts.models import ContractNode


@bp.route("/from-contract/<ref>", methods=["GET", "POST"])
@requires(ArrearsPermission.READ)
def from_contract(ref: str) -> ResponseReturnValue:
    """The counterparty or the office registers it, with one click."""
    contracts = streams.named(from_contracts.SOURCE)
    node = contracts.by_ref(ref)
    if node.due_on is None:  # what has no day is no debt
        raise NotFound
    if not _may(node):
        raise Forbidden(_("只有合同的相对方和领导小组办公室可以登记。"))
    today = clock.today()

    def register() -> str:
        made = from_contracts.claim(node, by=current_user, at=clock.now())
        flash(_("已登记为拖欠账款，编号 %(ref)s。", ref=made.ref), "success")
        return url_for("arrears.item", ref=made.ref)

    def preview() -> dict[str, Any]:
        return {"preview_facts": facts(PREVIEW, from_contracts.drafted(node), today)}

    return form_page(
        PostForm(),
        register,
        template="arrears/new.html",
        heading=_("登记为拖欠账款"),
        intro=_("合同的金额、日期和文件一并带入，以后在拖欠账款中办理。"),
        submit=_("登记为拖欠账款"),
        back=contracts.url(node),
        more=preview,
    )


def on_item(stream: streams.Stream, item: Any) -> Iterable[tuple[Any, str]]:
    """To register an unpaid payment; or the claim that it became."""
    if not isinstance(item, ContractNode):
        return
    if debts.is_debt(item, clock.today()) and _may(item) and not from_contracts.of_node(item):
        yield _("登记为拖欠账款"), url_for("arrears.from_contract", ref=item.ref)


def _may(node: ContractNode) -> bool:
    if not current_user.is_authenticated:
        return False
    handles = current_user.can(ArrearsPermission.HANDLE)
    registers = current_user.can(ArrearsPermission.REGISTER)
    return bool(handles or (registers and current_user.body_id == node.counterparty_id))
