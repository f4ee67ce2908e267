"""What everybody reads of records is found through its index, and what only some read by them."""

from integrity.base import searching
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.records.models import CreditRecord, RecordState
from tests.factories import TODAY, make_body, make_record, make_user


def record():
    made = make_record(
        make_body("示例公开局"), state=RecordState.CONFIRMED, decided_on=TODAY, public=True
    )
    made.summary, made.public_text = "示例内部线索摘要", "示例对外公布摘要"
    db.session.commit()
    return made


def test_the_released_text_of_a_record_is_indexed(app):
    assert searching.is_indexed(CreditRecord.public_text)


def test_everybody_finds_by_what_was_released_and_not_by_what_was_not(client):
    made = record()

    assert f"/records/{made.id}" in client.get("/search/?q=对外公布 公开局").text
    assert f"/records/{made.id}" not in client.get("/search/?q=内部线索").text


def test_who_reads_the_whole_finds_by_both(client, login):
    made = record()
    login(make_user(Role.OFFICE))

    for words in ("对外公布", "内部线索", "内部线索 公开局"):
        assert f"/records/{made.id}" in client.get(f"/search/?q={words}").text
