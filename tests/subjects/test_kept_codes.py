"""Real codes that break the rule are kept after a second look, marked, and found everywhere."""

from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks import queries
from integrity.credit.checks.models import Verdict
from integrity.credit.checks.queries import WrongQuery
from integrity.doors.importing.kinds import importers
from integrity.files import imports
from integrity.people.subjects import code_keeping, identifiers, service
from integrity.people.subjects.identifiers import CodeKind
from integrity.people.subjects.kept_codes import KeptCode
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.service import AlreadyRegistered, WrongCode
from tests.checks.makers import make_check
from tests.factories import NOW, example_code, make_body, make_enterprise, make_user
from tests.importing.makers import sheet
from tests.sanctions.makers import make_listed

IRREGULAR, REGISTRATION, ORGANISATION = "91350203M0001QKT19", "370100300012345", "MA3C12342"
ODD = {
    IRREGULAR: CodeKind.IRREGULAR,
    REGISTRATION: CodeKind.REGISTRATION,
    ORGANISATION: CodeKind.ORGANISATION,
}
LOOKED = {"source": "营业执照副本（示例）", "why": "登记机关证实代码无误"}


def register(code: str = IRREGULAR, name: str = "示例校验不符有限公司") -> KeptCode:
    kind = SubjectKind.ENTERPRISE
    return code_keeping.register(code, kind, name, "示例区", **LOOKED, by=SYSTEM, at=NOW)


@pytest.mark.parametrize(("code", "kind"), ODD.items())
def test_each_kind_of_code_is_known_for_what_it_is(code, kind):
    assert identifiers.kind_of(code) is kind


@pytest.mark.parametrize(
    "code",
    [
        example_code(7, "91"),
        "11010519491231002X",
        "110105194912310020",
        "370102850312001",
        "示例",
        "12345",
        "A" * 18,
    ],
)
def test_what_is_right_or_may_be_a_person_s_number_or_is_no_code_is_not_kept(app: Any, code):
    assert identifiers.kind_of(code) is None
    with pytest.raises(WrongCode):
        register(code)


@pytest.mark.parametrize("code", ODD)
def test_it_is_found_by_every_way_in_which_a_code_is_looked_up(app: Any, code):
    kept = register(code)

    spaced = f" {code[:4]} {code[4:].lower()}"
    assert service.by_code(spaced) is kept.subject
    assert service.by_codes([code, "x"]) == {code: kept.subject}
    assert service.by_words([code]) == {code: kept.subject}


def test_an_old_code_of_somebody_registered_leads_to_it_and_changes_nothing_else(app: Any):
    firm = make_enterprise()
    code = firm.uscc
    code_keeping.keep(REGISTRATION, firm, **LOOKED, by=SYSTEM, at=NOW)

    assert firm.uscc == code
    assert service.by_words([REGISTRATION]) == {REGISTRATION: firm}


def test_who_looked_at_what_and_why_is_kept(app: Any):
    kept = register()

    events = sa.select(AuditEvent.why).where(AuditEvent.move == "keep_code")
    assert list(db.session.scalars(events)) == ["登记机关证实代码无误"]
    assert (kept.source, kept.by_name) == ("营业执照副本（示例）", "系统")


@pytest.mark.parametrize("missing", ["source", "why"])
def test_without_source_or_reason_nothing_is_kept(app: Any, missing):
    with pytest.raises(WrongCode):
        code_keeping.keep(
            IRREGULAR, make_enterprise(), **LOOKED | {missing: " "}, by=SYSTEM, at=NOW
        )


def test_a_code_stands_for_one_subject_only(app: Any):
    register()

    with pytest.raises(AlreadyRegistered):
        code_keeping.keep(IRREGULAR, make_enterprise(), **LOOKED, by=SYSTEM, at=NOW)


@pytest.mark.parametrize("code", ODD)
def test_a_check_by_a_kept_code_says_what_it_is_and_what_is_on_record(app: Any, code):
    firm = make_listed(register(code).subject).subject

    [result] = make_check({"q": {"code": code}}, body=make_body()).results

    assert result.verdict in (Verdict.RESTRICT, Verdict.CAUTION)
    assert result.subject_id == firm.id
    assert result.answer["subject"]["code_kind"] == ODD[code].value
    assert "核对后登记" in result.answer["explanations"]["kept-code"]


