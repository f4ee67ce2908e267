"""Records go to the platform by catalogue item, with a receipt for each; removals travel too."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.outbox import Message
from integrity.base.permissions import Role
from integrity.doors.exchange import service
from integrity.doors.exchange.models import ExchangedRow
from tests.exchange.makers import LATER, NOW, act, platform, published, rows, run, states
from tests.exchange.makers import other as other
from tests.factories import make_body, make_user


def key(record):
    return f"/records/{record.id}"


def test_a_record_of_a_chosen_item_goes_out_and_its_receipt_is_kept(other):
    found, record = platform(other), published()

    run()

    version, item, content = other.rows[key(record)]
    assert (item, content["summary"]) == ("ML-ZW-01", record.summary)
    [row] = rows(found)
    assert (row.standing.value, row.receipt, row.version) == ("accepted", "R1", version)


def test_what_is_of_another_item_or_not_public_stays_here(other):
    platform(other)
    published(stream="arrears", rule="unpaid-after-due-day")
    hidden = published()
    act(hidden, public=False)

    run()

    assert other.rows == {}
    assert key(hidden) not in str(other.rows)


def test_a_second_run_sends_nothing_twice(other):
    platform(other)
    published()
    run()
    sent = list(other.got)

    run(LATER)

    assert other.got == sent


def test_a_removal_travels_like_the_first_message(other):
    found, record = platform(other), published()
    run()

    act(record, public=False)
    run()

    assert other.rows == {}
    assert [row.removal for row in rows(found)] == [False, True]
    assert states(found) == ["accepted", "accepted"]


def test_what_was_removed_before_it_was_sent_tells_nobody_what_it_said(other):
    found, record = platform(other), published()
    other.away = True
    run()
    act(record, public=False)
    other.away = False

    run(LATER)

    assert other.rows == {}
    assert states(found) == ["overtaken", "accepted"]
    assert [row.removal for row in rows(found)] == [False, True]


def test_a_platform_that_is_away_gets_everything_later_in_order(other):
    found, records = platform(other), [published() for _n in range(3)]
    other.away = True
    run()
    assert found.failures == 1
    assert states(found) == ["waiting"] * 3

    run(NOW + timedelta(seconds=5))  # not yet
    assert found.failures == 1
    other.away = False
    run(LATER)

    assert [one for one, _version in other.got] == [key(record) for record in records]
    assert (found.failures, found.error) == (0, "")


def test_a_batch_whose_answer_was_lost_goes_again_and_is_the_same(other):
    found, record = platform(other), published()
    other.dies = True
    run()
    assert states(found) == ["waiting"]

    run(LATER)

    assert len(other.got) == 2
    assert len(set(other.got)) == 1
    assert list(other.rows) == [key(record)]
    assert states(found) == ["accepted"]


def test_an_answer_that_is_none_is_a_failure_and_no_receipt(other):
    found = platform(other)
    published()
    other.nonsense = True

    run()

    assert states(found) == ["waiting"]
    assert found.error


def test_a_refusal_is_told_to_the_body_that_owns_the_record(other):
    owner = make_body("示例归集局")
    officer = make_user(Role.OFFICER, owner)
    found, record = platform(other), published(found_by_id=owner.id)
    other.refuses[key(record)] = "示例：缺少事由"

    run()

    [row] = rows(found)
    assert (row.standing.value, row.reason, row.body_id) == ("refused", "示例：缺少事由", owner.id)
    told = sa.select(Message).where(Message.person_id == officer.id)
    assert [(one.thing, one.thing_id) for one in db.session.scalars(told)] == [
        ("exchange_row", row.id)
    ]


def test_what_was_put_right_goes_instead_of_what_was_refused(other):
    found, record = platform(other), published()
    other.refuses[key(record)] = "示例：缺少事由"
    run()
    other.refuses.clear()

    act(record, summary="示例：补正后的摘要")
    run()

    assert states(found) == ["overtaken", "accepted"]
    assert other.rows[key(record)][2]["summary"] == "示例：补正后的摘要"


def test_one_platform_that_fails_does_not_stop_another(other):
    bad = service.add(
        "push_batches", "示例停用平台", "http://127.0.0.1:9/", "ML-ZW-01",
        by=make_user(Role.OFFICE), at=NOW,
    )[0]  # fmt: skip
    good, _record = platform(other), published()

    run()

    assert bad.failures == 1
    assert states(good) == ["accepted"]


def test_two_runs_at_once_do_not_work_with_the_same_platform(other):
    found = platform(other)
    published()
    found.lease_until = NOW + timedelta(minutes=5)
    db.session.commit()

    run()

    assert other.got == []


def test_a_paused_platform_gets_nothing_and_then_what_changed_meanwhile(other):
    found, office = platform(other), make_user(Role.OFFICE)
    service.pause(found, "示例：平台停机", by=office, at=NOW)
    published()
    run()
    assert other.got == []

    service.resume(found, "示例：恢复", by=office, at=NOW)
    run()

    assert len(other.got) == 1


def test_what_the_other_side_lost_or_should_have_dropped_goes_again(other):
    found, lost, dropped = platform(other), published(), published()
    run()
    act(dropped, public=False)
    run()
    kept = other.rows.pop(key(lost))
    other.rows[key(dropped)] = (1, "ML-ZW-01", {})

    service.compare(lambda: NOW)
    db.session.expire_all()
    assert found.differences["ML-ZW-01"] == {
        "ours": 1, "theirs": 1, "other": sorted([key(lost), key(dropped)]), "all": 2,
    }  # fmt: skip
    run()

    assert other.rows == {key(lost): kept}


@pytest.mark.parametrize(
    ("url", "items"),
    [
        ("ftp://a.example/", "ML-ZW-01"),
        ("https://a:b@a.example/", "ML-ZW-01"),
        ("https://a.example/", "ML-NONE"),
        ("https://a.example/", " "),
    ],
)
def test_a_platform_without_an_address_or_with_an_unknown_item_is_refused(app, url, items):
    with pytest.raises(service.WrongPlatform):
        service.add("push_batches", "示例", url, items, by=make_user(Role.OFFICE), at=NOW)


def test_what_goes_out_is_kept_without_what_it_says(other):
    platform(other)
    record = published()
    run()

    columns = ExchangedRow.__table__.columns.keys()
    kept = db.session.execute(sa.select(ExchangedRow.__table__)).all()

    assert "content" not in columns
    assert record.subject.name not in str(kept)


def test_what_the_other_side_holds_is_asked_for_page_by_page(other):
    found, records = platform(other), [published() for _n in range(5)]
    run()
    other.rows["/records/999"] = (1, "ML-ZW-01", {})

    service.compare(lambda: NOW)
    db.session.expire_all()

    assert found.differences["ML-ZW-01"] == {
        "ours": len(records), "theirs": 6, "other": ["/records/999"], "all": 1,
    }  # fmt: skip
