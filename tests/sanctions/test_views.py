"""The pages of the lists, by each who may see them."""

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.sanctions import service
from integrity.credit.sanctions.models import EntryMeasure, EntryState, ListEntry
from integrity.credit.sanctions.pushes.models import Push, PushState
from integrity.people.subjects import service as subjects
from tests.factories import NOW, make_body, make_user
from tests.sanctions.makers import (
    MEASURE,
    make_decided,
    make_heard,
    make_listed,
    make_nominated,
    make_receivers,
)

PERSON = "110101199003074071"


def make_person():
    from integrity.people.subjects.identifiers import RESIDENT_WEIGHTS

    first = "11010119900307407"
    total = sum(int(c) * w for c, w in zip(first, RESIDENT_WEIGHTS, strict=True))
    return subjects.register_person("张三", first + "10X98765432"[total % 11])


def test_a_listed_body_is_public_with_its_measures_and_deciders(client) -> None:
    entry = make_listed(make_body("示例拖欠局"), measures=(MEASURE,))

    listing = client.get("/lists/serious/")
    page = client.get(f"/lists/entries/{entry.id}")

    assert "示例拖欠局" in listing.text
    assert "限制公务消费" in page.text
    assert entry.first_decider.name in page.text and "示例认定理由" not in page.text
    assert "示例申辩" not in page.text


def test_nobody_reads_in_public_who_spoke_for_a_listed_firm(client, login) -> None:
    """Seen: the employee who had defended the firm stood by name on the page of its entry."""
    entry = make_listed(make_body("示例拖欠局"))
    spoke = next(event.who for event in audit.history(entry) if event.move == "defend")

    assert spoke not in client.get(f"/lists/entries/{entry.id}").text
    assert spoke in login(make_user(Role.OFFICE)).get(f"/lists/entries/{entry.id}").text


def test_a_person_is_on_no_public_page_although_listed(client) -> None:
    person = make_person()
    entry = make_listed(person, ground=Ground.DUTY_REFUSED)

    for address in ("/lists/serious/", "/lists/serious/?format=csv"):
        assert "张" not in client.get(address).text
    assert client.get(f"/lists/entries/{entry.id}").status_code == 404
    service.repair(entry, "修复", by=make_user(Role.OFFICE), at=NOW)
    assert client.get(f"/lists/entries/{entry.id}").status_code == 404


def test_an_entry_is_not_public_before_it_is_listed(client) -> None:
    entry = make_decided()

    assert client.get(f"/lists/entries/{entry.id}").status_code == 404


def test_a_removed_entry_leaves_a_tombstone_without_name_or_reasons(client) -> None:
    entry = make_listed(make_body("示例已修复局"))
    service.repair(entry, "内部理由", by=make_user(Role.OFFICE), at=NOW)

    page = client.get(f"/lists/entries/{entry.id}")

    assert page.status_code == 200
    assert "信用修复" in page.text
    assert not [word for word in ("示例已修复局", "内部理由", "示例事实") if word in page.text]


def test_an_open_objection_is_marked(client) -> None:
    entry = make_listed()
    service.mark_disputed(entry.record_id, True, at=NOW)

    assert "异议处理中" in client.get(f"/lists/entries/{entry.id}").text


def test_a_body_sees_and_answers_its_own_nomination_only(login) -> None:
    entry, foreign = make_nominated(), make_nominated()
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    client = login(make_user(Role.OFFICER, entry.subject))

    client.post(f"/lists/entries/{entry.id}/do/defend", data={"statement": "已付清"})

    assert db.session.get(ListEntry, entry.id).statement == "已付清"
    assert client.get(f"/lists/entries/{foreign.id}").status_code == 404
    assert client.post(f"/lists/entries/{entry.id}/do/reject", data={"why": "x"}).status_code == 403


