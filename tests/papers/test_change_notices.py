"""What changes of an entry without a decision of its own is told to its subject by a paper."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import kinds
from integrity.casework.documents import service as documents
from integrity.casework.documents.models import Document, DocumentState
from integrity.credit.papers import changes as notices
from integrity.credit.proceedings import service as proceedings
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.annotations import Pending
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.changes import NOTICED, TOLD_BY, Change, EntryChange
from jobs import daily
from tests.api.makers import bearer, make_token
from tests.factories import NOW, TODAY, make_user
from tests.sanctions.makers import later, make_listed, make_receivers


def noticed(entry: ListEntry) -> list[Document]:
    mine = sa.select(EntryChange.id).where(EntryChange.entry_id == entry.id)
    wanted = sa.select(Document).where(
        Document.thing == "entry_change", Document.thing_id.in_(mine)
    )
    return list(db.session.scalars(wanted.order_by(Document.id)))


def expired() -> ListEntry:
    entry = make_listed()
    entry.until = TODAY
    sanctions.expire(on=TODAY + timedelta(days=1), at=later(1))
    db.session.refresh(entry)
    return entry


def test_every_change_is_told_by_a_paper_of_its_own_or_by_the_notice(app) -> None:
    assert set(NOTICED) == set(notices.EFFECTS)
    named = set(TOLD_BY) - {Change.DISPUTED}

    assert {TOLD_BY[kind] for kind in named} <= set(kinds.registered())


def test_the_end_of_a_period_is_told_though_nobody_received_the_entry() -> None:
    entry = expired()

    daily.draft_notices(TODAY + timedelta(days=2), later(2))

    (paper,) = noticed(entry)
    assert paper.state is DocumentState.DRAFTED
    assert entry.subject.name in paper.content and entry.ref in paper.content
    assert "期限届满，已移出" in paper.content and "全部解除" in paper.content
    assert "曾接收" not in paper.content


def test_it_says_what_who_received_the_entry_does_and_by_when() -> None:
    make_receivers(2)
    entry = expired()

    notices.draft_notices(at=later(2))

    (paper,) = noticed(entry)
    assert "共2家" in paper.content and "停止措施、清除信息并反馈" in paper.content


def test_a_second_night_drafts_nothing_again() -> None:
    expired()

    assert [notices.draft_notices(at=later(day)) for day in (2, 3)] == [1, 0]


@pytest.mark.parametrize(("kind", "said"), [(Pending.REVIEW, "复议"), (Pending.LAWSUIT, "诉讼")])
def test_what_is_pending_and_that_it_stops_is_told_with_its_document(kind, said) -> None:
    make_receivers(1)
    entry = make_listed()
    by = make_user(Role.OFFICER, entry.subject)
    found = proceedings.file(entry, kind, "示例机关", "示例7号", TODAY, "不服", by=by, at=NOW)
    office = make_user(Role.OFFICE)
    proceedings.suspend(found, "示例停止执行通知书", TODAY, by=office, at=later(1))

    notices.draft_notices(at=later(2))

    pending, stopped = noticed(entry)
    assert said in pending.content and "示例机关示例7号" in pending.content
    assert "示例停止执行通知书" in stopped.content and "停止执行" in stopped.content


def test_what_an_answer_tells_is_not_told_twice() -> None:
    make_receivers(1)
    entry = make_listed()

    sanctions.mark_entries([entry], True, at=later(1))
    sanctions.revoke(entry, "查明不属实", by=make_user(Role.OFFICE), at=later(2))

    assert notices.draft_notices(at=later(3)) == 0


def test_signed_it_is_on_the_desk_of_the_subject_and_with_the_receivers(login, client) -> None:
    (receiver,) = make_receivers(1)
    entry = expired()
    officer, office = make_user(Role.OFFICER, entry.subject), make_user(Role.OFFICE)
    notices.draft_notices(at=later(2))
    (paper,) = noticed(entry)

    documents.sign(paper, by=office, at=later(2))

    (delivery,) = paper.deliveries
    assert delivery.subject_id == officer.body_id
    opened = login(officer).get(f"/desk/letters/{delivery.id}")
    assert opened.status_code == 200 and "反映" in opened.text
    token = make_token("pushes", receiver)
    items = client.get("/api/v1/pushes", headers=bearer(token)).json["items"]
    told = [one for item in items for one in item["changes"]]
    assert {(one["kind"], one["paper"]) for one in told} == {("expired", paper.ref)}
    assert all(paper.token in one["paper_url"] for one in told)


def test_the_nightly_notices_are_made_of_what_the_night_before_ended() -> None:
    entry = make_listed()
    entry.until = TODAY
    night = TODAY + timedelta(days=1)
    daily.expire(night, clock.at(night, 2))

    assert daily.draft_notices(night, clock.at(night, 3))["changes"] == 1


def test_signed_it_is_in_the_dossier_of_the_entry(login) -> None:
    entry, office = expired(), make_user(Role.OFFICE)
    notices.draft_notices(at=later(2))
    (paper,) = noticed(entry)
    documents.sign(paper, by=office, at=later(2))
    db.session.flush()

    raw = login(office).get(f"/desk/dossiers/entries/{entry.id}.zip").data

    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        contents = json.loads(packed.read("manifest.json"))["entries"]
    assert paper.title in [row["title"] for row in contents]
