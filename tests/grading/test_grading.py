"""Grades per subject and field, from rules that two approved, with reasons."""

import pytest
import sqlalchemy as sa
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.i18n import LOCALES
from integrity.base.permissions import Role
from integrity.credit.grading import computing, conditions, schemes, visibility
from integrity.credit.grading.conditions import WrongRules
from integrity.credit.grading.imports import IMPORTERS
from integrity.credit.grading.models import (
    Evaluation,
    EvaluationKind,
    SubjectGrade,
    Supervised,
    SupervisedField,
)
from integrity.credit.grading.schemes import WrongScheme
from integrity.credit.inspections import service as inspections
from integrity.credit.records.models import RecordState
from integrity.files import exports, imports
from tests.checks.makers import make_check
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.grading.makers import (
    ONE,
    RULES,
    TYPED,
    evaluate,
    make_grade,
    make_in_force,
    make_scheme,
    office,
    supervise,
)
from tests.sanctions.makers import make_listed


def grade_of(firm, on=TODAY):
    computing.grade_all(on=on, at=NOW)
    found = visibility.of_subject(firm.id)
    return found[0].grade if found else None


def make_counted(firm, days=30):
    day = TODAY - ONE * days
    return make_record(subject=firm, state=RecordState.CONFIRMED, decided_on=day)


def test_the_first_line_that_is_met_decides_and_says_why():
    scheme = make_in_force()
    plain, red, bad, worst = (make_enterprise(f"示例{n}公司") for n in range(4))
    supervise(scheme, plain, red, bad, worst)
    evaluate(red, "AA")
    for firm in (bad, worst):
        make_counted(firm)
        make_counted(firm)
    make_listed(subject=worst)

    assert [grade_of(f) for f in (plain, red, bad, worst)] == ["B", "A", "C", "D"]
    reasons = [visibility.reason(visibility.of_subject(f.id)[0]) for f in (plain, red, bad, worst)]
    assert "没有其他" in reasons[0] and "综合评价" in reasons[1]
    assert "12" in reasons[2] and "严重失信" in reasons[3]


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({}, "C"),
        ({"state": RecordState.PROPOSED}, "B"),
        ({"state": RecordState.WITHDRAWN}, "B"),
        ({"shielded": True}, "B"),
        ({"until": TODAY - ONE}, "B"),
        ({"decided_on": TODAY - ONE * 366}, "B"),
    ],
)
def test_a_record_counts_while_it_stands_and_within_the_months_of_the_rule(changes, grade):
    scheme, firm = make_in_force(), make_enterprise()
    supervise(scheme, firm)
    make_counted(firm)
    record = make_counted(firm)
    for name, value in changes.items():
        setattr(record, name, value)
    db.session.flush()

    assert grade_of(firm) == grade


def test_only_the_newest_evaluation_in_force_and_of_the_own_field_counts():
    scheme, firm = make_in_force(), make_enterprise()
    supervise(scheme, firm)
    industry = {"kind": EvaluationKind.INDUSTRY}
    evaluate(firm, "C", **industry, field=SupervisedField.PRICES)
    assert grade_of(firm) == "B"
    evaluate(firm, "D", **industry, field=scheme.field, on=TODAY - ONE * 9)
    assert grade_of(firm) == "C"
    evaluate(firm, "A", **industry, field=scheme.field, on=TODAY - ONE * 2, until=TODAY)
    assert grade_of(firm) == "B"


def test_a_night_with_nothing_new_changes_nothing_and_a_new_fact_one_grade():
    scheme = make_in_force()
    firms = [make_enterprise(f"示例{n}公司") for n in range(3)]
    supervise(scheme, *firms)

    assert computing.grade_all(on=TODAY, at=NOW) == 3
    assert computing.grade_all(on=TODAY + ONE, at=NOW) == 0
    evaluate(firms[0], "A")
    assert computing.grade_all(on=TODAY + ONE, at=NOW) == 1

    history = db.session.scalars(
        sa.select(SubjectGrade).filter_by(subject_id=firms[0].id).order_by(SubjectGrade.id)
    ).all()
    assert [(g.grade, g.since, g.until) for g in history] == [
        ("B", TODAY, TODAY),
        ("A", TODAY + ONE, None),
    ]


