"""A natural person, planted with a record, an entry and a query, and looked for everywhere."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground
from integrity.people.accounts.models import User
from tests.factories import roles_often
from tests.persons.makers import NAME, NUMBER, SUMMARY, make_person, make_person_record
from tests.reach.test_reach import OFTEN, asked, lists
from tests.reach.world import make_side
from tests.sanctions.makers import make_listed

pytestmark = pytest.mark.slow
TOLD = {Role.OFFICE, Role.AUDITOR}
"""Who keeps the records and lists, or reads in the log what was done with them: they read of a
person that it is one, by its mask."""
SEARCHES = (
    "/search/?q={}", "/find/bodies?q={}", "/find/firms?q={}", "/find/subjects?q={}",
    "/records/?q={}", "/lists/?q={}", "/sanctions/?q={}", "/checks/?q={}", "/persons/?q={}",
    "/persons/register?q={}", "/desk/audit?q={}", "/records/?q={}&format=csv",
    "/sanctions/?q={}&format=csv", "/api/v1/open/subjects?q={}",
)  # fmt: skip
EVERYBODY = roles_often(OFTEN | {None, Role.OFFICE, Role.CLERK}, [None, *Role])


@pytest.fixture
def side(app):
    """Everything that can be of a body, and of one person."""
    made = make_side("本单位")
    person = make_person()
    make_person_record(person)
    make_listed(person, ground=Ground.DUTY_REFUSED)
    nobody = sa.update(User).where(User.body_id == person.id).values(body_id=None)
    db.session.execute(nobody)  # persons have no account; the maker gave it one to be heard
    return made


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.usefixtures("counted_once")
def test_nobody_comes_upon_a_person(app, client, login, side, role):
    if role is not None:
        login(side.user(role))
    pages = [(address, text) for (_e, address), (_s, text, _t) in asked(client, app, side).items()]
    pages += [(endpoint, text) for endpoint, _status, text in lists(client, app)]
    found = [(where, w) for where, text in pages for w in (NAME, NUMBER) if w.encode() in text]
    marks = [SUMMARY, "欧*"] if role not in TOLD else []
    found += [(where, w) for where, text in pages for w in marks if w.encode() in text]
    for search in SEARCHES:
        for word in (NAME, NAME[:2], NUMBER, NUMBER[:10], "oysl"):
            text = client.get(search.format(word)).text
            found += [(search, w) for w in (SUMMARY, "欧*") if role not in TOLD and w in text]

    assert found == []
    assert any("欧*".encode() in text for _where, text in pages) == (role in TOLD)
