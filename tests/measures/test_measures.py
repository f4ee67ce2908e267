"""No basis, no measure: which measures may be attached to whom, and the public list."""

from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.casework.rules.models import Verified
from integrity.casework.rules.service import read
from integrity.credit.measures import service, shipped
from integrity.credit.measures.imports import IMPORTERS
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import BasisLevel, Measure, MeasureKind
from integrity.credit.measures.service import Case
from integrity.files import exports, imports
from integrity.people.subjects.models import Subject, SubjectKind
from tests.factories import NOW, TODAY, make_body, make_enterprise
from tests.measures.makers import make_measure


def case(
    subject: Subject, kind: ListKind = ListKind.SERIOUS, ground: Ground = Ground.ARREARS
) -> Case:
    return Case(subject, kind, ground)


def measure(code: str) -> Measure:
    return db.session.scalars(sa.select(Measure).where(Measure.code == code)).one()


def test_every_measure_of_the_shipped_list_is_loaded_once() -> None:
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Measure)) == 152
    assert shipped.load() == 0


@pytest.mark.parametrize(
    "level", [level for level in BasisLevel if level is not BasisLevel.LOCAL_POLICY]
)
def test_a_sanction_may_rest_on_a_law_a_regulation_or_a_read_central_policy(
    level: BasisLevel,
) -> None:
    assert service.attachable(make_measure(basis_level=level), case(make_body()), TODAY)


def test_a_local_policy_alone_cannot_found_a_sanction() -> None:
    found = make_measure(basis_level=BasisLevel.LOCAL_POLICY)

    assert "地方政策" in service.refusal(found, case(make_body()), TODAY)


def test_a_local_policy_may_found_an_incentive() -> None:
    found = make_measure(
        kind=MeasureKind.INCENTIVE, basis_level=BasisLevel.LOCAL_POLICY, lists="red"
    )
    honoured = case(make_body(), ListKind.RED, Ground.MODEL)

    assert service.attachable(found, honoured, TODAY)


def test_a_sanction_whose_text_nobody_read_is_refused() -> None:
    found = make_measure(basis_level=BasisLevel.CENTRAL_POLICY, verified=Verified.SECONDARY)

    assert "未核对" in service.refusal(found, case(make_body()), TODAY)


@pytest.mark.parametrize(
    ("begins", "ends", "says"),
    [
        (None, None, "施行日期"),
        (date(2027, 1, 1), None, "尚未生效"),
        (date(2020, 1, 1), date(2026, 11, 19), "失效"),
    ],
)
def test_a_basis_out_of_force_is_refused_with_the_reason(
    begins: date | None, ends: date | None, says: str
) -> None:
    found = make_measure(effective_from=begins, effective_to=ends)

    assert says in service.refusal(found, case(make_body()), TODAY)
    assert not service.in_force(found, TODAY)


def test_the_last_day_of_a_basis_is_still_in_force() -> None:
    assert service.in_force(make_measure(effective_to=TODAY), TODAY)


def test_a_measure_without_a_basis_is_refused() -> None:
    assert "法律依据" in service.refusal(make_measure(legal_basis=" "), case(make_body()), TODAY)


def test_a_measure_for_enterprises_does_not_fit_a_body() -> None:
    found = make_measure(applies_to="enterprise;organisation")

    assert not service.attachable(found, case(make_body()), TODAY)
    assert service.attachable(found, case(make_enterprise()), TODAY)


def test_the_memoranda_of_2017_without_a_date_cannot_be_attached() -> None:
    assert not service.attachable(measure("M-MEMO-01"), case(make_enterprise()), TODAY)


def test_the_form_is_offered_only_what_may_be_attached() -> None:
    offered = service.offered(case(make_body()), TODAY)
    codes = {found.code for found in offered}

    assert "M-S-GOV-16" in codes
    assert not codes & {"M-S-GOV-04", "M-S-GOV-20", "M-S-GOV-33"}
    assert all(SubjectKind.BODY in found.subject_kinds for found in offered)


def test_the_lint_names_what_lost_its_basis_by_a_day() -> None:
    before = {finding.code for finding in service.lint(date(2025, 5, 31))}
    after = {finding.code for finding in service.lint(date(2025, 6, 1))}

    assert "M-S-GOV-20" in after - before
    assert "M-S-GOV-16" in before - after


def load(*rows: dict[str, str]) -> imports.Report:
    content = exports.as_csv(list(shipped.COLUMNS), ([r[c] for c in shipped.COLUMNS] for r in rows))
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(content)
        file.flush()
        return imports.run(IMPORTERS["measures"], Path(file.name), by=SYSTEM, at=NOW)


def test_a_row_that_names_an_unknown_subject_or_level_is_refused_alone() -> None:
    good = dict(read(shipped.DATA)[0])
    wrong = [{"applies_to": "everybody"}, {"basis_level": "rumour"}, {"effective_from": "soon"}]
    rows = [good | change | {"code": f"W-{n}"} for n, change in enumerate(wrong)]

    report = load(*rows, good | {"code": "W-GOOD"})

    assert (report.added, len(report.rejected)) == (1, 3)


def test_an_exported_row_can_be_imported_again_and_changes_nothing() -> None:
    row = shipped.as_row(measure("M-S-GOV-16"))

    assert load(row).unchanged == 1
    assert load(row | {"effective_to": "2026-01-01"}).updated == 1
    assert measure("M-S-GOV-16").effective_to == date(2026, 1, 1)


def test_the_public_list_is_searched_filtered_and_downloaded(client) -> None:
    page = client.get("/measures/?q=限制公务消费&kind=sanction&force=yes")
    download = client.get("/measures/?format=csv&subject=government-body")

    assert "M-S-GOV-16" in page.text
    assert "M-S-GOV-21" not in page.text
    assert "M-S-GOV-16" in download.text


def test_a_measure_that_may_not_be_used_says_so_on_its_page(client) -> None:
    page = client.get("/measures/M-S-GOV-03")

    assert page.status_code == 200
    assert "不得采用" in page.text
    assert client.get("/measures/NONE").status_code == 404
