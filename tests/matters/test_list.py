"""The application list: proposed by one, adopted by another, in versions, read by everybody."""

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.matters import service, shipped
from integrity.credit.matters.imports import IMPORTERS, as_row
from integrity.credit.matters.models import Matter, MatterState
from integrity.credit.measures.models import Measure
from integrity.files import exports, imports
from tests.factories import NOW, TODAY, make_body, make_user
from tests.matters.makers import SAID, make_matter, make_proposal, office
from tests.sanctions.makers import later


def on_the_list(code: str) -> Matter | None:
    return db.session.scalars(service.in_force(TODAY).where(Matter.code == code)).first()


def load(tmp_path, *rows: dict[str, str]) -> imports.Report:
    heads = IMPORTERS["matters"].columns
    path = tmp_path / "matters.csv"
    path.write_bytes(exports.as_csv(list(heads), ([row[h] for h in heads] for row in rows)))
    return imports.run(IMPORTERS["matters"], path, by=SYSTEM, at=NOW)


def test_the_shipped_list_is_loaded_once_and_names_only_measures_that_there_are() -> None:
    assert shipped.load() == 0
    known = set(db.session.scalars(sa.select(Measure.code)))
    listed = db.session.scalars(service.in_force(TODAY)).all()
    assert len(listed) == 7
    assert {code for matter in listed for code in matter.families} <= known


def test_nobody_adopts_what_one_proposed_oneself() -> None:
    one = office()
    made = make_proposal(by=one)

    with pytest.raises(service.OwnProposal):
        service.adopt(made, by=one, at=NOW)
    assert on_the_list("SX-1") is None
    with pytest.raises(service.OwnProposal):
        service.withdraw(made, by=office(), at=NOW)

    service.adopt(made, by=office(), at=NOW)
    assert on_the_list("SX-1") is made


def test_a_change_is_a_version_of_its_own_and_the_one_before_it_is_kept() -> None:
    first = make_matter()
    second = service.propose("SX-1", **(SAID | {"name": "示例许可变更"}), by=office(), at=NOW)
    assert on_the_list("SX-1") is first

    service.adopt(second, by=office(), at=later(1))

    assert (first.state, first.until) == (MatterState.PAST, later(1).date())
    assert on_the_list("SX-1") is first  # until that day
    assert (second.version, second.since, second.until) == (2, later(1).date(), None)


def test_what_is_taken_off_the_list_was_on_it_until_then() -> None:
    first = make_matter()
    ending = service.propose_end(first, "示例理由", by=office(), at=NOW)

    service.adopt(ending, by=office(), at=later(1))

    held = service.in_force(later(1).date()).where(Matter.code == "SX-1")
    assert db.session.scalars(held).all() == []
    assert on_the_list("SX-1") is first


def test_a_second_proposal_waits_for_the_first() -> None:
    make_proposal()

    with pytest.raises(service.WrongMatter):
        make_proposal(name="示例其他")


@pytest.mark.parametrize("more", [{"measures": ["M-X"]}, {"everybody": True, "bodies": [1]}])
def test_a_matter_names_known_measures_and_either_all_bodies_or_some(more) -> None:
    more = {name: [make_body()] if value == [1] else value for name, value in more.items()}

    with pytest.raises(service.WrongMatter):
        make_proposal(**more)


def test_a_list_from_a_file_waits_for_another_person_row_by_row(tmp_path) -> None:
    body = make_body("示例审批局")
    row = {
        "code": "SX-9", "name": "示例许可", "kind": "行政许可",
        "measures": "M-S-ADM-10；M-S-ADM-11",
        "bodies": "示例审批局", "legal_basis": "示例清单", "reasons": "",
    }  # fmt: skip

    report = load(tmp_path, row, row | {"code": "SX-8", "bodies": "没有的单位"},
                  row | {"code": "SX-7", "measures": "M-X"})  # fmt: skip

    assert report.added == 1
    assert sorted(rejection.line for rejection in report.rejected) == [3, 4]
    made = db.session.scalars(sa.select(Matter).where(Matter.code == "SX-9")).one()
    assert made.state is MatterState.PROPOSED
    assert made.bodies == [body] and made.families == ["M-S-ADM-10", "M-S-ADM-11"]

    service.adopt(made, by=office(), at=NOW)
    again = load(tmp_path, as_row(made))
    assert (again.rejected, again.unchanged) == ([], 1)


def test_everybody_reads_the_list_and_only_the_office_changes_it(client, login) -> None:
    make_matter(measures=["M-S-ADM-10"])

    assert "示例许可" in client.get("/matters/").text
    page = client.get("/matters/SX-1").text
    assert "从严审核行政许可审批项目" in page and "SX-1-V1" in page
    assert "修改事项" not in page

    login(make_user(Role.OFFICER, make_body()))
    assert client.get("/matters/proposals/").status_code == 403


def test_two_of_the_office_change_the_list_on_pages(client, login) -> None:
    make_matter()
    login(make_user(Role.OFFICE, make_body("办公室甲")))
    said = {"name": "示例许可乙", "kind": "licensing", "measures": "M-S-ADM-10",
            "legal_basis": "示例",            "everybody": "y", "reasons": "示例理由"}  # fmt: skip
    sent = client.post("/matters/new?matter=SX-1", data=said)
    assert sent.status_code == 302
    assert "/do/adopt" not in client.get(sent.location).text

    login(make_user(Role.OFFICE, make_body("办公室乙")))
    assert "/do/adopt" in client.get(sent.location).text
    assert "示例许可乙" in client.get("/desk/").text
    assert client.post(f"{sent.location}/do/adopt", data={}).status_code == 302
    assert on_the_list("SX-1").name == "示例许可乙"
