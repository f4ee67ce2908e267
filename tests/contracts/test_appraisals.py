"""Each side says how the other performed; what is disputed is told nowhere until it stands."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.credit.checks.models import Verdict
from integrity.credit.measures.lists import LIST_NAMES, ListKind
from integrity.people.subjects import competence
from integrity.streams.contracts import acceptances, appraisals, reports
from integrity.streams.contracts import service as contracts
from integrity.streams.contracts.appraisal_models import Appraisal, AppraisalState
from integrity.streams.contracts.codes import ContractKind, NodeKind, NodeState
from integrity.streams.contracts.errors import AlreadyRegistered, OtherSide, WrongAppraisal
from integrity.streams.contracts.models import ContractNode
from tests.checks.makers import make_check
from tests.contracts.makers import (
    add,
    appraise,
    delivered,
    firm_of,
    make_contract,
    office,
    officer_of,
    paper,
    performed,
)
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user, served
from tests.sanctions.makers import make_listed

pytestmark = pytest.mark.usefixtures("app")
LATER = TODAY + timedelta(days=90)


@pytest.fixture
def finance() -> Any:
    """Somebody of the department that finds."""
    bureau = make_body("示例财政局")
    competence.register(appraisals.MATTER, bureau.id, by=office(), at=NOW)
    return make_user(Role.FINDER, bureau)


def appraised(grade: int = 2) -> Appraisal:
    contract = performed(make_contract())
    firm_of(contract)
    return served(appraise(contract, officer_of(contract), grade))


def supplier_of(item: Appraisal) -> Any:
    return make_user(Role.SUPPLIER, item.contract.counterparty)


def told(item: Appraisal, about: str = "政府采购资格审查") -> Any:
    """What a check about some matter tells of who was appraised."""
    query = {"q": {"code": item.appraised.uscc}}
    made = make_check(query, matter=about)
    return made.results[0].answer


def acceptance_of(node: ContractNode) -> ContractNode:
    return next(n for n in node.contract.nodes if n.delivery_id == node.id)


def late(node: ContractNode, on: date) -> bool:
    rows = contracts.breaches(on).subquery()
    wanted = sa.select(rows.c.item_id).where(rows.c.item_id == node.id)
    return db.session.scalar(wanted) is not None


def test_a_delivery_that_the_buyer_leaves_lying_is_its_own_breach() -> None:
    """The buyer owed its acceptance by no day of its own: whoever delays it delays the payment."""
    node = delivered()

    acceptance = acceptance_of(node)
    assert (acceptance.kind, acceptance.time_limit.code) == (
        NodeKind.ACCEPT,
        acceptances.FAMILY,
    )
    assert not late(acceptance, TODAY) and late(acceptance, LATER)

    reports.accept(node, TODAY, by=officer_of(node), at=clock.at(LATER))
    assert acceptance.closed_on == LATER and late(acceptance, LATER)


def test_a_refusal_in_time_is_an_answer_and_the_next_delivery_is_accepted_anew() -> None:
    node = delivered()
    reports.refuse(node, "数量不足", by=officer_of(node), at=NOW)
    assert acceptance_of(node).state is NodeState.KEPT

    delivered(node.contract, clock.at(LATER))

    owed = [n for n in node.contract.nodes if n.delivery_id == node.id]
    assert [n.state for n in owed] == [NodeState.KEPT, NodeState.OPEN]


def test_where_the_contract_names_the_day_of_acceptance_that_day_holds() -> None:
    contract = make_contract(checked=False)
    add(contract, NodeKind.ACCEPT, "验收设备", by=officer_of(contract))
    contracts.enter(contract, by=office(), at=NOW)

    delivered(contract)

    assert [n.planned_on for n in contract.nodes if n.kind is NodeKind.ACCEPT] == [
        date(2026, 10, 30)
    ]


def test_what_was_refused_wrongly_is_delivered_by_a_finding_of_others() -> None:
    node = delivered()
    reports.refuse(node, "不喜欢", by=officer_of(node), at=NOW)

    reports.rule_kept(node, "示财裁1号", TODAY, "符合约定", paper(), by=office(), at=NOW)

    assert node.closed_on == TODAY


def test_nobody_appraises_before_something_is_performed_and_nobody_twice() -> None:
    contract = make_contract()
    with pytest.raises(WrongAppraisal):
        appraise(contract, officer_of(contract))
    with pytest.raises(WrongAppraisal):
        appraise(contract, firm_of(contract))

    appraise(performed(contract), officer_of(contract))

    with pytest.raises(AlreadyRegistered):
        appraise(contract, officer_of(contract))
    with pytest.raises(OtherSide):
        appraise(contract, make_user(Role.OFFICER, make_body("另一局")))


def test_its_score_is_the_mean_of_its_points() -> None:
    item = appraised()
    item.points = {"quality": 5, "timely": 2, "service": 1}

    assert item.score == Decimal("2.67")


def test_silence_after_service_lets_it_stand_and_a_check_tells_it_without_a_verdict() -> None:
    item = appraised()
    appraisals.let_stand(on=TODAY, at=NOW)
    assert item.state is AppraisalState.WRITTEN and told(item)["information"] == []
    assert item.answer_by

    after = item.answer_by + timedelta(days=1)
    appraisals.let_stand(on=after, at=clock.at(after))
    db.session.refresh(item)
    item.final_on = TODAY  # so that the check of this day knows it

    answer = told(item)
    assert item.state is AppraisalState.FINAL
    assert "2.00" in answer["information"][0] and answer["verdict"] == Verdict.CLEAR
    assert told(item, "道路施工许可")["information"] == []


def test_what_is_objected_to_is_told_nobody_until_the_department_finds(finance: Any) -> None:
    """The buyer's word alone would have followed the supplier into every tender."""
    item = appraised()
    with pytest.raises(OtherSide):
        appraisals.accept(item, by=officer_of(item), at=NOW)

    appraisals.object_(item, "验收单写明合格", by=supplier_of(item), at=NOW)
    assert told(item)["information"] == []
    appraisals.let_stand(on=LATER, at=clock.at(LATER))
    db.session.refresh(item)
    assert item.state is AppraisalState.OBJECTED and item.finder_id == finance.body_id
    with pytest.raises(OtherSide):
        appraisals.uphold(item, "维持", by=officer_of(item), at=NOW)

    appraisals.set_aside(item, "验收单写明合格", by=finance, at=NOW)

    assert told(item)["information"] == []
    kinds = [document.kind for document in documents.of_thing("appraisal", item.id)]
    assert kinds == ["appraisal-notice", "appraisal-decision"]


