"""An approval is covered by a check of the same body for the same case, made by its day."""

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.coverage import service
from integrity.credit.coverage.imports import IMPORTERS
from integrity.credit.coverage.models import Approval
from integrity.files import imports
from tests.checks.makers import make_check, make_check_file, make_identifier
from tests.coverage.makers import MATTER, SYSTEM, make_approval, say
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise, make_user
from tests.importing.makers import sheet
from tests.sanctions.makers import MEASURE, later, make_listed
from tests.statements import statements
from tests.subjects.makers import make_kept


def checked(approval: Approval) -> bool:
    db.session.refresh(approval)
    return approval.checked_by is not None


def ask(body, firm, case_no="示例1号", matter=MATTER, **more):
    return make_check({"q": {"code": firm.uscc}}, body=body, matter=matter, case_no=case_no, **more)


def test_a_check_by_the_day_of_decision_covers_the_approval() -> None:
    body, firm = make_body(), make_enterprise()
    made = ask(body, firm)

    approval = make_approval(body, code=firm.uscc)

    assert checked(approval) and approval.check_id == made.id


@pytest.mark.parametrize(
    "other",
    [
        {"case_no": "示例2号"},
        {"matter": "SX-CG"},
        {"matter": "行政许可审批"},
        {"at": later(1)},
        {"as_of": TODAY, "at": later(2)},
    ],
)
def test_a_check_of_another_case_matter_or_later_day_does_not(other) -> None:
    body, firm = make_body(), make_enterprise()
    audit.write(body, "add", by=SYSTEM, at=NOW)  # from then on earlier days are known
    ask(body, firm, **other)

    assert not checked(make_approval(body, code=firm.uscc))


def test_neither_does_that_of_another_body_or_about_another_firm() -> None:
    body, firm = make_body(), make_enterprise()
    ask(make_body("示例他局"), firm)
    ask(body, make_enterprise("示例他企"))

    assert not checked(make_approval(body, code=firm.uscc))


def test_of_a_person_the_case_alone_tells() -> None:
    body = make_body()
    ask(body, make_enterprise())

    assert checked(make_approval(body))


def test_who_applied_under_an_old_code_is_the_same_by_call_and_by_file(tmp_path) -> None:
    """A code that breaks the rule was refused though it was kept, so that its approvals lacked."""
    body, firm = make_body(), make_enterprise()
    old = make_kept(firm).code
    ask(body, firm)
    ask(body, firm, case_no="示例2号")
    row = {"matter": MATTER, "case_no": "示例2号", "decided_on": TODAY, "code": old}
    file = tmp_path / "办件.csv"
    file.write_bytes(sheet([*row, "body"], row | {"body": body.name}))

    called = make_approval(body, code=old)
    report = imports.run(IMPORTERS["approvals"], file, by=make_user(Role.CLERK, body), at=NOW)

    assert report.added == 1 and checked(called)
    assert checked(service.known(body.id, ["示例2号"])[MATTER, "示例2号"])
    with pytest.raises(service.WrongApproval):
        make_approval(body, case_no="示例3号", code="370100300099999")


def in_file(body, *codes, **more):
    return make_check_file(*codes, body=body, **{"matter": MATTER, "case_no": "示例1号"} | more)


def test_a_file_of_codes_covers_whoever_stands_in_it_whether_known_or_not() -> None:
    """Bodies that check by file had a rate of nothing."""
    body, firm = make_body(), make_enterprise()
    made = in_file(body, firm.uscc)
    other = in_file(body, example_code(77), case_no="示例2号")

    known = make_approval(body, code=firm.uscc)
    unknown = make_approval(body, case_no="示例2号", code=example_code(77))

    assert checked(known) and known.check_file_id == made.id
    assert checked(unknown) and unknown.check_file_id == other.id


@pytest.mark.parametrize("more", [{"case_no": "示例2号"}, {"matter": "SX-CG"}, {"at": later(1)}])
def test_a_file_of_another_case_matter_or_later_day_does_not(more) -> None:
    body, firm = make_body(), make_enterprise()
    in_file(body, firm.uscc, **more)

    assert not checked(make_approval(body, code=firm.uscc))


def test_a_file_covers_nobody_who_does_not_stand_in_it_and_no_person() -> None:
    body, listed = make_body(), make_listed(make_body("示例被查局"), measures=(MEASURE,)).subject
    in_file(body, listed.uscc)

    assert not checked(make_approval(body, code=make_enterprise().uscc))
    assert not checked(make_approval(make_body("示例他局"), code=listed.uscc))
    in_file(body, listed.uscc, case_no="示例3号")
    assert not checked(make_approval(body, case_no="示例3号"))
    assert not any(a.check_id for a in db.session.scalars(sa.select(Approval)))


def test_a_check_that_was_not_yet_known_is_found_by_the_nightly_job() -> None:
    body, firm = make_body(), make_enterprise()
    approval = make_approval(body, code=firm.uscc)
    ask(body, firm)

    assert not checked(approval)
    assert service.match() == 1
    assert checked(approval)
    assert service.match() == 0


def test_the_same_report_again_changes_nothing_and_another_is_refused() -> None:
    body = make_body()
    first = service.report(body, say("甲", "乙"), by=SYSTEM, at=NOW)
    again = service.report(body, say("甲", "丙"), by=SYSTEM, at=NOW)
    other = service.report(body, [service.Said(MATTER, "甲", later(-1).date())], by=SYSTEM, at=NOW)

    assert (first, again) == ([True, True], [False, True])
    assert isinstance(other[0], service.ReportedOtherwise)


def test_a_wrong_report_is_withdrawn_with_reasons_and_can_be_made_again() -> None:
    body = make_body()
    wrong = make_approval(body)
    service.withdraw(wrong, "示例：日期有误", by=SYSTEM, at=NOW)
    right = make_approval(body, on=later(-1).date())

    assert right.id != wrong.id and wrong.withdrawn_why
    with pytest.raises(service.WrongApproval):
        service.withdraw(wrong, "示例", by=SYSTEM, at=NOW)


@pytest.mark.parametrize(
    ("matter", "case", "day", "code"),
    [
        ("", "1", TODAY, ""),
        ("SX", "", TODAY, ""),
        ("SX", "1", None, ""),
        ("SX", "1", later(1).date(), ""),
        ("SX", make_identifier(), TODAY, ""),
        ("SX", "1", TODAY, "123"),
    ],
)
def test_a_report_says_what_when_and_names_no_person(matter, case, day, code) -> None:
    with pytest.raises(service.WrongApproval):
        service.read(matter, case, day, code, NOW)


def test_a_thousand_reports_need_as_many_statements_as_one() -> None:
    body, firm = make_body(), make_enterprise()
    one, many = say("甲", code=firm.uscc), say(*map(str, range(999)), code=firm.uscc)

    with statements() as few:
        service.report(body, one, by=SYSTEM, at=NOW)
    with statements() as lots:
        service.report(body, many, by=SYSTEM, at=NOW)

    assert len(lots) == len(few)
