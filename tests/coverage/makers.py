"""Approvals as a body reports them."""

from datetime import date
from typing import Any

from integrity.base.audit.service import Somebody
from integrity.credit.coverage import service
from integrity.credit.coverage.models import Approval
from integrity.people.subjects.models import Subject
from tests.factories import NOW, TODAY

SYSTEM = Somebody("示例审批系统")
MATTER = "SX-XK"
"""A matter of the shipped list in which every body must check."""


def make_approval(
    body: Subject, case_no: str = "示例1号", on: date = TODAY, code: str = "", matter: str = MATTER
) -> Approval:
    said = service.read(matter, case_no, on, code, NOW)
    service.report(body, [said], by=SYSTEM, at=NOW)
    return service.known(body.id, [case_no])[said.key]


def say(*cases: str, **more: Any) -> list[service.Said]:
    return [service.Said(MATTER, case, TODAY, **more) for case in cases]