def test_what_the_department_upholds_is_told_from_that_day(finance: Any) -> None:
    item = appraised()
    appraisals.object_(item, "示例", by=supplier_of(item), at=NOW)

    appraisals.uphold(item, "检验报告证明不合格", by=finance, at=NOW)

    assert item.final_on == TODAY and len(told(item)["information"]) == 1


def test_what_a_court_had_found_anew_is_told_nowhere_until_it_is(finance: Any) -> None:
    """The decision named a review, and no ruling could be entered when it was won."""
    item, by = appraised(), office()
    with pytest.raises(NotAllowed):
        appraisals.overrule(item, "示例", "示例", paper(), by=by, at=NOW)
    appraisals.object_(item, "示例", by=supplier_of(item), at=NOW)
    appraisals.uphold(item, "检验报告证明不合格", by=finance, at=NOW)

    appraisals.overrule(item, "示行终1号", "责令重新认定", paper(), by=by, at=NOW)
    assert item.state is AppraisalState.OBJECTED and told(item)["information"] == []

    appraisals.set_aside(item, "检验报告已被撤销", by=finance, at=NOW)
    assert told(item)["information"] == []


def test_what_nobody_found_is_not_found_anew() -> None:
    item = appraised()
    appraisals.accept(item, by=supplier_of(item), at=NOW)

    with pytest.raises(NotAllowed):
        appraisals.overrule(item, "示例", "示例", paper(), by=office(), at=NOW)


