"""A head with a text to sign, for the test of passkeys: run with the environment of a system."""

from datetime import timedelta

from commitments import service
from integrity.base import clock
from integrity.base.audit.service import Somebody
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import AccountState
from integrity.people.subjects import identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import SubjectKind
from tests.factories import PASSWORD
from wsgi import app

LOADER = Somebody("测试")


def make() -> str:
    """The reference of the commitment that waits for the signature of `passkey-head`."""
    now = clock.now()
    code = identifiers.complete_uscc("1137017600009911")
    body = subjects.register(SubjectKind.BODY, "密钥示例局", code, code_is_example=True)
    people = {}
    for username, role in (("passkey-head", Role.HEAD), ("passkey-officer", Role.OFFICER)):
        person = accounts.create(
            username, username, role, body, PASSWORD, by=LOADER, at=now, state=AccountState.ACTIVE
        )
        person.must_change = False
        people[role] = person
    db.session.flush()
    item = service.draft(
        body,
        title="用通行密钥签署的承诺",
        category="service",
        body_text="我局承诺。",
        due_on=clock.today() + timedelta(days=90),
        by=people[Role.OFFICER],
        at=now,
    )
    service.submit(item, by=people[Role.OFFICER], at=now)
    db.session.commit()
    return item.ref


if __name__ == "__main__":
    with app.app_context():
        print(make())
