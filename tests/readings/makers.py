"""A reading of somebody's file."""

from typing import Any

from integrity.credit.readings import service
from integrity.credit.readings.models import FileReading, Part, ReadingPurpose
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from tests.factories import NOW

SAID: dict[str, Any] = {
    "part": Part.SHARED,
    "purpose": ReadingPurpose.FUNDS,
    "matter": "示例办件1号",
    "document": "示例资金管理办法第三条",
}


def read(subject: Subject, by: User, **said: Any) -> FileReading:
    return service.ask(subject, by=by, at=NOW, **SAID | said)
