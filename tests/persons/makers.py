"""A person with a record, and a query about them; name and number are invented."""

from typing import Any

from integrity.base.permissions import Role
from integrity.credit.persons import service
from integrity.credit.persons.models import Authorisation, PersonInquiry, Purpose
from integrity.credit.records.models import RecordState
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject
from tests.checks.makers import make_identifier
from tests.factories import NOW, TODAY, make_body, make_record, make_user

NAME = "欧阳示例"
NUMBER = make_identifier(815)
SUMMARY = "示例行政处罚记录"
SAID: dict[str, Any] = {
    "authorisation": Authorisation.CONSENT,
    "authorised_by": "授权书示例2026第1号",
    "case_no": "示例办件1号",
}


def make_person(name: str = NAME, number: str = NUMBER) -> Subject:
    by = make_user(Role.OFFICER, make_body("示例登记局"))
    return service.register(name, number, "示罚字〔2026〕1号", by=by, at=NOW)


def make_person_record(person: Subject) -> Any:
    return make_record(
        person,
        RecordState.CONFIRMED,
        summary=SUMMARY,
        decided_on=TODAY,
        until=TODAY.replace(year=2028),
        public=False,
    )


def ask(by: User | None = None, purpose: Purpose = Purpose.LICENSING, **said: Any) -> PersonInquiry:
    by = by or make_user(Role.CLERK, make_body("示例审批局"))
    said = {"name": NAME, "identifier": NUMBER} | SAID | said
    return service.ask(purpose=purpose, by=by, at=NOW, **said)
