"""What a body owes under a contract ends by the word of the other side, and by nothing else."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.casework.deadlines import Standing
from integrity.casework.excuses import NoExcuse
from integrity.casework.warnings import service as early
from integrity.streams.contracts import losses, registrations, reports, service, warnings
from integrity.streams.contracts.codes import (
    ContractKind,
    ContractOutcome,
    Fairness,
    Legality,
    NodeKind,
    NodeOutcome,
    NodeState,
    Owing,
)
from integrity.streams.contracts.errors import (
    AlreadyRegistered,
    OtherSide,
    StillOpen,
    WrongContract,
)
from tests.contracts.makers import (
    CONTRACT,
    DUE_ON,
    REVIEWED,
    add,
    firm_of,
    make_contract,
    make_favour,
    make_node,
    make_reported,
    office,
    officer_of,
    paper,
)
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

pytestmark = pytest.mark.usefixtures("app")


def breaches(on: date = TODAY) -> set[int]:
    return {row.item_id for row in db.session.execute(service.breaches(on))}


def test_a_report_is_a_claim_that_the_firm_denies_and_is_right():
    node = make_reported()

    reports.deny(node, "没有到账", by=firm_of(node), at=NOW)

    assert node.state is NodeState.OPEN and node.closed_on is None
    assert node.is_overdue(TODAY) and node.id in breaches()


def test_silence_confirms_nothing_it_falls_to_the_office_that_asks_on_paper():
    node = make_reported()
    later = TODAY + timedelta(days=30)

    reports.leave_unanswered(on=later, at=clock.at(later))
    db.session.refresh(node)
    assert node.state is NodeState.LEFT and node.lateness(later) is Standing.CLAIMED

    reports.confirm_for(node, None, "书面确认", paper(), by=office(), at=clock.at(later))
    assert node.outcome is NodeOutcome.KEPT and node.closed_on == TODAY


def test_without_an_account_of_the_firm_nobody_but_the_office_is_asked():
    node = make_node(account=False)

    reports.report(node, TODAY, "示例凭证", by=officer_of(node), at=NOW)

    assert node.state is NodeState.LEFT
    with pytest.raises(OtherSide):
        reports.confirm_for(node, None, "自己确认", paper(), by=officer_of(node), at=NOW)


def test_what_is_paid_late_stays_a_breach():
    node = make_reported()

    reports.confirm(node, TODAY, by=firm_of(node), at=NOW)

    assert node.closed_on == TODAY > DUE_ON
    assert node.id in breaches()


def test_nothing_is_late_under_a_contract_that_nobody_checked():
    contract = make_contract(checked=False)

    assert contract.nodes[1].id not in breaches()
    with pytest.raises(NotAllowed):
        reports.report(contract.nodes[1], TODAY, "示例", by=officer_of(contract), at=NOW)


def test_what_the_firm_owes_is_no_breach_of_the_body_and_is_answered_by_it():
    delivery = make_contract().nodes[0]
    reports.deliver(delivery, date(2026, 9, 10), "送到", by=firm_of(delivery), at=NOW)

    reports.refuse(delivery, "数量不足", by=officer_of(delivery), at=NOW)
    assert delivery.state is NodeState.AWAITED and delivery.id not in breaches()

    reports.accept(delivery, None, by=officer_of(delivery), at=NOW)
    assert delivery.outcome is NodeOutcome.KEPT


def test_a_party_changes_no_node_once_the_contract_is_checked():
    contract = make_contract()

    with pytest.raises(NotAllowed):
        add(
            contract,
            NodeKind.DELIVER,
            "先做别的",
            by=officer_of(contract),
            owing=Owing.COUNTERPARTY,
        )
    with pytest.raises(NotAllowed):
        registrations.remove_node(contract.nodes[1], by=officer_of(contract), at=NOW)


def test_a_node_entered_by_mistake_goes_before_anybody_checked_it():
    contract = make_contract(checked=False)

    registrations.remove_node(contract.nodes[1], by=officer_of(contract), at=NOW)

    assert [node.what for node in contract.nodes] == ["交付设备"]


def test_an_unreviewed_favour_is_not_late_and_not_urged_but_a_loss_can_be_claimed():
    favour = make_favour()
    stream = streams.named("contracts")

    assert favour.state is NodeState.HELD and not favour.is_overdue(TODAY)
    assert favour.id not in breaches()
    assert favour.id not in set(
        db.session.scalars(stream.overdue(TODAY).with_only_columns(stream.model.id))
    )

    loss = losses.claim(
        favour.contract, Decimal(30_000), "购置设备的损失", by=firm_of(favour), at=NOW
    )
    losses.admit(loss, by=officer_of(loss), at=NOW)
    after = loss.due_on + timedelta(days=1)
    assert loss.is_overdue(after) and loss.id in breaches(after)


def test_a_reviewed_favour_is_owed_by_its_day():
    assert make_favour(reviewed=True).id in breaches()


def test_the_body_does_not_say_itself_that_its_promise_is_unlawful():
    """Whoever owes could end its own duty by entering a negative opinion."""
    body, firm = make_body(), make_enterprise()
    failed = REVIEWED | {"fairness": Fairness.FAILED}

    with pytest.raises(WrongContract):
        registrations.register(
            body, firm, name="示例", by=make_user(Role.OFFICER, body), at=NOW, **CONTRACT | failed
        )


def test_a_review_that_fails_stops_the_favour_and_one_that_passes_revives_it():
    favour = make_favour(reviewed=True)
    words = {key: REVIEWED[key] for key in REVIEWED if "_" in key}

    said = {"by": office(), "at": NOW, **words}
    service.review(favour.contract, Legality.LAWFUL, Fairness.FAILED, "限定", paper(), **said)
    assert favour.state is NodeState.HELD

    service.review(favour.contract, Legality.LAWFUL, Fairness.PASSED, "通过", paper(), **said)
    assert favour.state is NodeState.OPEN and favour.id in breaches()


@pytest.mark.parametrize("excuse", ["主要负责人调整，不认可前任的承诺", "区里资金不足"])
def test_a_loss_is_not_contested_with_an_excuse(excuse):
    loss = claimed()

    with pytest.raises(NoExcuse):
        losses.contest(loss, excuse, by=officer_of(loss), at=NOW)


def claimed():
    contract = make_contract()
    return losses.claim(contract, Decimal(30_000), "示例损失", by=firm_of(contract), at=NOW)


def test_a_contested_loss_is_found_by_others_on_their_document():
    loss = claimed()
    losses.contest(loss, "设备未曾购置", by=officer_of(loss), at=NOW)

    with pytest.raises(OtherSide):
        losses.rule_not_owed(loss, "自己的", "示例", paper(), by=officer_of(loss), at=NOW)
    losses.rule_owed(
        loss, "（2026）示仲裁1号", Decimal(20_000), "部分成立", paper(), by=office(), at=NOW
    )

    assert loss.state is NodeState.OPEN and loss.amount == 20_000 and loss.due_on > TODAY


def test_a_contract_ends_as_performed_only_when_both_sides_are_done():
    contract = make_contract()
    delivery, payment = contract.nodes

    with pytest.raises(StillOpen):
        service.finish(contract, by=office(), at=NOW)
    reports.accept(delivery, None, by=officer_of(contract), at=NOW)
    firm = firm_of(contract)
    reports.report(payment, TODAY, "示例凭证", by=officer_of(contract), at=NOW)
    reports.confirm(payment, None, by=firm, at=NOW)
    service.finish(contract, by=office(), at=NOW)

    assert contract.outcome is ContractOutcome.PERFORMED


def test_a_contract_broken_off_leaves_owed_what_was_due():
    contract = make_contract(checked=False)
    coming = add(contract, NodeKind.PAY, "尾款", date(2027, 3, 1), by=office(), amount=Decimal(9))
    service.enter(contract, by=office(), at=NOW)

    service.break_off(contract, "（2026）示民终1号", "解除", paper(), by=office(), at=NOW)

    assert coming.outcome is NodeOutcome.CHANGED
    assert contract.nodes[1].is_overdue(TODAY)


def test_only_procurement_is_public():
    with pytest.raises(WrongContract):
        make_contract(kind=ContractKind.INVESTMENT, public=True)


def test_the_same_contract_is_registered_once():
    contract = make_contract()

    with pytest.raises(AlreadyRegistered):
        make_contract(contract.subject, contract.counterparty, number=contract.number)


def test_who_is_in_charge_is_warned_before_the_day_and_the_head_after_him():
    contract = make_contract(checked=False)
    node = add(contract, NodeKind.PAY, "尾款", date(2026, 12, 8), by=office(), amount=Decimal(9))
    service.enter(contract, by=office(), at=NOW)
    keeper, head = officer_of(node), make_user(Role.HEAD, node.subject)
    reports.entrust(node, str(keeper.id), by=officer_of(node), at=NOW)
    db.session.flush()

    warnings.warn(on=TODAY, at=NOW)
    assert told(keeper) >= {"warn"} and "warn_head" not in told(head)

    near = date(2026, 12, 2)
    warnings.warn(on=near, at=clock.at(near))
    warnings.warn(on=near, at=clock.at(near))
    assert "warn_head" in told(head)
    assert len([m for m in messages(keeper) if m.event.startswith("warn/")]) == 1


def test_of_what_is_due_soon_the_body_is_told_once():
    """The contract told it, and five days later the early warning of the same node again."""
    contract = make_contract(checked=False)
    node = add(contract, NodeKind.PAY, "尾款", date(2026, 12, 2), by=office(), amount=Decimal(9))
    service.enter(contract, by=office(), at=NOW)
    officer = officer_of(node)

    for _time in range(2):
        warnings.warn(on=TODAY, at=NOW)
        early.work(on=TODAY, at=NOW)

    assert [m.thing for m in messages(officer) if m.event.startswith(("warn", "soon"))] == [
        "contract_node"
    ]


def messages(person):
    return db.session.scalars(sa.select(Message).where(Message.person_id == person.id)).all()


def told(person):
    return {message.event.partition("/")[0] for message in messages(person)}
