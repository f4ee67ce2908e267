"""Who verifies an objection may ask another body for help, which has a day of its own."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import deliveries
from integrity.casework.documents.models import Document
from integrity.casework.rules import service as rules
from integrity.credit.objections import service
from tests.factories import NOW, TODAY, make_body, make_record, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def office():
    return make_user(Role.OFFICE)


def accepted(office):
    record = make_record()
    party = make_user(Role.OFFICER, record.subject)
    objection = service.file(record, "示例：金额与合同不符。", by=party, at=NOW)
    service.accept(objection, by=office, at=NOW)
    return objection


def asked(objection, office, helper):
    service.ask_help(objection, helper, "示例：须核对登记档案", by=office, at=NOW)
    db.session.flush()


def letters():
    return db.session.scalars(sa.select(Document).filter_by(kind="opinion-request")).all()


def test_help_of_another_body_makes_it_seven_working_days_from_the_day_received(office):
    """Seen: three working days whatever was needed, though the page promised seven."""
    objection = accepted(office)

    asked(objection, office, make_body("示例区市监局"))

    assert objection.due_on == rules.due("OBJ-ASSIST", TODAY).due_on


def test_the_body_whose_help_makes_it_longer_is_asked_at_once_and_answers_at_its_desk(
    login, office
):
    """Seen: who owed the answer gave itself the longer term by a reason, and nobody was asked."""
    officer = make_user(Role.OFFICER, make_body("示例区市监局"))
    helper, objection = officer.body, accepted(office)

    asked(objection, office, helper)
    (delivery,) = letters()[0].deliveries
    desk = login(officer).get("/desk/").text
    deliveries.confirm(delivery, by=officer, at=NOW)
    deliveries.answer(delivery, "示例：登记属实", by=officer, at=NOW)

    assert "关于征求信用信息异议核查意见的函" in desk
    assert delivery.subject_id == helper.id
    assert delivery.answer_until == rules.due("LOCAL-OBJ-HELP", TODAY).due_on
    assert objection.helped_on == TODAY
    party = make_user(Role.OFFICER, objection.record.subject)
    page = login(party).get(f"/objections/{objection.id}").text
    assert helper.name in page


def test_nobody_but_another_body_makes_the_term_longer():
    office = make_user(Role.OFFICE, make_body("示例领导小组办公室"))
    objection = accepted(office)

    for helper in (objection.subject, office.body):
        with pytest.raises(service.WrongHelper):
            asked(objection, office, helper)

    assert objection.due_on == rules.due("OBJ-OWN", TODAY).due_on
    assert letters() == []


def test_help_is_asked_once_and_not_to_cover_a_day_that_has_passed(office):
    objection, late = accepted(office), accepted(office)
    asked(objection, office, make_body("示例区市监局"))
    late.due_on = TODAY - timedelta(days=1)

    for one in (objection, late):
        with pytest.raises(service.WrongHelper):
            asked(one, office, make_body("示例区税务局"))

    assert late.due_on == TODAY - timedelta(days=1)
    assert len(letters()) == 1