def test_a_check_by_an_old_code_answers_for_the_subject_under_its_own(app: Any):
    firm = make_enterprise()
    code_keeping.keep(REGISTRATION, firm, **LOOKED, by=SYSTEM, at=NOW)

    [result] = make_check({"q": {"code": REGISTRATION}}, body=make_body()).results

    assert result.verdict is Verdict.CLEAR
    assert result.answer["asked"]["code"] == REGISTRATION
    assert result.answer["subject"]["uscc"] == firm.uscc
    assert "code_kind" not in result.answer["subject"]


@pytest.mark.parametrize("code", ODD)
def test_such_a_code_that_nobody_kept_is_an_error_as_before(app: Any, code):
    with pytest.raises(WrongQuery):
        queries.read({"code": code})


def rows(**more: str) -> bytes:
    columns = ("kind", "name", "uscc", "area", *more)
    firms = ({"kind": "企业", "name": f"示例{n}公司", "uscc": c, **more} for n, c in enumerate(ODD))
    return sheet(columns, *firms)


def load(tmp_path: Any, content: bytes) -> imports.Report:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    return imports.run(importers()["subjects"], path, by=SYSTEM, at=NOW)


def test_a_file_is_told_how_such_a_code_is_kept(app: Any, tmp_path):
    report = load(tmp_path, rows())

    assert [r.column for r in report.rejected] == ["uscc"] * 3
    assert all("代码核对依据" in r.message for r in report.rejected)


def test_a_file_that_says_what_was_looked_at_keeps_the_codes_with_a_warning(app: Any, tmp_path):
    report = load(tmp_path, rows(code_source="登记机关查询结果（示例）"))

    assert report.added == 3
    assert len([words for _line, words in report.warnings() if "核对" in words]) == 3
    kept = db.session.scalars(sa.select(KeptCode).order_by(KeptCode.id)).all()
    assert [(k.code, k.subject.uscc) for k in kept] == [(code, code) for code in ODD]
    assert load(tmp_path, rows()).unchanged == 3


def test_the_right_code_replaces_it_and_the_old_one_goes_on_to_find_it(app: Any):
    kept, code = register(REGISTRATION), example_code(900, "91")

    code_keeping.replace(kept, code, "换发营业执照", by=SYSTEM, at=NOW)

    assert kept.subject.uscc == code
    assert service.by_words([REGISTRATION, code]) == dict.fromkeys(
        (REGISTRATION, code), kept.subject
    )


def test_what_was_kept_by_mistake_is_dropped_unless_it_is_all_there_is(app: Any):
    kept = register(REGISTRATION)
    with pytest.raises(WrongCode):
        code_keeping.drop(kept, "抄错", by=SYSTEM, at=NOW)
    code_keeping.replace(kept, example_code(901, "91"), "换发", by=SYSTEM, at=NOW)

    code_keeping.drop(kept, "抄错", by=SYSTEM, at=NOW)

    assert service.by_code(REGISTRATION) is None


def test_the_office_keeps_one_by_page_only_after_a_second_look_and_pages_mark_it(login, client):
    office = login(make_user(Role.OFFICE))
    said = LOOKED | {"code": IRREGULAR, "kind": "enterprise", "name": "示例校验不符有限公司"}

    assert office.post("/desk/codes/register", data=said).status_code == 422
    assert office.post("/desk/codes/register", data=said | {"looked": "y"}).status_code == 302

    firm = db.session.scalars(sa.select(Subject).filter_by(uscc=IRREGULAR)).one()
    assert "校验位不符，已核对" in office.get(f"/subjects/{firm.uscc}").text
    assert "营业执照副本（示例）" in office.get("/desk/codes/").text
    told = client.get(f"/api/v1/subjects/{firm.uscc}").json
    assert told["code_kind"] == "irregular"


def test_lists_mark_it_and_files_of_them_have_the_bare_code(login):
    """Only the page of the subject and receipts said that a code breaks the rule."""
    register()
    listed = make_listed(register("91350203M0001QKT27", "示例列入有限公司").subject)
    office = login(make_user(Role.OFFICE))

    page, file = office.get("/desk/sizes").text, office.get("/desk/sizes?format=csv").text

    assert page.count("（校验位不符，已核对）") == 2
    assert IRREGULAR in file and "校验位不符" not in file
    assert "校验位不符，已核对" in office.get(f"/lists/{listed.kind.value}/").text


def test_others_than_the_office_keep_none(login):
    officer = login(make_user(Role.OFFICER, make_body()))

    assert officer.get("/desk/codes/").status_code == 403