def test_who_is_no_longer_supervised_has_no_grade():
    found = make_grade()
    db.session.query(Supervised).update({"until": TODAY})

    computing.grade_all(on=TODAY + ONE, at=NOW)

    assert found.until == TODAY and visibility.of_subject(found.subject_id) == []


def test_rules_are_approved_by_another_person_and_grade_from_a_later_day():
    scheme = make_scheme()
    drafter = db.session.get(type(office()), scheme.drafted_by_id)
    with pytest.raises(SamePerson):
        schemes.approve(scheme, "示例", by=drafter, at=NOW)
    with pytest.raises(WrongScheme):
        schemes.approve(scheme, "示例", by=office(), at=NOW + ONE)
    schemes.approve(scheme, "示例", by=office(), at=NOW)
    firm = make_enterprise()
    supervise(scheme, firm)

    assert grade_of(firm) is None
    assert grade_of(firm, TODAY + ONE) == "B"


def test_a_new_version_of_the_rules_takes_over_and_the_old_grade_keeps_its_own():
    found = make_grade()
    new = make_scheme(found.body, rules="C others", since=TODAY + ONE)
    schemes.approve(new, "示例", by=office(), at=NOW)

    assert grade_of(found.subject) == "B"
    assert grade_of(found.subject, TODAY + ONE) == "C"
    assert (new.version, found.scheme.until, found.until) == (2, TODAY, TODAY)
    assert visibility.reason(found) == conditions.parsed(conditions.kept(RULES))[-1].reason


@pytest.mark.parametrize(
    "rules",
    ["", "A red-list", "B others\nA red-list", "X others", "A 没有的条件\nB others"]
    + [f"C records {words}\nB others" for words in ("", "2", "2 x", "0 12", "2 999")]
    + ["C industry\nB others", "A red-list 3\nB others"],
)
def test_rules_that_cannot_be_read_or_leave_somebody_out_are_refused(rules):
    with pytest.raises(WrongRules):
        make_scheme(rules=rules)


def test_no_grade_is_inspected_both_more_and_less_often():
    with pytest.raises(WrongScheme):
        make_scheme(fewer=["A"], more=["A", "D"])


LINES = st.sampled_from(
    ["D serious-list", "C records 1 6", "A red-list", "A industry A B", "C comprehensive D"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=6), st.sampled_from(LOCALES))
def test_rules_are_shown_as_people_write_them_and_read_again(app, lines, locale):
    kept = conditions.kept("\n".join([*lines, "B others"]))

    with force_locale(locale):
        assert conditions.kept(conditions.shown(kept)) == kept
    assert len(conditions.parsed(kept)) == len(lines) + 1


@pytest.mark.parametrize(
    ("rules", "floor", "times"),
    [("A others", 0, 1), ("B others", 0, 2), ("D others", 0, 6), ("A others", 1, 1)],
)
def test_each_grade_means_so_many_inspections_and_never_fewer_than_a_law_says(rules, floor, times):
    found = make_grade(rules=rules)
    said = {"usual": 2, "reduced": 1, "raised": 6, "floor": floor}
    basis = "示例法" if floor else ""
    inspections.set_rule(
        found.body, "安全生产检查", **said, floor_basis=basis, legal_basis="示例", by=SYSTEM, at=NOW
    )

    assert visibility.times(found, visibility.frequencies()) == times


