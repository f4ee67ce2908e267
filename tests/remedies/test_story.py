"""A body refuses a repair once; the firm applies again, is right, and is clean everywhere."""

from datetime import date

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.repairs.models import Repair, RepairState
from integrity.credit.reports import gathering
from integrity.credit.sanctions.models import EntryState
from integrity.credit.sanctions.pushes.models import Push, PushKind
from tests.factories import TODAY, make_body, make_enterprise, make_user
from tests.remedies.test_applying import told
from tests.sanctions.makers import make_listed, make_receivers

WHY = {"why": "示例：已核对全部材料"}

RELEASED = "示例：公开的承诺文字，不写姓名。"


def founded(firm, finder):
    """An entry of a list, and the record of a body on which it rests, ripe for repair."""
    entry = make_listed(firm)
    record = db.session.get(CreditRecord, entry.record_id)
    record.state, record.grade, record.public = RecordState.CONFIRMED, "general", True
    record.decided_on, record.repairable_on = date(2026, 7, 1), date(2026, 10, 1)
    record.until, record.found_by_id = date(2027, 7, 1), finder.id
    db.session.commit()
    return entry, record


def applied(client, record):
    """What the firm hands in by the page, as an application."""
    sent = client.post(f"/repairs/new?record={record.id}", data=told(record))
    assert sent.status_code == 302
    wanted = sa.select(Repair).where(Repair.record == record).order_by(Repair.id.desc())
    return db.session.scalars(wanted).first()


def test_a_firm_that_was_refused_once_is_repaired_and_clean_everywhere(client, login, monkeypatch):
    make_receivers(1)
    firm, finder = make_enterprise(), make_body("示例认定单位")
    entry, record = founded(firm, finder)
    owner = make_user(Role.SUPPLIER, firm)
    one, two = make_user(Role.FINDER, finder), make_user(Role.FINDER, finder)
    monkeypatch.setattr("integrity.credit.repairs.service._of_record", lambda record, on: [])

    def moved(repair, move, by, **said):
        login(by)
        return client.post(f"/repairs/{repair.id}/do/{move}", data=said).status_code

    login(owner)
    first = applied(client, record)
    assert first.deciding_id == finder.id
    assert moved(first, "accept", one, public_text=RELEASED) == 302
    assert moved(first, "refuse", one, why="示例：收款证明没有盖章") == 302
    login(owner)
    assert "收款证明没有盖章" in client.get(f"/repairs/{first.id}").text

    second = applied(client, record)
    assert moved(second, "accept", one, public_text=RELEASED) == 302
    client.get("/logout")
    public = client.get("/repairs/promises/").text
    assert RELEASED in public and second.promise not in public
    assert moved(second, "agree", one, **WHY) == 302
    assert moved(second, "grant", one, **WHY) == 403
    assert moved(second, "grant", two, **WHY) == 302

    assert (first.state, second.state) == (RepairState.REFUSED, RepairState.GRANTED)
    assert (record.state, entry.state) == (RecordState.REPAIRED, EntryState.REMOVED)
    removal = sa.select(Push).where(Push.entry_id == entry.id, Push.kind == PushKind.REMOVE)
    assert len(db.session.scalars(removal).all()) == 1
    (decision,) = documents.of_thing("repair", second.id)
    assert decision.kind == "repair-decision" and "终止公示、停止共享和使用" in decision.content
    assert RELEASED not in client.get("/repairs/promises/").text
    assert gathering.searched(firm, TODAY)["figures"]["bad"] == 0
    assert gathering.told(firm, TODAY, whole=False)["records"] == []
