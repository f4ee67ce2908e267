"""The pages of whole contracts: the register, one contract, entering one and its nodes."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager

from integrity.base import clock
from integrity.base.errors import Forbidden
from integrity.base.permissions import Permission
from integrity.base.stamps import public, requires
from integrity.casework import finding, steps
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.briefs import brief
from integrity.casework.documents import pieces
from integrity.credit.described import events
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Badge, Button, Item, Link, Section
from integrity.pages.tables import Table
from integrity.people.subjects.models import SubjectKind
from integrity.streams.contracts import registrations, service
from integrity.streams.contracts.appraisal_views import appraisal_buttons
from integrity.streams.contracts.blueprint import bp
from integrity.streams.contracts.change_views import changes_of, may_propose
from integrity.streams.contracts.codes import (
    CONTRACT_OUTCOMES,
    CONTRACT_STATES,
    CONTRACT_TONES,
    KIND_NAMES,
    NODE_KINDS,
    NODE_STATES,
    NODE_TONES,
    OWING_NAMES,
    ContractState,
)
from integrity.streams.contracts.fields import CONTRACT_FIELDS, Firm
from integrity.streams.contracts.flow import CONTRACTS
from integrity.streams.contracts.forms import (
    BodyForm,
    FirmForm,
    NoteForm,
    ReviewForm,
    RulingForm,
)
from integrity.streams.contracts.models import Contract
from integrity.streams.contracts.node_views import may_add, may_remove
from integrity.streams.contracts.permissions import ContractsPermission as P
from integrity.streams.contracts.reading import by_ref, is_party, reads, visible
from integrity.streams.contracts.stage_views import stage_button, stages_of

Filters = narrowed_by(CONTRACT_FIELDS)
SEARCHED = (Contract.ref, Contract.name, Contract.number)
ACTS: Mapping[str, Act] = {
    "enter": Act(
        _l("核对无误，开始提醒"),
        service.enter,
        NoteForm,
        _l("请与合同文本逐项核对。核对以后节点只能依法变更，逾期将形成信用记录。"),
    ),
    "review": Act(
        _l("登记审查结论"),
        service.review,
        ReviewForm,
        _l(
            "凭审查单位的文书登记。没有审查或者不通过的优惠承诺不执行，也不催办，应当依法变更并处理损失。"
        ),
        primary=False,
    ),
    "finish": Act(
        _l("登记履行完毕"), service.finish, NoteForm, _l("双方节点须全部履行并经对方确认。")
    ),
    "break_off": Act(
        _l("登记违约终结"),
        service.break_off,
        RulingForm,
        _l("凭裁判、仲裁或者主管部门认定登记。已到期的义务不因此免除。"),
        danger=True,
    ),
}


def buttons_of_list() -> list[Button]:
    """What is done above the lists."""
    offered = [
        Button(_("政府合同台账"), url_for("contracts.register")),
        Button(_("招标、采购代理机构"), url_for("contracts.agencies")),
    ]
    if current_user.is_authenticated and current_user.body and current_user.can(P.REGISTER):
        offered.insert(0, Button(_("登记政府合同"), url_for("contracts.new"), primary=True))
    return offered


@bp.get("/register/")
@public
def register() -> ResponseReturnValue:
    """The contracts that this person may see."""
    today = clock.today()
    table = Table(
        title=_("政府合同台账"),
        name="contract-register",
        rows=sa.select(Contract)
        .join(Contract.subject)
        .join(Firm, Contract.counterparty)
        .where(visible()),
        options=(
            contains_eager(Contract.subject),
            contains_eager(Contract.counterparty.of_type(Firm)),
        ),
        link=lambda contract: url_for("contracts.contract", ref=contract.ref),
        columns=columns(CONTRACT_FIELDS, today, public=not reads(current_user)),
        search=SEARCHED,
        match=_found,
        filters=Filters,
        narrow=conditions(CONTRACT_FIELDS, today),
        order=(Contract.signed_on.desc(), Contract.id.desc()),
        empty=_("没有登记的合同。"),
    )
    return table.respond(acts=[Button(_("履约节点"), url_for("contracts.index"))])


@bp.route("/register/new", methods=["GET", "POST"])
@requires(P.REGISTER)
def new() -> ResponseReturnValue:
    """One side enters its contract; the office compares it with the text."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有绑定单位。"))
    owing = current_user.body.kind is SubjectKind.BODY
    form = BodyForm() if owing else FirmForm()

    def enter() -> str:
        said = answers(form)
        other = said.pop("counterparty" if owing else "subject")
        sides = (current_user.body, other) if owing else (other, current_user.body)
        made = registrations.register(*sides, **said, by=current_user, at=clock.now())
        flash(_("已登记，编号 %(ref)s。请继续登记双方的履约节点。", ref=made.ref), "success")
        return url_for("contracts.contract", ref=made.ref)

    return form_page(
        form,
        enter,
        heading=_("登记政府合同"),
        intro=_("登记以后由领导小组办公室与合同文本核对；另一方可以看到并提出意见。"),
        submit=_("登记"),
        back=url_for("contracts.register"),
    )


