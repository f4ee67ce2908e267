"""Thousands of complaints imported, and one of all tracked as if it were the only one."""

from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.casework.informants import receipts
from integrity.files import imports
from integrity.streams.complaints.imports import IMPORTERS
from integrity.streams.complaints.models import Complaint
from tests.complaints.makers import TEXT, make_receipt
from tests.factories import NOW, make_body
from tests.statements import statements

pytestmark = pytest.mark.slow

MANY = 2_000


@dataclass
class Counting:
    """A hasher that keeps what it was asked to compare."""

    real: object
    compared: list[str] = field(default_factory=list)

    def verify(self, hashed: str, secret: str) -> bool:
        self.compared.append(hashed)
        return self.real.verify(hashed, secret)

    def hash(self, secret: str) -> str:
        return self.real.hash(secret)


@pytest.fixture
def hasher(monkeypatch):
    counting = Counting(receipts.HASHER)
    monkeypatch.setattr(receipts, "HASHER", counting)
    return counting


@pytest.fixture
def put_in(tmp_path):
    """put_in(number) imports so many complaints that a hotline took."""

    def go(number: int) -> None:
        body, path = make_body(), tmp_path / "list.csv"
        rows = (f"热线,{n},投诉,{body.uscc},{TEXT},2026-11-01" for n in range(number))
        header = "source,external_id,kind,body,text,filed_on"
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        report = imports.run(IMPORTERS["complaints"], path, by=SYSTEM, at=NOW)
        db.session.commit()
        assert (report.added, report.rejected) == (number, [])

    return go


def tracked(client, hasher, ref: str, secret: str) -> tuple[int, list[str], int]:
    """What the answer was, the statements, and how many hashes were compared."""
    db.session.commit()
    hasher.compared.clear()
    with statements() as seen:
        status = client.post("/complaints/track", data={"ref": ref, "secret": secret}).status_code
    asked = [statement for statement in seen if statement.startswith("SELECT")]
    return status, asked, len(hasher.compared)


def test_one_of_many_is_tracked_by_the_same_statements_and_one_hash(client, hasher, put_in):
    receipt = make_receipt()
    ref = receipt.thing.ref
    tracked(client, hasher, ref, receipt.secret)  # the first time notes the receipt
    alone = tracked(client, hasher, ref, receipt.secret)
    put_in(MANY)

    among = tracked(client, hasher, ref, receipt.secret)
    wrong = tracked(client, hasher, ref, "1" * 16)
    unknown = tracked(client, hasher, "T2026-999999", receipt.secret)

    assert among == alone
    assert (among[0], among[2]) == (200, 1)
    assert (wrong[0], wrong[2]) == (unknown[0], unknown[2]) == (422, 1)
    assert wrong[1] == unknown[1]  # neither tells whether the number exists


def test_a_number_is_found_by_its_index(app, put_in):
    put_in(MANY)
    wanted = sa.select(Complaint).where(Complaint.ref == "T2026-000123")
    words = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True}))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ANALYZE complaint"))
        plan = db.session.execute(sa.text(f"EXPLAIN {words}"))
        known = "Index Scan using uq_complaint_ref"
    else:
        plan = db.session.execute(sa.text(f"EXPLAIN QUERY PLAN {words}"))
        known = "SEARCH complaint USING INDEX"

    assert known in str(plan.all())
