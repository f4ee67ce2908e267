"""The words of objections and answers go when their term is over; that there was one stays."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit import retention
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection, ObjectionState
from integrity.credit.records.models import RecordState
from integrity.credit.relations.reaching_models import ReachEnd, ReachingState
from integrity.credit.repairs import service as repairs
from integrity.credit.repairs.models import RepairState
from integrity.credit.sanctions import reviews
from integrity.files import attached, storage
from integrity.files.attached import Attachment
from integrity.files.storage import Stored
from jobs import daily
from tests.factories import NOW, TODAY, make_record, make_user
from tests.relations.makers import make_reaching
from tests.sanctions.makers import later, make_listed, make_review_objection

WORDS = "示例：该单位拖欠工人工资"


def rejected() -> Objection:
    entry = make_listed()
    by, office = make_user(Role.OFFICER, entry.subject), make_user(Role.OFFICE)
    made = objections.file(entry, WORDS, by=by, at=NOW)
    objections.accept(made, by=office, at=NOW)
    objections.reject(made, "示例：查明属实", by=office, at=NOW)
    db.session.flush()
    return made


def said_in_log(thing) -> str:
    wanted = sa.select(AuditEvent.why).where(
        AuditEvent.thing == thing.__tablename__,
        AuditEvent.thing_id == thing.id,
        AuditEvent.move != "erase",
    )
    return "".join(db.session.scalars(wanted.order_by(AuditEvent.id)))


def nights_after(family: str, days: int) -> None:
    on = rules.period_end(family, TODAY) + timedelta(days=days)
    daily.erase_words(on, later((on - TODAY).days))
    db.session.expire_all()


def test_what_somebody_unknown_said_of_a_candidate_goes_with_its_answer() -> None:
    made = make_review_objection(text=WORDS)
    reviews.reject(made, "示例：不属实", by=make_user(Role.OFFICE), at=NOW)
    db.session.flush()

    nights_after("LOCAL-RETAIN-REVIEW", 0)
    assert made.text == WORDS
    nights_after("LOCAL-RETAIN-REVIEW", 1)

    assert (made.text, made.answer, said_in_log(made)) == ("", "", "")
    assert made.ref and made.closed_on == TODAY


def test_what_is_not_decided_is_kept_however_long() -> None:
    made = make_review_objection(text=WORDS)

    nights_after("LOCAL-RETAIN-REVIEW", 2000)

    assert made.text == WORDS


def test_an_objection_of_a_subject_goes_later_and_keeps_how_it_ended() -> None:
    made = rejected()

    nights_after("LOCAL-RETAIN-REVIEW", 1)
    assert made.statement == WORDS
    nights_after("LOCAL-RETAIN-REMEDY", 1)

    assert (made.statement, made.reasons, made.state) == ("", "", ObjectionState.REJECTED)
    assert said_in_log(made) == ""


def make_file(thing, content: bytes = b"words") -> Attachment:
    kept = Stored(storage.write(content), "txt", len(content), "0" * 64)
    return attached.attach(
        kept, thing, "说明.txt", public=False, by=audit.SYSTEM, at=NOW, body_id=None
    )


def test_the_files_of_an_objection_go_with_its_words() -> None:
    file = make_file(rejected())
    path = storage.path_of(file.stored)
    number = file.id

    nights_after("LOCAL-RETAIN-REMEDY", 1)

    assert not path.exists()
    assert db.session.get(Attachment, number) is None


def test_an_application_for_repair_keeps_its_promise_and_how_it_ended() -> None:
    record = make_record(
        state=RecordState.CONFIRMED, decided_on=date(2026, 1, 1), repairable_on=date(2026, 10, 1)
    )
    by, office = make_user(Role.OFFICER, record.subject), make_user(Role.OFFICE)
    made = repairs.file(record, WORDS, "示例：不再拖欠", by=by, at=NOW)
    repairs.refuse(made, "示例：义务未履行", by=office, at=NOW)
    db.session.flush()

    nights_after("LOCAL-RETAIN-REMEDY", 1)

    assert (made.statement, made.reasons, said_in_log(made)) == ("", "", "")
    assert (made.promise, made.state) == ("示例：不再拖欠", RepairState.REFUSED)


def test_what_a_related_person_said_goes_when_the_reaching_has_ended_long_ago() -> None:
    made = make_reaching()
    made.objection, made.outcome, made.state = WORDS, ReachEnd.LAPSED, ReachingState.ENDED
    made.ended_on = TODAY
    db.session.flush()

    nights_after("LOCAL-RETAIN-REMEDY", 1)

    assert made.objection == ""
    assert made.outcome is ReachEnd.LAPSED


def test_a_second_night_erases_nothing_again() -> None:
    rejected()
    on = rules.period_end("LOCAL-RETAIN-REMEDY", TODAY) + timedelta(days=1)

    counts = [retention.erase(on=on, at=later(4000))["objection"] for _night in range(2)]

    assert counts == [1, 0]


@pytest.mark.parametrize("kept", retention.KEPT, ids=lambda kept: kept.model.__tablename__)
def test_everybody_reads_how_long_each_is_kept(client, kept) -> None:
    said = rules.time_limit(kept.family, TODAY).what

    assert said in client.get("/privacy").text
