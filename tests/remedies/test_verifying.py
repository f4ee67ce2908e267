"""Before a repair is decided: what is missing is asked for once, and some are seen on the spot."""

from datetime import date, timedelta

import pytest

from integrity.base import clock
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit.records import filings
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import service, verifying
from integrity.credit.repairs.models import RepairState
from tests.factories import NOW, TODAY, make_record, make_user

TOLD = {"statement": "示例：已全部履行并公开说明。", "promise": "示例：今后按期履行承诺。"}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def filed(**more):
    record = make_record(
        state=RecordState.CONFIRMED,
        decided_on=date(2026, 7, 1),
        repairable_on=date(2026, 10, 1),
        until=date(2027, 7, 1),
        public=True,
        **more,
    )
    return service.file(record, **TOLD, by=make_user(Role.OFFICER, record.subject), at=NOW)


def test_while_something_is_missing_no_time_to_decide_runs():
    repair, office = filed(), make_user(Role.OFFICE)
    later = clock.at(TODAY + 5 * DAY)

    verifying.ask_more(repair, "示例：缺收款证明", by=office, at=NOW)
    waiting = (repair.due_on, repair.step_due_on)
    verifying.complete(repair, "示例：补交", by=make_user(Role.OFFICER, repair.subject), at=later)

    assert waiting == (None, rules.due("LOCAL-REP-COMPLETE", TODAY).due_on)
    assert repair.state is RepairState.FILED
    assert repair.due_on == rules.due("REP-RESULT", TODAY + 5 * DAY).due_on
    assert repair.step_due_on == rules.due("REP-ACCEPT", TODAY + 5 * DAY).due_on
    assert "示例：补交" in repair.statement


def test_it_is_asked_for_once():
    repair, office = filed(), make_user(Role.OFFICE)
    verifying.ask_more(repair, "示例：缺收款证明", by=office, at=NOW)
    verifying.complete_for(repair, "示例：补交", TODAY, by=office, at=NOW)

    with pytest.raises(verifying.AskedBefore):
        verifying.ask_more(repair, "示例：还缺一份", by=office, at=NOW)


def test_nothing_is_refused_for_being_incomplete_before_its_term_is_over():
    repair, office = filed(), make_user(Role.OFFICE)
    verifying.ask_more(repair, "示例：缺收款证明", by=office, at=NOW)
    last = repair.step_due_on

    with pytest.raises(verifying.StillTime):
        verifying.refuse_incomplete(repair, "示例", by=office, at=clock.at(last))
    with pytest.raises(NotAllowed):
        service.refuse(repair, "示例", by=office, at=NOW)
    verifying.refuse_incomplete(repair, "示例：没有补正", by=office, at=clock.at(last + DAY))

    assert repair.state is RepairState.REFUSED
    assert service.hindrances(repair.record, last + DAY) == []


def test_only_the_applicant_completes_and_its_desk_says_so(client, login):
    repair, office = filed(), make_user(Role.OFFICE)
    verifying.ask_more(repair, "示例：缺收款证明", by=office, at=NOW)
    address = f"/repairs/{repair.id}/do/complete"

    login(make_user(Role.OFFICER))
    stranger = client.get(address).status_code
    login(make_user(Role.OFFICER, repair.subject))

    assert stranger in (403, 404)
    assert "示例：缺收款证明" in client.get(f"/repairs/{repair.id}").text
    assert address in client.get("/desk/").text
    assert client.post(address, data={"statement": "示例：补交收款证明"}).status_code == 302


def test_what_must_be_seen_on_the_spot_is_not_agreed_to_before():
    repair, office = filed(stream="rectifications", rule="not-put-right"), make_user(Role.OFFICE)
    service.accept(repair, by=office, at=NOW)

    with pytest.raises(service.NotVisited):
        service.agree(repair, "示例", by=office, at=NOW)
    with pytest.raises(verifying.NotOrdered):
        verifying.visit(repair, "示例：整改到位", TODAY, by=office, at=NOW)
    verifying.order_visit(repair, "示例核查组", TODAY, by=office, at=NOW)
    with pytest.raises(filings.WrongReceipt):
        verifying.visit(repair, "示例：整改到位", TODAY + DAY, by=office, at=NOW)
    verifying.visit(repair, "示例：整改到位", TODAY, by=office, at=NOW)
    service.agree(repair, "示例：已核实", by=office, at=NOW)

    assert repair.state is RepairState.AGREED


def test_what_need_not_be_seen_may_be_agreed_to_at_once():
    repair, office = filed(), make_user(Role.OFFICE)
    service.accept(repair, by=office, at=NOW)

    service.agree(repair, "示例：已核实", by=office, at=NOW)

    assert repair.state is RepairState.AGREED


def test_a_visit_is_ordered_and_written_up_by_pages(client, login):
    repair = filed(stream="rectifications", rule="not-put-right")
    service.accept(repair, by=make_user(Role.OFFICE), at=NOW)
    login(make_user(Role.OFFICE))

    ordered = client.post(
        f"/repairs/{repair.id}/do/order_visit",
        data={"visit_by": "示例核查组", "visit_on": TODAY.isoformat()},
    )
    written = client.post(
        f"/repairs/{repair.id}/do/visit",
        data={"finding": "示例：整改到位", "visited_on": TODAY.isoformat()},
    )

    assert (ordered.status_code, written.status_code) == (302, 302)
    assert "示例核查组" in client.get(f"/repairs/{repair.id}").text
