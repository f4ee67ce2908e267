"""A case that a body sent in, and the case brought to a state."""

from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.cases import service
from integrity.credit.cases.models import CaseKind, TypicalCase
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body, make_enterprise, make_user

TEXT = "某企业按期兑现承诺，主动公开进展（示例）。"


def make_case(
    sender: Subject | None = None,
    subject: Subject | None = None,
    *,
    is_named: bool = True,
    kind: CaseKind = CaseKind.CASE,
    text: str = TEXT,
    **more: Any,
) -> TypicalCase:
    about = subject or make_enterprise("示例诚信商贸有限公司")
    by = make_user(Role.OFFICER, sender or make_body("示例报送局"))
    values = {"at": NOW} | more
    return service.send(kind, "示例标题", text, about, is_named, by=by, **values)


def make_asked(**more: Any) -> TypicalCase:
    case = make_case(**more)
    service.ask_consent(case, by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()
    return case


def make_agreed(**more: Any) -> TypicalCase:
    case = make_asked(**more)
    service.consent(case, by=make_user(Role.SUPPLIER, case.subject), at=NOW)
    db.session.flush()
    return case


def make_published(at: Any = NOW, **more: Any) -> TypicalCase:
    case = make_agreed(**more)
    service.publish(case, "示例", by=make_user(Role.OFFICE), at=at)
    db.session.flush()
    return case
