import pytest

from integrity.base.permissions import Role
from integrity.credit.persons import grounds
from integrity.credit.persons.models import PersonInquiry
from integrity.credit.records.models import CreditRecord
from integrity.credit.relations.models import Relation
from integrity.credit.relations.reaching_models import Reaching
from integrity.credit.sanctions.models import ListEntry
from integrity.people.subjects.models import Subject
from tests.factories import make_body, make_user
from tests.persons.makers import make_person
from tests.persons.test_views import FORM, one

HEADING = "保存您的哪些信息、依据什么"


@pytest.mark.parametrize(
    "model", [Subject, Relation, Reaching, CreditRecord, ListEntry, PersonInquiry]
)
def test_every_column_of_what_is_kept_of_a_person_is_accounted_for_once(model):
    said = [name for each in grounds.kept() if each.table == model.__tablename__
            for name in each.columns]  # fmt: skip

    assert sorted(said) == sorted(model.__table__.columns.keys())


def test_every_sealed_column_of_a_person_has_a_ground_and_a_basis():
    grounded = {name for each in grounds.told() if each.table == "subject" for name in each.columns}

    assert {"name", "name_sealed", "identifier_sealed", "identifier_digest"} <= grounded
    assert all(each.what and each.legal_basis for each in grounds.told())


def test_a_person_reads_what_is_kept_and_on_what_ground(client, login):
    make_person()
    login(make_user(Role.OFFICE, make_body("领导小组办公室")))
    client.post("/persons/ask", data=FORM | {"purpose": "own"})

    page = client.post(f"/persons/inquiries/{one().id}/look").text

    assert HEADING in page and "履行法定职责或者法定义务所必需" in page
    assert all(each.what in page for each in grounds.told())


def test_who_asks_about_somebody_else_is_not_shown_what_is_kept(client, login):
    make_person()
    login(make_user(Role.CLERK, make_body("示例审批局")))
    client.post("/persons/ask", data=FORM)

    assert HEADING not in client.post(f"/persons/inquiries/{one().id}/look").text
