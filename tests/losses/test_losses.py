"""What a changed plan or policy costs a firm is decided by others, and confirmed by the firm."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.casework.excuses import NoExcuse
from integrity.people.subjects import competence
from integrity.streams.losses import service
from integrity.streams.losses.errors import NotYours, WrongClaim
from integrity.streams.losses.models import LossClaim, LossOutcome, LossState
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user, served
from tests.losses.makers import (
    SAID,
    WHY,
    claimant_of,
    decider_of,
    granted,
    make_granted,
    make_loss,
    make_paid,
    payer_of,
)

pytestmark = pytest.mark.usefixtures("app")
LATER = TODAY + timedelta(days=60)


def unpaid(item: LossClaim, on: Any) -> bool:
    rows = service.breaches(on).subquery()
    wanted = sa.select(rows.c.item_id).where(rows.c.item_id == item.id)
    return db.session.scalar(wanted) is not None


def test_a_firm_hurt_outside_a_contract_has_a_claim_that_others_decide() -> None:
    """There was no channel: a plan changed, and the firm had nobody to ask."""
    body, government = make_body("示例规划局"), make_body("示例区政府")
    competence.register(service.MATTER, government.id, by=make_user(Role.OFFICE), at=NOW)

    item = service.file(make_enterprise(), body, SAID, by=make_user(Role.OFFICE), at=NOW)

    assert (item.state, item.finder_id) == (LossState.SENT, government.id)
    assert item.step_due_on and item.due_on is None
    with pytest.raises(NotYours):
        service.grant(item, Decimal(1), WHY, by=payer_of(item), at=NOW)


def test_who_pays_does_not_decide_even_where_the_table_names_it() -> None:
    body = make_body("示例规划局")
    competence.register(service.MATTER, body.id, by=make_user(Role.OFFICE), at=NOW)

    item = service.file(make_enterprise(), body, SAID, by=make_user(Role.OFFICE), at=NOW)

    assert item.state is LossState.RECEIVED
    with pytest.raises(WrongClaim):
        service.send(item, body, WHY, by=make_user(Role.OFFICE), at=NOW)


def test_what_is_granted_is_owed_from_its_service_and_late_after_its_day() -> None:
    item = granted(make_loss())
    assert item.due_on is None

    served(item)

    assert item.due_on and item.granted == 200_000
    assert not unpaid(item, item.due_on) and unpaid(item, LATER)
    kinds = {paper.kind for paper in documents.of_thing("loss_claim", item.id)}
    assert kinds == {"loss-granted", "loss-told"}


def test_more_than_was_claimed_is_not_granted() -> None:
    with pytest.raises(WrongClaim):
        granted(make_loss(), 300_001)


@pytest.mark.parametrize("why", ["原负责人已经更换", "区里财力不足"])
def test_no_excuse_refuses_compensation(why: str) -> None:
    item = make_loss()

    with pytest.raises(NoExcuse):
        service.refuse(item, why, by=decider_of(item), at=NOW)


def test_a_refusal_names_the_way_to_a_review_and_is_decided_anew_after_it() -> None:
    item = make_loss()
    service.refuse(item, "该地块规划调整时厂房没有建成", by=decider_of(item), at=NOW)

    assert item.outcome is LossOutcome.REFUSED and item.closed_on == TODAY
    [paper] = documents.of_thing("loss_claim", item.id)
    said = paper.content
    assert "行政复议" in said and "行政诉讼" in said

    service.overrule(item, "示政复决〔2027〕1号", WHY, by=make_user(Role.OFFICE), at=NOW)
    assert item.state is LossState.SENT and item.closed_on is None
    assert served(granted(item)).due_on


def test_what_was_granted_is_not_owed_while_it_is_decided_anew_and_then_by_a_new_day() -> None:
    """The day of the decision that was set aside would have made a breach of nothing owed."""
    item = make_granted()

    service.overrule(item, "示法行终〔2026〕7号", WHY, by=make_user(Role.OFFICE), at=NOW)
    assert (item.due_on, item.granted) == (None, None) and not unpaid(item, LATER)

    served(granted(item, 300_000), clock.at(LATER))
    assert item.due_on and item.due_on > LATER


def test_what_was_paid_is_not_decided_anew() -> None:
    item = make_paid()
    service.confirm(item, by=claimant_of(item), at=NOW)

    with pytest.raises(NotAllowed):
        service.overrule(item, "示例", WHY, by=make_user(Role.OFFICE), at=NOW)


def test_silence_of_the_firm_falls_to_who_decided_and_who_can_speak_here_speaks_itself() -> None:
    item, office = make_paid(), make_user(Role.OFFICE)
    claimant_of(item)
    with pytest.raises(NotAllowed):
        service.note_confirmed(item, WHY, by=office, at=NOW)

    service.leave_unanswered(on=LATER, at=clock.at(LATER))
    db.session.refresh(item)
    assert item.state is LossState.CONTESTED

    service.find_paid(item, "银行回单属实", by=decider_of(item), at=clock.at(LATER))
    assert (item.outcome, item.closed_on) == (LossOutcome.PAID, TODAY)


FOUND = {"finding": WHY}


@pytest.mark.parametrize(
    ("make", "who", "move", "said", "state"),
    [
        (make_loss, payer_of, "state", {"statement": WHY}, LossState.SENT),
        (make_loss, decider_of, "grant", FOUND | {"amount": "1000.50"}, LossState.GRANTED),
        (make_loss, decider_of, "refuse", FOUND, LossState.CLOSED),
        (make_loss, claimant_of, "withdraw", {"why": WHY}, LossState.CLOSED),
        (make_granted, payer_of, "report", {"paid_on": str(TODAY), "report": WHY}, "reported"),
        (make_paid, claimant_of, "deny", {"why": WHY}, LossState.CONTESTED),
        (make_paid, claimant_of, "confirm", {"why": WHY}, LossState.CLOSED),
    ],
)
def test_each_side_acts_on_its_page(
    login: Any, make: Any, who: Any, move: str, said: dict[str, str], state: str
) -> None:
    item = make()

    answer = login(who(item)).post(f"/losses/{item.ref}/do/{move}", data=said)

    assert (answer.status_code, item.state) == (302, state)


def test_a_firm_files_and_the_office_enters_for_one_without_an_account(login: Any) -> None:
    body, firm = make_body("示例规划局"), make_enterprise("示例制造有限公司")
    said = {**SAID, "sought": "300000", "body": body.slug}
    office = make_user(Role.OFFICE, make_body("领导小组办公室"))

    bad = login(make_user(Role.SUPPLIER, firm)).post("/losses/new", data=said | {"sought": ""})
    own = login(make_user(Role.SUPPLIER, firm)).post("/losses/new", data=said)
    bare = login(office).post("/losses/new", data=said | {"claimant": firm.uscc})
    document = (io.BytesIO("书面申请".encode()), "申请.txt")
    entered = login(office).post(
        "/losses/new", data=said | {"claimant": firm.uscc, "document": document}
    )

    assert bad.status_code == 422 and SAID["text"] in bad.text
    assert (own.status_code, bare.status_code, entered.status_code) == (302, 422, 302)
    made = db.session.scalars(sa.select(LossClaim)).all()
    assert {item.claimant_id for item in made} == {firm.id} and len(made) == 2
