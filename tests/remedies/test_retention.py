"""The words of objections and answers go when their term is over; that there was one stays."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.credit import retention
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection, ObjectionState
from integrity.credit.sanctions import reviews
from jobs import daily
from tests.factories import NOW, TODAY, make_user
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


def test_a_second_night_erases_nothing_again() -> None:
    rejected()
    on = rules.period_end("LOCAL-RETAIN-REMEDY", TODAY) + timedelta(days=1)

    counts = [retention.erase(on=on, at=later(4000))["objection"] for _night in range(2)]

    assert counts == [1, 0]


@pytest.mark.parametrize("kept", retention.KEPT, ids=lambda kept: kept.model.__tablename__)
def test_everybody_reads_how_long_each_is_kept(client, kept) -> None:
    said = rules.time_limit(kept.family, TODAY).what

    assert said in client.get("/privacy").text