def test_a_form_that_was_tampered_with_cannot_attach_a_measure_without_basis(login) -> None:
    entry = make_heard()
    client = login(make_user(Role.OFFICE))
    address = f"/lists/entries/{entry.id}/do/decide"

    offered = client.get(address).text
    answer = client.post(address, data={"reasons": "认定", "measures": ["M-S-GOV-04"]})

    assert MEASURE in offered
    assert "M-S-GOV-04" not in offered
    assert answer.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EntryMeasure)) == 0
    assert db.session.get(ListEntry, entry.id).state is EntryState.HEARD


def test_two_people_list_through_the_pages_and_one_cannot(login) -> None:
    entry = make_heard()
    first, second = make_user(Role.OFFICE), make_user(Role.OFFICE)
    address = f"/lists/entries/{entry.id}/do/"

    login(first).post(address + "decide", data={"reasons": "认定", "measures": [MEASURE]})
    second_said = {"reasons": "复核", "public_text": "示例公开文字"}
    refused = login(first).post(address + "confirm", data=second_said)
    listed = login(second).post(address + "confirm", data=second_said)

    assert (refused.status_code, listed.status_code) == (422, 302)
    assert db.session.get(ListEntry, entry.id).state is EntryState.LISTED


def test_the_office_nominates_by_hand_and_a_wrong_code_is_refused(login) -> None:
    body = make_body()
    client = login(make_user(Role.OFFICE))
    whom = {"kind": "correction", "subject": body.uscc}
    form = {
        "ground": "arrears",
        "reasons": "拖欠",
        "basis": "LB-CORRECTION-1",
        "document_kind": "decision",
        "document_by": "示例主管局",
        "document": "认定决定书",
        "document_number": "示例认定〔2026〕1号",
        "document_on": "2026-11-01",
    }

    assert client.post("/sanctions/new", data=whom | {"subject": "123"}).status_code == 422
    address = client.post("/sanctions/new", data=whom).location
    assert client.post(address, data=form | {"ground": "good-credit"}).status_code == 422
    for part in ("document_by", "document", "document_number", "document_on"):
        assert client.post(address, data=form | {part: ""}).status_code == 422
    assert client.post(address, data=form).status_code == 302
    assert "示例局" in client.get("/sanctions/").text


def test_a_receiving_body_answers_its_push_and_nobody_elses(login) -> None:
    mine, other = make_receivers(2)
    make_listed()
    pushed = {push.body_id: push.id for push in db.session.scalars(sa.select(Push))}
    client = login(make_user(Role.OFFICER, mine))

    assert "示例接收单位0" in client.get("/pushes/").text
    assert "示例接收单位1" not in client.get("/pushes/").text
    assert client.get(f"/pushes/{pushed[other.id]}").status_code == 404
    own = f"/pushes/{pushed[mine.id]}"
    assert client.get(own).status_code == 200
    assert client.post(own, data={"outcome": "not-applied", "why": ""}).status_code == 422
    assert client.post(own, data={"outcome": "dropped"}).status_code == 422
    assert client.post(own, data={"outcome": "applied"}).status_code == 302
    assert db.session.get(Push, pushed[mine.id]).state is PushState.ANSWERED


def test_the_office_sees_pushes_of_all_bodies_and_answers_none(login) -> None:
    make_receivers(1)
    make_listed()
    push = db.session.scalars(sa.select(Push)).one()
    client = login(make_user(Role.OFFICE))

    assert "示例接收单位0" in client.get("/pushes/").text
    assert client.get(f"/pushes/{push.id}").status_code == 200
    assert client.post(f"/pushes/{push.id}", data={"outcome": "applied"}).status_code == 403


def test_lists_that_do_not_exist_answer_so(client) -> None:
    assert client.get("/lists/purple/").status_code == 404
    assert client.get("/lists/entries/999999").status_code == 404


def test_every_list_has_a_page_that_says_what_to_do_when_empty(client) -> None:
    for kind in ListKind:
        assert client.get(f"/lists/{kind}/").status_code == 200
