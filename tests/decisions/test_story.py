"""A department enters a penalty against the wrong firm; the firm is told, objects and is right."""

from datetime import timedelta

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection
from integrity.credit.records import service as records
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import service as repairs
from integrity.streams.decisions.models import Decision
from tests.decisions.makers import after, make_effective, officer_of, posted
from tests.decisions.test_views import typed
from tests.factories import NOW, make_body, make_enterprise, make_user, served


def test_a_firm_that_is_right_is_never_recorded(app, login):
    body, firm = make_body("示例市场监管局"), make_enterprise()
    first, second, third, fourth = (officer_of(body) for _each in range(4))
    login(first).post("/decisions/new", data=typed(firm))
    item = db.session.scalars(sa.select(Decision)).one()
    login(second).post(f"/decisions/{item.ref}/do/confirm", data={"why": "", "moves": "0"})

    record = served(posted(item))
    client = login(make_user(Role.SUPPLIER, firm))
    seen = client.get(f"/records/{record.id}").text
    client.post(f"/objections/new?record={record.id}", data={"statement": "示例：被罚的不是本企业"})
    objection = db.session.scalars(sa.select(Objection)).one()

    assert item.number in seen and record.state is RecordState.DISPUTED
    objections.accept(objection, by=third, at=NOW)
    objections.agree(objection, "示例：核对文书，当事人有误", by=third, at=NOW)
    objections.uphold(objection, "示例：同意", by=fourth, at=NOW)
    assert (record.state, record.public) == (RecordState.WITHDRAWN, False)
    assert client.get("/records/").status_code == 200


def test_a_penalty_can_be_repaired_though_the_decision_stands(app):
    """Nothing of a decision is open: that the fine was paid is shown by what is handed in."""
    item = make_effective()
    record = served(posted(item))
    records.confirm(record, by=officer_of(item.body), at=after(record), why="示例")
    assert item.closed_on is None and record.repairable_on

    assert repairs.hindrances(record, record.repairable_on - timedelta(days=1))
    assert repairs.hindrances(record, record.repairable_on) == []
