"""The pages: the body corrects, the subject sees both records, everybody else the right one."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.corrections.models import RecordCorrection
from integrity.credit.objections import service as objections
from integrity.credit.records.models import RecordState
from tests.corrections.makers import WHY, corrected, make_bureau, make_penalty, said
from tests.factories import NOW, make_user

FACTS = "示例：更正后的事由（示例市监罚〔2026〕7号）"


@pytest.fixture
def bureau(app):
    return make_bureau()


def typed(record, **more):
    """What the form sends."""
    days = {name: getattr(record, name).isoformat() for name in ("since", "ruled_on")}
    return said(record) | days | more


def test_two_people_correct_a_record_on_pages(login, bureau):
    record = make_penalty(bureau)
    first, second = bureau.people
    client = login(first)
    assert "更正记录" in client.get(f"/records/{record.id}").text
    form = client.get(f"/corrections/new?record={record.id}").text
    assert record.summary in form

    answer = client.post(f"/corrections/new?record={record.id}", data=typed(record, summary=FACTS))
    made = db.session.scalars(sa.select(RecordCorrection)).one()
    assert answer.location == f"/corrections/{made.id}"
    assert f"/corrections/{made.id}/do/make" not in client.get(f"/corrections/{made.id}").text

    client = login(second)
    assert f"/corrections/{made.id}/do/make" in client.get("/desk/").text
    assert made.ref in client.get("/corrections/?format=csv").text
    client.post(f"/corrections/{made.id}/do/make", data={"why": WHY, "moves": "0"})
    assert record.state is RecordState.CORRECTED
    page = client.get(f"/corrections/{made.id}").text
    assert FACTS in page and record.superseded_by.ref in page


def test_what_was_typed_stays_when_it_is_refused(login, bureau):
    record = make_penalty(bureau)

    answer = login(bureau.people[0]).post(
        f"/corrections/new?record={record.id}", data=typed(record, since="2999-01-01")
    )

    assert answer.status_code == 422 and "2999-01-01" in answer.text


def test_nobody_else_opens_the_form_or_what_is_proposed(login, bureau):
    record = make_penalty(bureau)
    login(bureau.people[0]).post(
        f"/corrections/new?record={record.id}", data=typed(record, summary=FACTS)
    )
    made = db.session.scalars(sa.select(RecordCorrection)).one()
    client = login(make_user(Role.SUPPLIER, record.subject))

    assert client.get(f"/corrections/new?record={record.id}").status_code == 403
    assert client.get(f"/corrections/{made.id}").status_code == 404
    assert client.get("/corrections/new").status_code == 403
    assert login(bureau.people[0]).get("/corrections/new").status_code == 404


def test_the_subject_sees_both_and_the_public_the_right_one(client, login, bureau):
    record = make_penalty(bureau)
    new = corrected(record, bureau, summary=FACTS)
    db.session.commit()

    gone, shown = client.get(f"/records/{record.id}").text, client.get(f"/records/{new.id}").text
    assert record.summary not in gone and f"/records/{new.id}" in gone
    assert FACTS in shown and record.ref not in shown
    file = client.get(f"/subjects/{record.subject.uscc}").text
    assert FACTS in file and record.summary not in file

    own = login(make_user(Role.SUPPLIER, record.subject))
    assert record.summary in own.get(f"/records/{record.id}").text
    assert record.ref in own.get(f"/records/{new.id}").text
    made = db.session.scalars(sa.select(RecordCorrection)).one()
    assert own.get(f"/corrections/{made.id}").status_code == 200


def test_registers_and_files_name_the_successor(client, login, bureau):
    record = make_penalty(bureau)
    new = corrected(record, bureau, summary=FACTS)
    db.session.commit()

    open_data = client.get(f"/api/v1/subjects/{record.subject.uscc}").json
    assert [one["ref"] for one in open_data["records"]] == [new.ref]
    table = login(make_user(Role.OFFICE)).get("/records/?format=csv").text
    assert [new.ref in row for row in table.splitlines() if record.ref in row] == [True]
    assert "已更正" in client.get("/takedowns/").text


def test_a_body_proposes_a_correction_as_the_answer_on_its_page(login, bureau):
    record = make_penalty(bureau)
    filed = objections.file(record, WHY, by=make_user(Role.SUPPLIER, record.subject), at=NOW)
    objections.accept(filed, by=bureau.people[0], at=NOW)
    address = f"/objections/{filed.id}/do"
    client = login(bureau.people[0])
    assert record.summary in client.get(f"{address}/propose_correction").text

    client.post(f"{address}/propose_correction", data=typed(record, summary=FACTS, moves="1"))
    login(bureau.people[1]).post(f"{address}/correct", data={"why": WHY, "moves": "2"})

    assert record.superseded_by.summary == FACTS
