"""A term that the law counts from service starts only from service that is proven."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

import pytest
from flask import Flask

from integrity.base import clock
from integrity.base.permissions import Role
from integrity.casework.documents import deliveries, kinds
from integrity.casework.documents import service as documents
from integrity.casework.documents.models import (
    Delivery,
    DeliveryState,
    DocumentState,
    Proof,
    Way,
)
from integrity.casework.urging.models import Urging
from integrity.credit.assessments.models import AssessmentLine
from integrity.credit.objections import service as objections
from integrity.credit.papers import records as notices
from integrity.credit.records import service as records
from integrity.credit.relations.reaching_models import Reaching
from integrity.credit.sanctions import service as sanctions
from integrity.streams.grievances import findings
from tests.contracts.makers import appraise, firm_of, make_contract, officer_of, performed
from tests.factories import NOW, TODAY, make_body, make_record, make_user
from tests.grievances.makers import make_sent
from tests.losses.makers import granted, make_loss
from tests.papers.makers import office, ordered
from tests.sanctions.makers import make_nominated
from tests.tips.makers import firm_of as reported_firm_of
from tests.tips.makers import invited, make_tip

LATER = TODAY + timedelta(days=200)


@dataclass(frozen=True)
class Counted:
    """A thing whose term counts from service: how its paper is sent, and what the term is."""

    make: Callable[[Any], Any]
    term: Callable[[Any], date | None]
    kind: str
    begun: Callable[[Any], date | None] = attrgetter("notified_on")


def proposed(body: Any) -> Any:
    record = make_record(body, notified_on=None, object_until=None)
    notices.draft_notices(at=NOW)
    [notice] = documents.of_thing(record.__tablename__, record.id)
    documents.sign(notice, by=office(), at=NOW)
    return record


def notified(body: Any) -> Any:
    entry = make_nominated(body)
    sanctions.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    return entry


def found_true(body: Any) -> Any:
    item = make_sent(body)
    said = ("示例事实", "示例要求", None)
    findings.find_true(item, *said, by=make_user(Role.FINDER, item.finder), at=NOW)
    return item


def compensated(body: Any) -> Any:
    return granted(make_loss(body))


def appraised(body: Any) -> Any:
    contract = performed(make_contract(body))
    firm_of(contract)
    return appraise(contract, officer_of(contract))


def asked(body: Any) -> Any:
    tip = make_tip(body)
    reported_firm_of(tip)
    return invited(tip)


def refused(body: Any) -> Any:
    record, by = make_record(body), make_user(Role.OFFICE)
    objection = objections.file(record, "示例理由", by=make_user(Role.OFFICER, body), at=NOW)
    objections.accept(objection, by=by, at=NOW)
    objections.reject(objection, "示例：不属实", by=by, at=NOW)
    return objection


COUNTED = {
    "objection-answer": Counted(
        refused,
        lambda objection: objection.appeal_until,
        "objection-answer",
        attrgetter("answer_served_on"),
    ),
    "appraisal-notice": Counted(
        appraised, lambda item: item.answer_by, "appraisal-notice", attrgetter("told_on")
    ),
    "record-notice": Counted(proposed, lambda record: record.object_until, "record-notice"),
    "rectification-order": Counted(
        ordered, lambda order: order.due_on, "rectification-order", attrgetter("starts_on")
    ),
    "grievance-true": Counted(
        found_true, lambda item: item.due_on, "grievance-true", attrgetter("starts_on")
    ),
    "loss-granted": Counted(
        compensated, lambda item: item.due_on, "loss-granted", attrgetter("starts_on")
    ),
    "tip-hearing": Counted(asked, lambda item: item.heard_by, "tip-hearing"),
    "listing-notice": Counted(notified, lambda entry: entry.statement_due, "listing-notice"),
}


def sent(counted: Counted) -> tuple[Any, Delivery]:
    body = make_body()
    make_user(Role.OFFICER, body)
    thing = counted.make(body)
    papers = documents.of_thing(thing.__tablename__, thing.id)
    [paper] = [document for document in papers if document.kind == counted.kind]
    return thing, paper.deliveries[0]


def test_every_kind_that_begins_a_term_is_in_the_table(app: Flask) -> None:
    elsewhere = (Urging, Reaching, AssessmentLine)  # tests/urging, tests/relations, assessments
    begins = {k.name for k in kinds.registered().values() if k.served and k.model not in elsewhere}

    assert begins == set(COUNTED)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", COUNTED)
def test_what_is_only_sent_begins_nothing_even_months_later(name: str) -> None:
    """A body was told by a row of a table at night, and its time ran out unseen."""
    thing, delivery = sent(COUNTED[name])
    delivery.deemed_on = None  # by a way after which no rule takes it for served

    deliveries.deem(on=LATER, at=clock.at(LATER))

    assert delivery.state is DeliveryState.SENT
    assert COUNTED[name].term(thing) is None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", COUNTED)
def test_receipt_begins_the_term_on_its_own_day(name: str) -> None:
    thing, delivery = sent(COUNTED[name])
    on = TODAY + timedelta(days=3)

    role = Role.SUPPLIER if name in ("appraisal-notice", "tip-hearing") else Role.OFFICER
    by = make_user(role, delivery.subject)
    deliveries.confirm(delivery, by=by, at=clock.at(on, 9))

    term = COUNTED[name].term(thing)
    assert COUNTED[name].begun(thing) == on and term and term > on


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("name", [name for name in COUNTED if name != "listing-notice"])
def test_the_day_of_the_rule_begins_the_term_however_late_the_night_runs(name: str) -> None:
    thing, delivery = sent(COUNTED[name])
    deemed = delivery.deemed_on
    assert deemed

    deliveries.deem(on=LATER, at=clock.at(LATER))

    assert (delivery.served_on, delivery.proof) == (deemed, Proof.DEEMED)
    assert COUNTED[name].begun(thing) == deemed


@pytest.mark.usefixtures("app")
def test_the_notice_of_a_listing_is_taken_for_served_by_no_rule() -> None:
    _thing, delivery = sent(COUNTED["listing-notice"])

    assert kinds.named("listing-notice").must_be_opened
    assert (delivery.way, delivery.deemed_on) == (Way.DESK, None)


@pytest.mark.usefixtures("app")
def test_the_notice_of_a_record_that_is_withdrawn_is_void_if_nobody_has_it() -> None:
    """A draft lay ready to be signed although what it told of was no more."""
    record = make_record(notified_on=None, object_until=None)
    notices.draft_notices(at=NOW)

    records.readdress(record.stream, record.item_id, by=office(), at=NOW, why="示例")

    [notice] = documents.of_thing(record.__tablename__, record.id)
    assert notice.state is DocumentState.CANCELLED
    assert [d.state for d in notice.deliveries] == [DeliveryState.CANCELLED]
    assert notices.draft_notices(at=NOW) == 0
