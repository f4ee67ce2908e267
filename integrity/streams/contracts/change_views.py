"""The pages on which a contract is changed lawfully: proposed, answered, made."""

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework import steps
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.documents import pieces
from integrity.casework.excuses import GROUND_NAMES
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Section
from integrity.streams.contracts import changes
from integrity.streams.contracts.blueprint import bp
from integrity.streams.contracts.change_models import (
    CHANGE_NAMES,
    CHANGE_TONES,
    KIND_NAMES,
    ContractChange,
)
from integrity.streams.contracts.codes import ContractState, Owing
from integrity.streams.contracts.forms import ChangeForm, NoteForm, RulingForm
from integrity.streams.contracts.models import Contract
from integrity.streams.contracts.permissions import ContractsPermission as P
from integrity.streams.contracts.reading import by_ref, is_party

ACTS = {
    "agree": Act(
        _l("同意变更和补偿"), changes.agree, NoteForm, _l("登记以后合同按变更后的内容履行。")
    ),
    "object": Act(
        _l("不同意变更"),
        changes.object_,
        WhyForm,
        _l("合同按原约定继续履行，由裁判、仲裁或者有权机关决定。"),
        danger=True,
    ),
    "make": Act(_l("登记变更"), changes.make, NoteForm, _l("将向双方出具合同变更确认书。")),
    "rule": Act(
        _l("按裁判或者决定登记变更"),
        changes.rule,
        RulingForm,
        _l("相对方没有同意的，凭裁判、仲裁或者有权机关的决定登记。"),
        primary=False,
    ),
    "withdraw": Act(_l("撤回变更"), changes.withdraw, WhyForm, danger=True),
}


@bp.route("/register/<ref>/change", methods=["GET", "POST"])
@requires(P.REPORT)
def propose(ref: str) -> ResponseReturnValue:
    """The body proposes a change and what it pays for it."""
    found, form = by_ref(ref), ChangeForm()
    demand(P.REPORT, found)
    open_ = [node for node in found.nodes if node.owing is Owing.BODY and not node.closed_on]
    form.node.choices = [("", _("不选")), *((str(node.place), node.what) for node in open_)]

    def ask() -> None:
        said = answers(form)
        place = said.pop("node")
        chosen = next((node for node in open_ if str(node.place) == place), None)
        changes.propose(found, **said, node=chosen, by=current_user, at=clock.now())
        flash(_("已提出变更，等待相对方答复。"), "success")

    return form_page(
        form,
        ask,
        heading=_("提出依法变更"),
        intro=found.title,
        submit=_("提出"),
        back=url_for("contracts.contract", ref=ref),
    )


@bp.route("/register/<ref>/changes/<int:number>/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def change(ref: str, number: int, move: str) -> ResponseReturnValue:
    """The counterparty answers, the office enters what was agreed or decided."""
    found = by_ref(ref)
    mine = (ContractChange.id == number, ContractChange.contract_id == found.id)
    wanted = sa.select(ContractChange).where(*mine)
    item = db.session.scalars(for_change(wanted, ContractChange)).first()
    if item is None:
        raise NotFound
    back = url_for("contracts.contract", ref=ref)
    return move_page(ACTS, changes.CHANGES, item, move, back, intro=item.why)


def changes_of(found: Contract) -> Iterator[Section]:
    """What was proposed to be changed, for who reads the whole contract."""
    rows = changes.of(found) if is_party(found) else ()
    if not rows:
        return
    told = [
        (
            row,
            steps.badges(changes.CHANGES, row, clock.today()),
            buttons(ACTS, changes.CHANGES, row, _address(row)),
            pieces.card(row.__tablename__, row.id),
        )
        for row in rows
    ]
    words = {"kinds": KIND_NAMES, "states": CHANGE_NAMES, "tones": CHANGE_TONES}
    yield Section("contracts/_changes.html", {"rows": told, "grounds": GROUND_NAMES, **words})


def may_propose(found: Contract) -> bool:
    """Whether the person logged in acts for the body, and there is something to change."""
    in_force = found.state is ContractState.IN_FORCE and current_user.is_authenticated
    return in_force and bool(current_user.can(P.REPORT, found))


def _address(row: ContractChange) -> Callable[[str], str]:
    return lambda move: url_for("contracts.change", ref=row.contract.ref, number=row.id, move=move)
