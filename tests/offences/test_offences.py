"""The codes of serious acts: complete as the plan lists them, and named only where they fit."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules.models import Verified
from integrity.credit.measures.lists import ADVERSE, Ground, ListKind
from integrity.credit.offences import service
from integrity.credit.offences.imports import IMPORTERS
from integrity.credit.offences.models import Codes, Offence, OffenceLevel
from integrity.credit.offences.service import WrongOffence
from integrity.credit.sanctions.imports import IMPORTERS as LISTS
from integrity.credit.sanctions.models import ListEntry
from integrity.files import exports, imports
from tests.factories import NOW, TODAY, make_enterprise, make_user
from tests.sanctions.makers import PAPER, make_basis, nominate


def below(code):
    found = sa.select(Offence.level, sa.func.count()).where(Offence.parent == code)
    return dict(db.session.execute(found.group_by(Offence.level)).all())


def named(entry, subject, **more):
    ground = Ground.MARKET_AND_ORDER
    basis = make_basis(entry)
    return nominate(subject, entry, ground, basis=basis, **more)


def test_the_five_groups_have_their_fields_and_acts() -> None:
    assert below("SX1") == {OffenceLevel.FIELD: 8}
    assert below("SX2") == {OffenceLevel.ACT: 24}
    assert below("SX3") == {OffenceLevel.ACT: 2}
    assert below("SX4") == {OffenceLevel.ACT: 5}
    assert below("SX5") == {}
    assert service.load() == 0


def test_the_works_of_the_city_stand_beside_the_acts() -> None:
    works = service.scenarios(ListKind.SERIOUS, TODAY)

    assert [work.lead for work in works] == ["市城管局", "市环保局", "市公安局", "市发改委"]
    assert [work.code for work in service.scenarios(ListKind.RED, TODAY)] == ["CJ-04"]


def test_a_code_has_the_ground_and_the_source_of_its_group() -> None:
    for code in db.session.scalars(sa.select(Offence).where(Offence.parent != "")):
        group = service.named(code.parent)
        assert (code.ground, code.legal_basis) == (group.ground, group.legal_basis)
        assert set(code.kinds) <= set(ADVERSE)


def test_an_entry_names_the_act_and_the_work() -> None:
    codes = Codes(service.named("SX2-17"), service.named("CJ-04"))
    entry = named(ListKind.SERIOUS, make_enterprise(), codes=codes)

    assert [code.name for code in entry.codes] == ["围标串标", "重点项目管理工作"]


@pytest.mark.parametrize(
    "codes",
    [("SX1-01", None), (None, "SX2-01"), ("CJ-01", None)],
    ids=["act of another ground", "an act for a work", "a work for an act"],
)
def test_a_code_that_does_not_fit_is_refused(codes) -> None:
    wrong = Codes(*(code and service.named(code) for code in codes))

    with pytest.raises(WrongOffence):
        named(ListKind.SERIOUS, make_enterprise(), codes=wrong)


def test_a_work_of_punishment_alone_is_named_on_no_honour() -> None:
    with pytest.raises(WrongOffence):
        service.demand(Codes(None, service.named("CJ-01")), ListKind.RED, Ground.GOOD_CREDIT, TODAY)
    service.demand(Codes(None, service.named("CJ-04")), ListKind.RED, Ground.GOOD_CREDIT, TODAY)


@pytest.mark.parametrize(
    "change", [{"effective_to": TODAY.replace(day=1)}, {"verified": "secondary"}]
)
def test_a_code_without_force_is_offered_and_taken_by_nobody(change) -> None:
    code = service.named("SX2-17")
    for name, value in change.items():
        setattr(code, name, Verified(value) if name == "verified" else value)
    db.session.flush()

    assert code not in service.acts(ListKind.SERIOUS, TODAY)
    with pytest.raises(WrongOffence):
        named(ListKind.SERIOUS, make_enterprise(), codes=Codes(code))


def test_an_act_says_where_it_leads_on_which_basis_and_that_it_leads_nowhere(client) -> None:
    page = client.get("/offences/SX2-17")
    assert "山东省社会信用条例 第二十九条（地方性法规）" in page.text
    assert "严重破坏市场公平竞争秩序和社会正常秩序的行为" in page.text

    for basis in db.session.scalars(sa.select(type(make_basis()))):
        basis.effective_to = TODAY.replace(day=1)
    db.session.flush()

    assert "没有现行有效的列入依据，目前不能据此列入。" in client.get("/offences/SX2-17").text
    assert client.get("/offences/SX9").status_code == 404


def test_everybody_narrows_and_downloads_the_codes(client) -> None:
    page = client.get("/offences/?ground=defence-duty-refused&level=act")

    assert "破坏国防设施" in page.text
    assert "围标串标" not in page.text
    assert "CJ-03" in client.get("/offences/?format=csv").text


def test_the_office_names_an_act_and_finds_the_entry_by_it_and_by_its_group(login) -> None:
    subject = make_enterprise("示例围标公司")
    client = login(make_user(Role.OFFICE))
    form = {
        "ground": "market-and-order",
        "offence": "SX1-01",
        "scenario": "CJ-04",
        "reasons": "围标",
        "basis": "LB-SERIOUS-1",
        "document_kind": "penalty",
        "document_by": "示例主管局",
        "document": "处罚决定书",
        "document_number": "示例罚决〔2026〕1号",
        "document_on": "2026-11-01",
    }
    address = f"/sanctions/new/{subject.uscc}/serious"

    assert client.post(address, data=form).status_code == 422
    made = client.post(address, data=form | {"offence": "SX2-17"})

    assert "SX2-17 围标串标" in client.get(made.location).text
    for code, there in (("SX2-17", True), ("SX2", True), ("CJ-04", True), ("SX2-01", False)):
        assert ("示例围标公司" in client.get(f"/sanctions/?act={code}").text) is there


def load(kind, columns, rows, tmp_path):
    file = tmp_path / "表.csv"
    cells = ([row.get(name, "") for name in columns] for row in rows)
    file.write_bytes(exports.as_csv(list(columns), cells))
    return imports.run(kind, file, by=SYSTEM, at=NOW)


def test_an_export_of_the_codes_is_imported_again(tmp_path) -> None:
    kind = IMPORTERS["offences"]
    rows = list(kind.dump())
    later = [r | {"effective_to": "2026-01-01"} if r["code"] == "SX2-17" else r for r in rows]

    assert load(kind, service.COLUMNS, rows, tmp_path).unchanged == len(rows)
    assert load(kind, service.COLUMNS, later, tmp_path).updated == 1


def test_a_row_of_nominations_names_the_act_by_its_code(tmp_path) -> None:
    subject = make_enterprise()
    paper = replace(PAPER, day=TODAY)
    row = {
        "code": subject.uscc,
        "list": "serious",
        "ground": "market-and-order",
        "reasons": "串标",
        "basis": "LB-SERIOUS-1",
        "offence": "SX2-17",
        "document_kind": paper.kind,
        "document": paper.name,
        "document_on": paper.day.isoformat(),
    }
    kind = LISTS["list-entries"]
    columns = list(row)

    assert load(kind, columns, [row | {"offence": "SX9"}], tmp_path).rejected
    assert load(kind, columns, [row], tmp_path).added == 1
    entry = db.session.scalars(sa.select(ListEntry)).one()
    assert entry.offence.code == "SX2-17"
    assert next(iter(kind.dump()))["offence"] == "SX2-17"