@bp.get("/register/<ref>")
@public
def contract(ref: str) -> ResponseReturnValue:
    """One contract with the nodes of both sides."""
    found, today = by_ref(ref), clock.today()
    party = is_party(found)
    table = found.__tablename__
    page = Item(
        heading=found.title,
        kicker=KIND_NAMES[found.kind],
        ref=found.ref,
        badges=[_state(found), *(steps.badges(CONTRACTS, found, today) if party else ())],
        brief=brief(found, linked=True),
        acts=[*buttons(ACTS, CONTRACTS, found, _address(found)), *_more(found)],
        facts=facts(at(CONTRACT_FIELDS, FACTS, public=not party), found, today),
        parts=[_nodes(found), *stages_of(found), *changes_of(found)],
        timeline=events(found) if party else [],
        evidence=shown_to(attached.of(table, [found.id]), current_user) if party else None,
        aside=[*pieces.card(table, found.id)] if party else [],
        links=[Link(_("返回台账"), url_for("contracts.register"))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/register/<ref>/do/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def contract_act(ref: str, move: str) -> ResponseReturnValue:
    """The office checks, enters a review, ends."""
    found = by_ref(ref)
    return move_page(ACTS, CONTRACTS, found, move, url_for("contracts.contract", ref=ref))


def _state(found: Contract) -> Badge:
    if found.outcome:
        return Badge(CONTRACT_OUTCOMES[found.outcome], "closed")
    return Badge(CONTRACT_STATES[found.state], CONTRACT_TONES.get(found.state, "plain"))


def _address(found: Contract) -> Callable[[str], str]:
    return lambda move: url_for("contracts.contract_act", ref=found.ref, move=move)


def _more(found: Contract) -> Iterator[Button]:
    """What a side does with it besides its moves."""
    if may_add(found):
        yield Button(_("登记履约节点"), url_for("contracts.new_node", ref=found.ref), primary=True)
    yield from stage_button(found)
    yield from appraisal_buttons(found)
    if may_propose(found):
        yield Button(_("提出依法变更"), url_for("contracts.propose", ref=found.ref))
    checked = found.state is not ContractState.REGISTERED
    if checked and current_user.is_authenticated and current_user.can(P.CONFIRM, found):
        yield Button(_("主张损失"), url_for("contracts.loss", ref=found.ref))


def _nodes(found: Contract) -> Section:
    told = {
        "contract": found,
        "sides": OWING_NAMES,
        "kinds": NODE_KINDS,
        "states": NODE_STATES,
        "tones": NODE_TONES,
        "removes": may_remove(found),
        "day": clock.today(),
    }
    return Section("contracts/_nodes.html", told)


def _found(words: str) -> Any:
    return finding.meets(words, SEARCHED, (Contract.subject_id, Contract.counterparty_id))
