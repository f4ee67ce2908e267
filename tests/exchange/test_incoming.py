"""Changes of a platform are entered by catalogue item, each once, and each has a receipt."""

import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.gatherings.imports import SOURCE
from integrity.credit.gatherings.models import GatheredRow
from integrity.doors.exchange import service
from tests.exchange.makers import LATER, NOW, platform, rows, run, states
from tests.exchange.makers import other as other
from tests.factories import make_body, make_enterprise
from tests.gatherings.makers import contract, make_duty

ITEM = "ML-HT"


def change(key, version, row, **more):
    said = {name: str(value) for name, value in row.items()}
    return {"key": key, "item": ITEM, "version": version, "row": said} | more


def current():
    wanted = sa.select(GatheredRow).where(GatheredRow.replaced_at.is_(None))
    return db.session.scalars(wanted.order_by(GatheredRow.id)).all()


def ready(other, number=3):
    body, firm = make_body("示例住建局"), make_enterprise()
    make_duty(body)
    found = platform(other, "pull_changes", ITEM)
    for count in range(number):
        said = contract(firm, f"示例-{count}") | {SOURCE: body.uscc}
        other.changes.append(change(f"K{count}", 1, said))
    return found, body, firm


def test_changes_are_entered_page_by_page_and_each_is_told(other):
    found, body, firm = ready(other)

    run()

    assert len(current()) == 3
    assert {row.subject_id for row in current()} == {firm.id}
    assert {row.body_id for row in rows(found)} == {body.id}
    assert [one["accepted"] for one in other.receipts] == [True] * 3
    assert found.cursor == "3"


def test_the_same_change_again_enters_nothing(other):
    found, _body, _firm = ready(other)
    run()
    found.cursor = ""
    db.session.commit()

    run(LATER)

    assert len(current()) == 3
    assert len(other.receipts) == 3


def test_a_bad_row_is_refused_alone_with_its_reason_and_its_owner_hears(other):
    found, body, _firm = ready(other)
    other.changes[1]["row"]["签订日期"] = "某日"

    run()

    assert states(found) == ["accepted", "refused", "accepted"]
    refused = rows(found)[1]
    assert refused.reason
    assert refused.body_id == body.id
    assert [one["reason"] for one in other.receipts] == ["", refused.reason, ""]


def test_a_row_of_an_item_that_was_not_agreed_is_refused(other):
    found, _body, _firm = ready(other, 1)
    other.changes[0]["item"] = "ML-ZW-01"

    run()

    assert states(found) == ["refused"]
    assert current() == []


def test_a_removal_takes_away_what_came_before(other):
    found, _body, _firm = ready(other, 1)
    run()
    other.changes.append(change("K0", 2, {}, removal=True))

    run()

    assert current() == []
    assert states(found) == ["accepted", "accepted"]


def test_a_removal_of_what_never_came_is_refused(other):
    found, _body, _firm = ready(other, 0)
    other.changes.append(change("K9", 2, {}, removal=True))

    run()

    assert states(found) == ["refused"]


def test_an_older_state_that_comes_later_changes_nothing(other):
    found, body, firm = ready(other, 0)
    new, old = (contract(firm, 金额=amount) | {SOURCE: body.uscc} for amount in ("2", "1"))
    other.changes += [change("K", 2, new), change("K", 1, old)]

    run()

    assert [row.content["金额"] for row in current()] == ["2.00"]
    assert states(found) == ["accepted", "overtaken"]


def test_a_receipt_that_was_not_taken_goes_again(other):
    found, _body, _firm = ready(other, 1)
    other.deaf = True
    run()
    assert (other.receipts, found.failures) == ([], 1)
    assert len(current()) == 1
    other.deaf = False

    run(LATER)

    assert [one["key"] for one in other.receipts] == ["K0"]
    assert len(current()) == 1


def test_what_both_sides_hold_is_compared(other):
    found, _body, _firm = ready(other, 2)
    run()
    other.rows = {"K0": (1, ITEM, {}), "K1": (2, ITEM, {}), "K2": (1, ITEM, {})}

    service.compare(lambda: NOW)
    db.session.expire_all()

    assert found.differences[ITEM] == {"ours": 2, "theirs": 3, "other": ["K1", "K2"], "all": 2}
