import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from integrity.credit.checks.models import Verdict
from integrity.credit.measures.models import Measure
from integrity.credit.relations import answering, orders, reachings, service
from integrity.credit.relations.reaching_models import (
    OrderState,
    ReachEnd,
    Reaching,
    ReachingState,
    ReachOrder,
)
from integrity.credit.sanctions import service as sanctions
from integrity.people.accounts.models import User
from tests.checks.makers import ask as check
from tests.factories import NOW, TODAY, make_body, make_user
from tests.persons.makers import NAME, NUMBER
from tests.relations.makers import (
    apply,
    make_reaching,
    make_relation,
    make_serious,
    spot,
    tell,
)
from tests.sanctions.makers import make_receivers

S = ReachingState
PERSON = {"code": NUMBER, "name": NAME}


def office() -> User:
    return make_user(Role.OFFICE)


def ordered() -> list[ReachOrder]:
    return list(db.session.scalars(sa.select(ReachOrder).order_by(ReachOrder.id)))


def verdict() -> Verdict:
    return check(PERSON).verdict


def papers(found: Reaching) -> list[str]:
    wanted = sa.select(Document.kind).where(
        Document.thing == "reaching", Document.thing_id == found.id
    )
    return list(db.session.scalars(wanted.order_by(Document.id)))


def test_nothing_reaches_a_person_who_was_not_told():
    make_relation(make_serious().subject)

    (found,) = spot()

    assert found.state is S.FOUND and verdict() is Verdict.CLEAR
    with pytest.raises(Refused):
        reachings.confirm(found, "理由", by=office(), at=NOW)


def test_the_night_finds_each_once():
    make_relation(make_serious().subject)

    assert spot() == spot() and len(spot()) == 1


def test_who_has_not_spoken_keeps_the_time_to_do_it():
    make_relation(make_serious().subject)
    (found,) = spot()
    reachings.notify(found, by=office(), at=NOW)

    with pytest.raises(reachings.NotYet):
        reachings.confirm(found, "理由", by=office(), at=NOW)


def test_the_time_to_speak_runs_from_service():
    make_relation(make_serious().subject)
    (found,) = spot()
    reachings.notify(found, by=office(), at=NOW)
    assert found.statement_due is None

    ids = sa.select(Reaching.id).where(Reaching.id == found.id)
    reachings.begin(ids, TODAY, by=office(), at=NOW)

    assert found.statement_due > TODAY and found.step_due_on > found.statement_due


def test_who_told_the_person_does_not_apply_it():
    make_relation(make_serious().subject)
    found = tell(spot()[0])

    with pytest.raises(reachings.SamePerson):
        reachings.confirm(found, "理由", by=db.session.get(User, found.told_by_id), at=NOW)


def test_every_step_has_its_paper_and_none_names_the_person():
    found = make_reaching()

    texts = db.session.scalars(sa.select(Document.content)).all()

    assert papers(found) == ["related-notice", "related-decision"]
    assert not any(NAME in str(text) or NUMBER in str(text) for text in texts)
    assert any("法定代表人" in str(text) for text in texts)


def test_the_executing_body_alone_is_told_who_it_is_and_that_is_logged(client, login):
    executing, other = make_receivers(1)[0], make_body("示例无关单位")
    make_reaching()
    (order,) = ordered()
    address = f"/relations/orders/{order.id}"
    login(make_user(Role.CLERK, executing))

    before, after = client.get(address).text, client.post(f"{address}/look").text

    assert NAME not in before and NUMBER not in before
    assert NAME in after and NUMBER in after
    moves = sa.select(AuditEvent.move).where(AuditEvent.thing == "reach_order")
    assert "look" in db.session.scalars(moves).all()
    login(make_user(Role.CLERK, other))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/look").status_code == 404
    login(make_user(Role.OFFICE, make_body("领导小组办公室")))
    assert client.get(address).status_code == 200
    assert client.post(f"{address}/look").status_code == 403


def test_the_end_of_the_relation_ends_it_at_once_and_every_receiver_must_drop_it():
    receivers = make_receivers(2)
    found = make_reaching()
    first, second = ordered()
    clerk = make_user(Role.CLERK, receivers[0])
    orders.answer(first, True, "", by=clerk, at=NOW)

    day = TODAY.replace(day=1)
    service.end(found.relation, day, "示例变更登记", by=office(), at=NOW)
    db.session.expire_all()

    assert (found.state, found.outcome) == (S.ENDED, ReachEnd.LAPSED)
    assert {first.state, second.state} == {OrderState.RECALLED}
    assert papers(found)[-1] == "related-ending" and verdict() is Verdict.CLEAR
    orders.drop(first, "系统和缓存已清除", by=clerk, at=NOW)
    assert first.state is OrderState.DROPPED
    with pytest.raises(orders.NotYours):
        orders.look(first, by=clerk, at=NOW)


