from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.persons import service
from integrity.credit.persons.models import PersonInquiry, PersonInquiryState, Purpose
from integrity.people.subjects import competence
from integrity.people.subjects.models import Subject
from tests.checks.makers import make_identifier
from tests.factories import NOW, make_body, make_user
from tests.persons.makers import NAME, NUMBER, SUMMARY, ask, make_person, make_person_record


def custodian():
    return make_user(Role.CUSTODIAN)


def organisers():
    """Somebody of the body that is registered for appointments."""
    body = make_body("示例组织部")
    competence.register("personnel", body.id, by=SYSTEM, at=NOW)
    return make_user(Role.FINDER, body)


def test_a_registered_person_has_neither_name_nor_number_in_any_table():
    make_person()
    connection = db.session.connection()

    for table in sa.inspect(connection).get_table_names():
        for row in connection.execute(sa.text(f'SELECT * FROM "{table}"')):
            assert NAME not in str(row) and NUMBER not in str(row), table


def test_the_same_number_under_another_name_is_nobody():
    make_person()

    with pytest.raises(service.WrongPerson, match="不符"):
        make_person("诸葛示例")


def test_number_and_name_together_find_the_record():
    make_person_record(make_person())
    asked = ask()

    found = service.look(asked, by=db.session.get(type(custodian()), asked.asked_by_id), at=NOW)

    assert [r.summary for r in found.records[asked.subject_id]] == [SUMMARY]


@pytest.mark.parametrize(
    "said", [{"name": "诸葛示例"}, {"identifier": make_identifier(816)}, {"name": NAME[:2]}]
)
def test_either_of_them_alone_finds_nobody_and_is_registered(said):
    make_person()

    asked = ask(**said)

    assert asked.subject_id is None
    assert db.session.query(PersonInquiry).one() is asked


@pytest.mark.parametrize("empty", ["authorised_by", "case_no"])
def test_without_a_basis_and_a_case_nothing_is_asked(empty):
    make_person()

    with pytest.raises(service.NotAuthorised):
        ask(**{empty: " "})


@pytest.mark.parametrize("purpose", [Purpose.PERSONNEL, Purpose.DISCIPLINE])
def test_what_is_restricted_only_the_competent_body_asks(purpose):
    organisers()

    with pytest.raises(service.NotAuthorised, match="主管单位"):
        ask(purpose=purpose)


def test_what_is_restricted_is_closed_until_a_second_person_consents():
    make_person_record(make_person())
    by = organisers()
    asked = ask(by, Purpose.PERSONNEL)
    with pytest.raises(service.NotOpen):
        service.look(asked, by=by, at=NOW)

    service.grant(asked, "示例：文书相符", by=custodian(), at=NOW)

    assert service.look(asked, by=by, at=NOW).records[asked.subject_id]


def test_nobody_consents_to_a_query_of_ones_own():
    by = organisers()
    asked = ask(by, Purpose.PERSONNEL)

    with pytest.raises(service.NotOpen, match="自己"):
        service.grant(asked, "示例", by=by, at=NOW)


def test_what_was_refused_stays_closed():
    by = organisers()
    asked = ask(by, Purpose.PERSONNEL)

    service.refuse(asked, "示例：没有文书", by=custodian(), at=NOW)

    assert asked.state is PersonInquiryState.REFUSED
    assert not service.may_look(asked, by, NOW.date())


def test_the_answer_closes_after_its_days_and_never_opens_to_a_colleague():
    make_person()
    asked = ask()
    by = db.session.get(type(custodian()), asked.asked_by_id)

    assert service.may_look(asked, by, asked.open_until)
    assert not service.may_look(asked, by, asked.open_until + timedelta(days=1))
    assert not service.may_look(asked, make_user(Role.CLERK, asked.body), asked.open_until)


def test_every_look_is_in_the_log():
    asked = ask()
    by = db.session.get(type(custodian()), asked.asked_by_id)

    service.look(asked, by=by, at=NOW)
    service.look(asked, by=by, at=NOW)

    events = db.session.scalars(
        sa.select(AuditEvent.move)
        .where(AuditEvent.thing == "person_inquiry")
        .order_by(AuditEvent.id)
    )
    assert list(events) == ["ask_freely", "look", "look"]


def test_the_person_is_told_at_the_office_who_asked_even_before_it_was_registered():
    early = ask()
    make_person()
    later = ask()
    office = make_user(Role.OFFICE, make_body("领导小组办公室"))

    own = ask(office, Purpose.OWN)

    assert [one.id for one in service.others(own)] == [own.id, later.id, early.id]


def test_only_the_office_asks_for_the_person_itself():
    with pytest.raises(service.NotAuthorised, match="当面"):
        ask(purpose=Purpose.OWN)


def test_asking_is_all_that_finds_a_person():
    person = make_person()

    assert db.session.scalars(sa.select(Subject).where(Subject.public)).first() is not person
    assert person.initials == "" and person.name == "欧*"
