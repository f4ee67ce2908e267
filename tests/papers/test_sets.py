"""Very many papers are drafted with as few questions to the database as few."""

from commitments.models import Commitment
from integrity.base.db import db
from integrity.casework.documents import service as documents
from integrity.credit.papers import records as notices
from tests.factories import NOW, make_record
from tests.site.makers import make_commitment
from tests.statements import statements


def asked_for(number: int) -> int:
    """The questions asked while so many notices are drafted."""
    for _n in range(number):
        item = make_commitment()
        make_record(item.subject, item_id=item.id, notified_on=None, object_until=None)
    db.session.commit()
    db.session.expire_all()
    with statements() as seen:
        assert notices.draft_notices(at=NOW) == number
    return sum(statement.startswith("SELECT") for statement in seen)


def test_notices_are_drafted_in_as_many_questions_however_many(app):
    """10,000 notices took four minutes: each looked up alone what its record is of."""
    asked_for(1)  # what is kept from then on

    assert asked_for(3) == asked_for(30)


def test_a_notice_names_what_its_record_is_of(app):
    item = make_commitment()
    record = make_record(item.subject, item_id=item.id, notified_on=None, object_until=None)

    notices.draft_notices(at=NOW)

    (notice,) = documents.of_thing("credit_record", record.id)
    assert isinstance(item, Commitment) and item.title in notice.content
    assert item.ref in notice.content