def test_everybody_sees_how_an_agency_performed_and_no_other_firm(client: Any) -> None:
    """Nothing told the public about the agencies of tendering (S2 二（三）)."""
    agency, other = make_enterprise("示例招标代理有限公司"), appraised()
    for grade in (5, 2, 1):
        contract = performed(make_contract(firm=agency, kind=ContractKind.AGENCY))
        item = served(appraise(contract, officer_of(contract), grade))
        if grade > 1:  # the last one is not final
            appraisals.accept(item, by=supplier_of(item), at=NOW)
    make_listed(agency)

    [row] = client.get("/contracts/agencies/?format=csv").text.splitlines()[1:]

    assert row.split(",")[:2] == [agency.name, agency.uscc] and row.endswith(",2,3.50")
    assert str(LIST_NAMES[ListKind.SERIOUS]) in row
    assert other.appraised.name not in client.get("/contracts/agencies/").text


def test_the_supplier_appraises_the_buyer_that_delays_and_the_buyer_answers() -> None:
    node = delivered()
    item = appraise(node.contract, firm_of(node), 1)

    assert (
        item.is_of_body
        and item.answer_by
        and set(item.points)
        == {
            "acceptance",
            "payment",
            "conduct",
        }
    )
    appraisals.accept(item, by=officer_of(node), at=NOW)
    assert len(told(item)["information"]) == 1


def test_a_department_that_is_a_side_finds_nothing_and_the_office_names_another() -> None:
    contract = performed(make_contract(kind=ContractKind.AGENCY))
    competence.register(appraisals.MATTER, contract.subject_id, by=office(), at=NOW)
    item = served(appraise(contract, officer_of(contract)))
    by = office()

    appraisals.object_for(item, "书面异议", paper(), by=by, at=NOW)
    assert item.finder_id is None
    with pytest.raises(WrongAppraisal):
        appraisals.assign(item, item.author, "自己", by=by, at=NOW)
    other = make_body("示例上级财政局")
    appraisals.assign(item, other, "上级部门", by=by, at=NOW)

    appraisals.uphold(item, "示例", by=make_user(Role.FINDER, other), at=NOW)
    assert item.state is AppraisalState.FINAL


def test_who_can_speak_here_objects_itself() -> None:
    item = appraised()

    with pytest.raises(NotAllowed):
        appraisals.object_for(item, "书面异议", paper(), by=office(), at=NOW)


def test_the_pages_of_an_appraisal(client: Any, login: Any, finance: Any) -> None:
    contract = performed(make_contract())
    officer, firm = officer_of(contract), firm_of(contract)
    said = {"quality": "2", "timely": "", "service": "3", "words": "示例：迟交两天。"}
    address = f"/contracts/register/{contract.ref}/appraise"

    refused = login(officer).post(address, data=said)
    made = login(officer).post(address, data=said | {"timely": "1"})

    assert refused.status_code == 422 and "示例：迟交两天。" in refused.text
    item = db.session.scalars(sa.select(Appraisal)).one()
    assert made.location.endswith(item.ref) and item.score == Decimal("2.00")
    page = login(officer).get(f"/contracts/appraisals/{item.ref}").text
    assert "提出异议</a>" not in page and "较差" in page

    desk = login(firm).get("/desk/").text
    assert "履约评价" in desk and item.ref in login(firm).get("/contracts/appraisals/").text
    login(firm).post(f"/contracts/appraisals/{item.ref}/do/object", data={"why": "验收合格"})
    assert "认定评价不成立" in login(finance).get(f"/contracts/appraisals/{item.ref}").text
    stranger = make_user(Role.OFFICER, make_body("另一局"))
    assert login(stranger).get(f"/contracts/appraisals/{item.ref}").status_code == 404
