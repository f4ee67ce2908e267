"""Bases of lists and their standards come by table, and lose their force with their document."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.casework.rules.service import read
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.policies import service as library
from integrity.credit.sanctions import bases, linting, nominations, standards
from integrity.credit.sanctions.bases import NoListingBasis
from integrity.credit.sanctions.basis_imports import BASES, IMPORTERS, STANDARDS
from integrity.credit.sanctions.standards import ListingStandard
from integrity.files import exports, imports
from tests.factories import NOW, TODAY, make_enterprise
from tests.sanctions.makers import PAPER, later, make_basis, make_listed, nominate

BASIS: dict[str, str] = {
    "code": "LB-IN", "title": "示例名单", "document": "示例条例", "article": "第九条",
    "level": "local regulation", "list": "serious", "applies_to": "enterprise",
    "grounds": "market-and-order", "effective_from": "2020-01-01", "verified": "primary",
}  # fmt: skip
STANDARD = {
    "code": "LS-IN", "basis": "LB-IN", "ground": "market-and-order", "documents": "penalty",
    "leave": "示例", "legal_basis": "示例条例 第九条", "effective_from": "2020-01-01",
    "verified": "primary",
}  # fmt: skip


def load(kind: str, tmp_path: Path, *rows: dict[str, str]) -> imports.Report:
    columns = BASES if kind == "listing-bases" else STANDARDS
    file = tmp_path / "rows.csv"
    file.write_bytes(exports.as_csv(list(columns), ([r.get(c, "") for c in columns] for r in rows)))
    return imports.run(IMPORTERS[kind], file, by=SYSTEM, at=NOW)


def test_a_basis_that_was_imported_carries_a_listing_and_one_that_ended_does_not(tmp_path) -> None:
    assert load("listing-bases", tmp_path, BASIS).added == 1
    basis = bases.by_code("LB-IN")
    firm, other = make_enterprise(), make_enterprise()
    nominate(firm, ListKind.SERIOUS, Ground.MARKET_AND_ORDER, basis=basis)

    assert load("listing-bases", tmp_path, BASIS | {"effective_to": "2026-11-01"}).updated == 1

    with pytest.raises(NoListingBasis, match="失效"):
        nominate(other, ListKind.SERIOUS, Ground.MARKET_AND_ORDER, basis=basis)


def test_a_standard_that_was_imported_is_asked_for(tmp_path) -> None:
    load("listing-bases", tmp_path, BASIS)
    assert load("listing-standards", tmp_path, STANDARD).added == 1

    with pytest.raises(standards.NotOfStandard, match="行政处罚"):
        nominate(
            make_enterprise(), ListKind.SERIOUS, Ground.MARKET_AND_ORDER,
            basis=bases.by_code("LB-IN"), document=PAPER,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("listing-bases", {"level": "rumour"}),
        ("listing-bases", {"grounds": "whim"}),
        ("listing-bases", {"effective_to": "2019-01-01"}),
        ("listing-bases", {"url": "javascript:alert(1)"}),
        ("listing-standards", {"basis": "LB-NONE"}),
        ("listing-standards", {"ground": "arrears"}),
        ("listing-standards", {"documents": "rumour"}),
    ],
)
def test_a_row_that_cannot_be_understood_is_refused_alone(kind, change, tmp_path) -> None:
    load("listing-bases", tmp_path, BASIS)
    good = BASIS if kind == "listing-bases" else STANDARD

    report = load(kind, tmp_path, good | {"code": "X-1"} | change, good | {"code": "X-2"})

    assert (report.added, len(report.rejected)) == (1, 1)


@pytest.mark.parametrize("kind", ["listing-bases", "listing-standards"])
def test_what_is_exported_is_read_again_and_changes_nothing(kind, tmp_path) -> None:
    file = tmp_path / "all.csv"
    file.write_bytes(imports.export(IMPORTERS[kind]).read())

    report = imports.run(IMPORTERS[kind], file, by=SYSTEM, at=NOW)

    assert (report.added, report.updated, report.rejected) == (0, 0, [])
    assert report.unchanged > 5


def test_a_list_is_off_the_day_after_its_document_ended_and_says_so(client) -> None:
    """Measures lost their basis with the document; the list itself stayed open."""
    document = library.by_citation("山东省社会信用条例")
    firm = make_enterprise()
    entry = make_listed(
        make_enterprise(), kind=ListKind.WATCH, ground=Ground.MARKET_AND_ORDER, record=False
    )
    library.end(document, TODAY, why="示例：废止", by=SYSTEM, at=NOW)
    db.session.expire_all()
    assert bases.closed_to(ListKind.WATCH, firm.kind, TODAY) == ""
    tomorrow = later(1)

    assert "失效" in bases.closed_to(ListKind.WATCH, firm.kind, tomorrow.date())
    with pytest.raises(NoListingBasis, match="失效"):
        nominations.nominate(
            None, firm, ListKind.WATCH, Ground.MARKET_AND_ORDER, "示例",
            basis=entry.basis, document=PAPER, by=SYSTEM, at=tomorrow,
        )  # fmt: skip
    assert [f.entry_id for f in linting.lint(tomorrow.date()) if f.code == "LB-WATCH-1"] == [
        entry.id
    ]


@pytest.mark.parametrize("page", ["/lists/watch/", "/lists/watch/standards"])
def test_the_pages_of_a_list_without_force_say_it(client, page) -> None:
    document = library.by_citation("山东省社会信用条例")
    library.end(document, date(2026, 11, 1), why="示例：废止", by=SYSTEM, at=NOW)
    db.session.expire_all()

    assert "失效" in client.get(page).text


def test_another_document_changes_nothing() -> None:
    basis = make_basis(document="示例条例甲")
    library.end(library.by_citation("济政字〔2017〕35号"), TODAY, why="示例", by=SYSTEM, at=NOW)
    db.session.refresh(basis)

    assert bases.without_force(basis, later(1).date()) == ""


def test_a_local_measure_names_the_one_on_a_higher_basis_or_says_that_none_is_known(client) -> None:
    known, unknown = (client.get(f"/measures/M-S-ADM-{n}").text for n in (16, 14))

    assert "M-S-ADM-06" in known and "第三十条第（五）项" in known
    assert "没有查到，未经核实" in unknown and "没有查到" not in known


def test_every_standard_shipped_is_of_a_basis_and_a_ground_that_it_carries() -> None:
    for row in read(standards.DATA):
        basis: Any = bases.by_code(row["basis"])
        assert Ground(row["ground"]) in basis.carries, row["code"]
    count = sa.select(sa.func.count()).select_from(ListingStandard)
    assert db.session.scalar(count) == len(read(standards.DATA))
