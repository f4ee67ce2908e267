"""The one-year LPR is data: chosen by the day, with its standing, corrected on record."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.casework.rules.imports import IMPORTERS
from integrity.casework.rules.models import LoanPrimeRate
from integrity.files import imports
from tests.factories import NOW


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2019, 8, 19), None),
        (date(2019, 8, 20), "4.25"),
        (date(2021, 3, 1), "3.85"),
        (date(2022, 8, 21), "3.70"),
        (date(2022, 8, 22), "3.65"),
        (date(2024, 7, 21), "3.45"),
        (date(2024, 7, 22), "3.35"),
        (date(2026, 4, 1), "3.00"),
    ],
)
def test_the_rate_of_a_day_is_the_last_one_published_until_then(on, rate):
    assert rules.lpr(on) == (rate and Decimal(rate))


def test_anybody_may_read_the_rates_and_how_well_they_are_known(client):
    page = client.get("/rules/lpr").text

    assert "3.45" in page
    assert "未见文字，使用前须核对" in page


def test_a_corrected_rate_leaves_the_old_one_in_the_log(tmp_path):
    path = tmp_path / "lpr.csv"
    path.write_text("published_on,one_year,source,verified\n2025-05-20,3.01,公告,primary\n")

    report = imports.run(IMPORTERS["lpr"], path, by=audit.SYSTEM, at=NOW)

    found = db.session.scalars(sa.select(LoanPrimeRate).filter_by(published_on=date(2025, 5, 20)))
    (event,) = audit.history(found.one())
    assert report.rejected == []
    assert rules.lpr(date(2026, 1, 1)) == Decimal("3.01")
    assert event.facts == {"old": "3.00", "new": "3.01"}


@pytest.mark.parametrize("rate", ["0", "-3", "100", "三"])
def test_a_rate_that_cannot_be_is_refused_by_its_row(tmp_path, rate):
    path = tmp_path / "lpr.csv"
    path.write_text(f"published_on,one_year,source,verified\n2026-06-22,{rate},公告,primary\n")

    report = imports.run(IMPORTERS["lpr"], path, by=audit.SYSTEM, at=NOW)

    assert [rejection.column for rejection in report.rejected] == ["one_year"]
