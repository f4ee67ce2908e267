"""One check by one body, and a person who belongs to nobody."""

from datetime import date, datetime
from typing import Any

from integrity.base.audit.service import Somebody
from integrity.base.db import db
from integrity.credit.checks import pairings, service
from integrity.credit.checks.file_checks import running
from integrity.credit.checks.file_checks import service as file_checks
from integrity.credit.checks.file_checks.models import CheckFile
from integrity.credit.checks.models import Authorisation, Check, CheckResult
from integrity.credit.checks.pairings import Pairing
from integrity.people.subjects import service as subjects
from integrity.people.subjects.identifiers import RESIDENT_WEIGHTS
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body

CLERK = Somebody("示例审批人员")
ON_PAPER: dict[str, Any] = {
    "case_no": "示例办件1号",
    "authorisation": Authorisation.CONSENT,
    "authorised_by": "授权书示例2026第1号",
}
"""What a check of persons needs besides purpose and matter."""


def make_identifier(serial: int = 407) -> str:
    """A well-formed resident identity number; the birthday is invented."""
    first = f"11010119900307{serial:03d}"
    total = sum(int(c) * w for c, w in zip(first, RESIDENT_WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def make_person(name: str = "张三丰", serial: int = 407) -> Subject:
    return subjects.register_person(name, make_identifier(serial))


def make_check(
    queries: dict[str, Any],
    as_of: date | None = None,
    body: Subject | None = None,
    at: datetime = NOW,
    matter: str = "示例许可",
    **more: Any,
) -> Check:
    return service.check(
        queries,
        purpose="行政许可审批",
        matter=matter,
        as_of=as_of,
        body=body or make_body("示例审批局"),
        by=CLERK,
        at=at,
        **more,
    )


def ask(query: dict[str, Any], as_of: date | None = None) -> CheckResult:
    """The result of a check with one query."""
    return make_check({"q": query}, as_of, **ON_PAPER).results[0]


def make_pairing(body: Subject, subject: Subject, same: bool = False) -> Pairing:
    """What a body decided about the name of a subject."""
    made = make_check({"q": {"name": subject.name}}, body=body)
    code = subject.uscc or ""
    return pairings.decide(made, "q", code, same, "看过营业执照", by=CLERK, at=NOW)


def make_check_file(
    *codes: str,
    body: Subject | None = None,
    matter: str = "示例许可",
    case_no: str = "",
    at: datetime = NOW,
) -> CheckFile:
    """A file of codes, and its answer."""
    made = file_checks.receive(
        codes,
        purpose="行政许可审批",
        matter=matter,
        case_no=case_no,
        body_id=(body or make_body("示例审批局")).id,
        by=CLERK,
        at=at,
    )
    running.work(made.id, at=at)
    db.session.flush()
    return made
