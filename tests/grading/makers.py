"""A body that grades firms in work safety, unless a test says otherwise."""

from datetime import timedelta
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.grading import computing, objections, schemes
from integrity.credit.grading.models import (
    Evaluation,
    EvaluationKind,
    GradeObjection,
    GradingScheme,
    SubjectGrade,
    Supervised,
    SupervisedField,
)
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

ONE = timedelta(days=1)
FIELD = SupervisedField.WORK_SAFETY
RULES = """D serious-list
C records 2 12
C industry C D
A red-list
A comprehensive A AA
B others"""
TYPED: dict[str, Any] = {
    "rules": RULES,
    "fewer": ["A"],
    "more": ["C", "D"],
    "matter": "安全生产检查",
    "public": False,
    "legal_basis": "示例办法第五条",
    "since": TODAY + ONE,
}


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_scheme(body: Subject | None = None, **typed: Any) -> GradingScheme:
    """One that waits to be approved."""
    by = make_user(Role.OFFICER, body or make_body("示例应急局"))
    said = {"field": FIELD, **TYPED, **typed}
    made = schemes.draft(by.body, **said, by=by, at=NOW)
    schemes.submit(made, by=by, at=NOW)
    return made


def make_in_force(body: Subject | None = None, **typed: Any) -> GradingScheme:
    """One that grades since yesterday."""
    before = NOW - ONE * 2
    made = make_scheme(body, **{"since": TODAY - ONE} | typed)
    schemes.approve(made, "示例", by=office(), at=before)
    return made


def supervise(scheme: GradingScheme, *firms: Subject) -> None:
    for firm in firms:
        db.session.add(
            Supervised(body_id=scheme.body_id, field=scheme.field, subject_id=firm.id, since=TODAY)
        )
    db.session.flush()


def evaluate(firm: Subject, grade: str, **more: Any) -> None:
    said = {"kind": EvaluationKind.COMPREHENSIVE, "field": SupervisedField.OTHER, "on": TODAY}
    db.session.add(
        Evaluation(subject_id=firm.id, grade=grade, issuer="示例评价单位", **said | more)
    )
    db.session.flush()


def make_grade(
    body: Subject | None = None, firm: Subject | None = None, **typed: Any
) -> SubjectGrade:
    """The grade of a firm of which nothing is known."""
    scheme, firm = make_in_force(body, **typed), firm or make_enterprise()
    supervise(scheme, firm)
    computing.grade_all(on=TODAY, at=NOW)
    return db.session.query(SubjectGrade).filter_by(scheme_id=scheme.id).one()


def make_objection(
    body: Subject | None = None, firm: Subject | None = None, text: str = "示例理由"
) -> GradeObjection:
    found = make_grade(body, firm)
    by = make_user(Role.SUPPLIER, found.subject)
    return objections.file(found, text, by=by, at=NOW)
