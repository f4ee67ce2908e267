"""The documents on which rules, measures and lists rest, and what happens when one ends."""

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures import service as measures
from integrity.credit.policies import service
from integrity.credit.policies.imports import IMPORTERS
from integrity.credit.policies.models import PolicyDocument
from integrity.credit.policies.service import WrongDocument
from integrity.credit.sanctions import linting
from integrity.files import exports, imports
from tests.factories import NOW, TODAY, make_body, make_user
from tests.measures.makers import make_measure
from tests.sanctions.makers import make_listed

REGULATION = "山东省社会信用条例"
SAID: dict[str, Any] = {
    "cited_as": "示例〔2026〕9号",
    "title": "示例信用办法",
    "number": "示例〔2026〕9号",
    "organ": "示例市人民政府",
    "level": "local policy",
    "effective_from": date(2026, 1, 1),
    "url": "https://example.org/9",
    "seen": True,
}


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_document(**more: Any) -> PolicyDocument:
    return service.enter(**(SAID | more), by=office(), at=NOW)


def lint() -> set[str]:
    db.session.expire_all()
    return {finding.code for finding in measures.lint(TODAY)}


def test_what_the_product_ships_with_is_loaded_once_and_says_what_took_its_place() -> None:
    assert service.load() == 0

    old = service.by_citation("国务院令第728号")
    assert old and old.replaced_by is service.by_citation("国务院令第802号")


def test_every_shipped_document_carries_something_or_took_the_place_of_what_did(client) -> None:
    found = db.session.scalars(sa.select(PolicyDocument)).all()

    resting = [d for d in found if "ref" in client.get(f"/library/{d.id}").text]

    assert len(resting) == len(found) > 10


def test_a_document_that_ended_takes_the_basis_from_what_cites_it() -> None:
    document = make_document()
    measure = make_measure(legal_basis="示例〔2026〕9号 第三条")
    entry = make_listed(measures=(measure.code,))
    assert measure.code not in lint()

    service.end(document, date(2026, 11, 1), why="示例", by=office(), at=NOW)

    assert measure.code in lint()
    assert measure.code in {f.code for f in linting.lint(TODAY) if f.entry_id == entry.id}
    assert "依据文件" in measures.without_basis(measure, TODAY)


def test_on_its_last_day_it_still_carries() -> None:
    document = make_document()
    measure = make_measure(legal_basis="示例〔2026〕9号 第三条")

    service.end(document, TODAY, why="示例", by=office(), at=NOW)

    assert measure.code not in lint()


def test_a_later_document_ends_the_one_before_it_on_the_day_before() -> None:
    old = make_document()

    new = make_document(
        cited_as="示例〔2026〕10号", replaces=old, effective_from=date(2026, 11, 10)
    )

    assert (old.replaced_by, old.effective_to) == (new, date(2026, 11, 9))


def test_no_document_is_there_twice_or_ends_before_it_began() -> None:
    document = make_document()

    with pytest.raises(WrongDocument):
        make_document()
    with pytest.raises(WrongDocument):
        service.end(document, date(2025, 1, 1), why="示例", by=office(), at=NOW)


def test_everybody_searches_it_and_sees_what_rests_on_a_document(client) -> None:
    document = service.by_citation(REGULATION)

    assert REGULATION in client.get("/library/?q=社会信用条例&force=yes").text
    assert REGULATION in client.get("/library/?format=csv").text
    page = client.get(f"/library/{document.id}").text

    assert "OBJ-OWN" in page and "M-I-ADM-01" in page and "/measures/M-I-ADM-01" in page
    assert client.get("/library/999999").status_code == 404


def test_the_office_enters_replaces_and_ends_documents_by_page(client, login) -> None:
    login(office())
    form = SAID | {"effective_from": "2026-01-01"}
    made = client.post("/library/new", data=form)
    shown = client.get(made.location).text
    assert "示例信用办法" in shown and "/replace" in shown
    again = client.post("/library/new", data=form | {"title": "示例保留"})
    assert again.status_code == 422 and "示例保留" in again.text

    ended = client.post(f"{made.location}/end", data={"effective_to": "2026-11-01", "why": "废止"})

    assert ended.status_code == 302 and "已失效" in client.get(made.location).text
    login(make_user(Role.OFFICER, make_body()))
    assert client.post("/library/new", data=form).status_code == 403


def test_an_exported_row_can_be_imported_again_and_changes_nothing() -> None:
    row = service.as_row(service.by_citation("国务院令第728号"))

    def load(row: dict[str, str]) -> imports.Report:
        content = exports.as_csv(list(row), [list(row.values())])
        with NamedTemporaryFile(suffix=".csv") as file:
            file.write(content)
            file.flush()
            return imports.run(IMPORTERS["documents"], Path(file.name), by=SYSTEM, at=NOW)

    assert load(row).unchanged == 1
    assert load(row | {"title": "示例改名"}).updated == 1
    assert len(load(row | {"replaced_by": "没有的文件"}).rejected) == 1


def test_an_address_that_runs_is_refused_by_the_table(tmp_path: Path):
    known = next(iter(IMPORTERS["documents"].dump()))
    row = {**known, "cited_as": "示例〔2026〕10号", "url": "javascript:alert(1)"}
    path = tmp_path / "文件.csv"
    path.write_bytes(exports.as_csv(list(row), [list(row.values())]))

    report = imports.run(IMPORTERS["documents"], path, by=SYSTEM, at=NOW)

    assert [rejected.column for rejected in report.rejected] == ["url"]
