"""What everybody reads of the public log: the call, by index, and the page."""

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.credit.records.models import RecordState
from tests.factories import NOW, TODAY, make_record
from tests.site.makers import make_commitment


def log(*things):
    for thing in things:
        audit.write(thing, "edit", by=audit.SYSTEM, at=NOW)
    db.session.commit()


def rows(client, **asked):
    return client.get("/api/v1/changes", query_string=asked).json["items"]


def test_a_reader_goes_on_behind_the_last_index_it_has(client):
    log(*(make_commitment() for _n in range(3)))
    first = rows(client, limit=500)[-1]["index"]
    later = make_commitment()
    log(later)

    new = rows(client, after=first)

    assert f"/commitments/{later.ref}" in [row["address"] for row in new]
    assert [row["index"] for row in new] == list(range(first + 1, first + 1 + len(new)))


def test_what_has_not_changed_is_not_sent_again(client):
    log(make_commitment())
    tag = client.get("/api/v1/changes").headers["ETag"]

    again = client.get("/api/v1/changes", headers={"If-None-Match": tag})
    log(make_commitment())
    other = client.get("/api/v1/changes?limit=500", headers={"If-None-Match": tag})

    assert (again.status_code, other.status_code) == (304, 200)


def test_what_was_taken_down_is_told_without_what_it_said(client):
    record = make_record(state=RecordState.CONFIRMED, decided_on=TODAY, public=True)
    log(record)
    record.public = False
    log(record)

    mine = [r for r in rows(client, limit=500) if r["address"] == f"/records/{record.id}"]

    assert [row["event"] for row in mine] == ["published", "removed"]
    assert all(row["content"] is None and row["salt"] is None for row in mine)
    assert record.subject.name not in str(mine)


def test_the_page_lists_the_newest_first_and_is_linked_from_the_open_data(client):
    promise = make_commitment()
    log(promise)

    page = client.get("/data/changes/?kind=commitments")

    assert 'href="/data/changes/"' in client.get("/data/").text
    assert f"/commitments/{promise.ref}" in page.text
    assert "公开" in page.text
