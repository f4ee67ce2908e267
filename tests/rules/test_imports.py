import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.casework.rules.imports import IMPORTERS
from integrity.casework.rules.models import LoanPrimeRate, TimeLimit
from integrity.casework.workdays import Workday
from integrity.files import imports
from tests.factories import NOW


@pytest.mark.parametrize(
    ("kind", "model"), [("terms", TimeLimit), ("workdays", Workday), ("lpr", LoanPrimeRate)]
)
def test_what_was_exported_can_be_imported_again(tmp_path, kind, model):
    before = imports.export(IMPORTERS[kind], "csv").read()
    path = tmp_path / "export.csv"
    path.write_bytes(before)
    db.session.execute(sa.delete(model))

    report = imports.run(IMPORTERS[kind], path, by=SYSTEM, at=NOW)

    assert report.rejected == []
    assert imports.export(IMPORTERS[kind], "csv").read() == before


def test_a_rule_is_never_rewritten(tmp_path):
    path = tmp_path / "terms.csv"
    path.write_text("code,what,amount,unit,verified\nOBJ-OWN,异议,99,day,local\n", encoding="utf-8")

    report = imports.run(IMPORTERS["terms"], path, by=SYSTEM, at=NOW)

    assert [r.column for r in report.rejected] == ["code"]


def test_loading_what_ships_leaves_a_calendar_that_somebody_corrected(app):
    """Seen: an upgrade undid the days that the office had imported."""
    first = db.session.scalars(sa.select(Workday).order_by(Workday.day)).first()
    first.name = "调整后的名称"
    db.session.flush()

    assert rules.load()["workdays"] == 0
    assert db.session.get(Workday, first.day).name == "调整后的名称"