def test_the_end_of_the_entry_ends_it():
    make_receivers(1)
    found = make_reaching()
    assert verdict() is Verdict.RESTRICT

    sanctions.revoke(found.entry, "示例撤销", by=office(), at=NOW)
    at_once = verdict()
    spot()
    db.session.expire_all()

    assert at_once is Verdict.CLEAR
    assert found.state is S.ENDED and ordered()[0].state is OrderState.RECALLED


def test_the_person_objects_is_refused_once_and_right_on_appeal():
    make_receivers(1)
    found = make_reaching()
    taker, answerer = office(), office()
    reachings.object_to(found, "示例：早已辞去职务", by=taker, at=NOW)
    assert verdict() is Verdict.RESTRICT  # an objection stops nothing
    with pytest.raises(reachings.SamePerson):
        reachings.uphold(found, "理由", by=taker, at=NOW)

    reachings.maintain(found, "示例：登记没有变更", by=answerer, at=NOW)
    with pytest.raises(reachings.Said):
        reachings.object_to(found, "再次", by=taker, at=NOW)
    reachings.appeal(found, "示例：法院判决确认已辞任", by=taker, at=NOW)
    with pytest.raises(reachings.SamePerson):
        reachings.allow(found, "理由", by=answerer, at=NOW)
    reachings.allow(found, "示例：判决确认", by=office(), at=NOW)

    assert (found.state, found.outcome) == (S.ENDED, ReachEnd.NOT_SO)
    assert verdict() is Verdict.CLEAR and ordered()[0].state is OrderState.RECALLED
    assert papers(found)[-2:] == ["related-answer", "related-answer"]
    assert [one.state for one in spot()] == [S.ENDED]


def test_nobody_appeals_before_there_is_an_answer():
    found = make_reaching()

    with pytest.raises(reachings.Said):
        reachings.appeal(found, "示例", by=office(), at=NOW)


def test_what_was_not_executed_has_a_reason():
    receiver = make_receivers(1)[0]
    make_reaching()
    (order,) = ordered()

    with pytest.raises(orders.SayWhy):
        orders.answer(order, False, " ", by=make_user(Role.CLERK, receiver), at=NOW)


def test_the_office_does_it_all_by_page(client, login):
    make_relation(make_serious().subject)
    (found,) = spot()
    address = f"/relations/reachings/{found.id}"
    first, second = office(), office()
    said = {"statement": "示例陈述", "why": "示例理由"}

    login(first)
    assert "告知关联人" in client.get(address).text
    client.post(f"{address}/do/notify", data=said)
    client.post(f"{address}/do/defend", data=said)
    assert "复核并适用" not in client.get(address).text
    login(second)
    client.post(f"{address}/do/apply_related", data=said)
    client.post(f"{address}/do/object_related", data=said)
    login(first)
    client.post(f"{address}/do/uphold_related", data=said)
    text = client.get(address).text + client.get("/relations/reachings/").text

    assert found.state is S.ENDED
    assert NAME not in text and NUMBER not in text and "示例陈述" in text


def test_another_department_sees_nothing_of_it(client, login):
    found = make_reaching()
    login(make_user(Role.OFFICER, make_body("示例无关单位")))

    assert client.get(f"/relations/reachings/{found.id}").status_code == 404
    assert found.ref not in client.get("/relations/reachings/").text


def test_applied_twice_by_two_relations_is_told_of_each():
    entry = make_serious()
    make_relation(entry.subject)
    make_relation(entry.subject, role=service.RelationRole.CONTROLLER)

    found = [apply(one) for one in spot()]

    said = check(PERSON).answer["explanations"]
    assert len(found) == 2 and len([key for key in said if key.startswith("related")]) == 2


def test_nobody_is_reached_while_the_entry_is_suspended_by_order():
    reaching = make_reaching()
    assert verdict() is Verdict.RESTRICT

    reaching.entry.suspended = True
    db.session.flush()

    assert verdict() is not Verdict.RESTRICT


def test_nobody_is_reached_by_what_is_out_of_proportion_to_what_was_done():
    entry = make_serious()
    make_relation(entry.subject)
    for measure in db.session.scalars(sa.select(Measure)):
        measure.severity, measure.offences = None, "SX1-01"
    db.session.flush()

    assert spot() == []


def test_an_objection_that_is_right_ends_the_relation_and_what_else_reaches_through_it():
    found = make_reaching()
    reachings.object_to(found, "示例：早已辞去职务", by=office(), at=NOW)

    ended_on = found.relation.since
    answering.uphold(found, "示例：登记已经变更", ended_on, by=office(), at=NOW)

    assert found.state is S.ENDED and found.relation.until == ended_on
    assert papers(found)[-1] == "related-answer"


def test_an_objection_that_is_right_for_another_reason_leaves_the_relation():
    found = make_reaching()
    reachings.object_to(found, "示例：措施不涉及本人", by=office(), at=NOW)

    answering.uphold(found, "示例：措施不涉及", by=office(), at=NOW)

    assert found.state is S.ENDED and found.relation.until is None