def test_a_grade_is_for_its_subject_and_authorities_unless_its_rules_say_public(client, login):
    found = make_grade(firm=make_enterprise("示例受评公司"))
    stranger = make_enterprise("别的公司")
    address = f"/grading/{found.id}"

    for user, sees in (
        (make_user(Role.SUPPLIER, found.subject), True),
        (make_user(Role.OFFICER, found.body), True),
        (office(), True),
        (make_user(Role.SUPPLIER, stranger), False),
        (make_user(Role.OFFICER, make_body("别的单位")), False),
    ):
        login(user)
        assert (client.get(address).status_code == 200) == sees
        assert ("示例受评公司" in client.get("/grading/?q=受评").text) == sees
    assert "示例受评公司" not in client.get("/grading/public/").text
    found.scheme.public = True
    db.session.commit()
    assert "示例受评公司" in client.get("/grading/public/").text


def load(tmp_path, kind, by, *rows):
    file, header = tmp_path / "表.csv", list(rows[0])
    file.write_bytes(exports.as_csv(header, ([row[n] for n in header] for row in rows)))
    return imports.run(IMPORTERS[kind], file, by=by, at=NOW)


def test_evaluations_and_who_is_supervised_come_in_by_table(tmp_path):
    firm, body = make_enterprise(), make_body("示例应急局")
    by = make_user(Role.OFFICER, body)
    held = {"code": firm.uscc, "field": "安全生产", "since": "2026-01-01"}
    said = {"code": firm.uscc, "kind": "公共信用综合评价", "field": "其他领域", "grade": "A",
            "issuer": "示例单位", "on": "2026-10-01"}  # fmt: skip

    assert load(tmp_path, "supervised-subjects", by, held).added == 1
    assert load(tmp_path, "supervised-subjects", by, held).unchanged == 1
    assert load(tmp_path, "credit-evaluations", by, said).added == 1
    assert load(tmp_path, "credit-evaluations", by, said | {"grade": "B"}).updated == 1
    other = load(tmp_path, "credit-evaluations", by, said | {"issuer": "别的单位"})
    assert "其他单位的评价" in other.rejected[0].message
    late = load(tmp_path, "credit-evaluations", by, said | {"on": "2027-10-01"})
    assert "今天以后" in late.rejected[0].message
    assert db.session.query(Supervised).one().body_id == body.id
    assert db.session.query(Evaluation).one().grade == "B"


def test_nobody_enters_whom_another_body_supervises(tmp_path):
    firm, other = make_enterprise(), make_body("别的单位")
    row = {"code": firm.uscc, "field": "安全生产", "since": "2026-01-01", "body": other.name}

    officer = make_user(Role.OFFICER, make_body("示例应急局"))
    assert len(load(tmp_path, "supervised-subjects", officer, row).rejected) == 1
    assert load(tmp_path, "supervised-subjects", office(), row).added == 1
    assert len(load(tmp_path, "supervised-subjects", office(), row | {"body": ""}).rejected) == 1


def test_a_body_drafts_its_rules_by_page_and_another_person_approves(client, login):
    body = make_body("示例应急局")
    login(make_user(Role.OFFICER, body))
    data = TYPED | {"field": "work-safety", "rules": "D 严重失信主体名单\nB 其他"}
    data = {name: value for name, value in data.items() if value is not False}

    assert client.post("/grading/schemes/new", data=data | {"rules": "x"}).status_code == 422
    made = client.post("/grading/schemes/new", data=data)
    assert made.status_code == 302
    assert client.post(f"{made.location}/do/submit").status_code == 302
    login(office())
    assert "示例应急局" in client.get("/desk/").text
    answer = client.post(f"{made.location}/do/approve", data={"why": "已核对"})
    assert answer.status_code == 302
    assert "已批准" in client.get(made.location).text


def test_who_checks_a_subject_reads_its_grade_of_that_day_as_information(login):
    found = make_grade(firm=make_enterprise("示例受评公司"))
    body = make_body("示例审批局")
    query = {"q": {"code": found.subject.uscc}}
    known, before = (make_check(query, day, body=body) for day in (TODAY, TODAY - ONE))
    client = login(make_user(Role.CLERK, body))

    page = client.get(f"/checks/{known.ref}").text

    assert "安全生产：B级" in page and "没有其他各项规定的情形" in page
    assert known.results[0].verdict == "clear"
    assert "安全生产：B级" not in client.get(f"/checks/{before.ref}").text
