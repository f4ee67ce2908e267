"""A platform without an interface brings files of changes, and is given a file of receipts."""

import csv
import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.gatherings.imports import SOURCE, SUBJECT
from integrity.credit.gatherings.models import GatheredRow
from integrity.doors.exchange import batches, incoming_files, service
from integrity.doors.exchange.batches import WrongBatch
from integrity.doors.exchange.models import ExchangeBatch, Platform
from integrity.files.exports import as_csv
from integrity.files.tabular import Sheet
from tests.exchange.makers import rows, run, states
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.gatherings.makers import contract, make_duty

pytestmark = pytest.mark.usefixtures("app")
ITEM = "ML-HT"
HEAD = ["信息", "版本", "内容"]


@pytest.fixture
def owner():
    body = make_body("示例住建局")
    make_duty(body)
    return body


@pytest.fixture
def found(owner) -> Platform:
    by = make_user(Role.OFFICE)
    made, _secret = service.add("take_files", "示例区信用平台", "", ITEM, by=by, at=NOW)
    db.session.commit()
    return made


def change(key, version, row, kind=""):
    return dict(zip(HEAD, (key, str(version), kind), strict=True)) | row


def sent(owner, *numbers):
    firm = make_enterprise()
    return [change(n, 1, contract(firm, n) | {SOURCE: owner.uscc}) for n in numbers]


def sheet(*changes) -> Sheet:
    names = list(dict.fromkeys(name for one in changes for name in one))
    lines = [names, *([str(one.get(name, "")) for name in names] for one in changes)]
    return Sheet(len(lines), iter(enumerate(lines, 1)))


def take(found, *changes, item=ITEM):
    made = incoming_files.take(found, item, sheet(*changes), by=make_user(Role.OFFICE), at=NOW)
    db.session.commit()
    return made


def current():
    wanted = sa.select(GatheredRow).where(GatheredRow.replaced_at.is_(None))
    return db.session.scalars(wanted.order_by(GatheredRow.id)).all()


def receipts(batch):
    with incoming_files.receipts(batch) as file:
        return list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"))))


def test_each_row_enters_or_is_refused_by_itself_and_has_its_receipt(found, owner):
    good, bad, other = sent(owner, "K1", "K2", "K3")
    bad["签订日期"] = "某日"

    made = take(found, good, bad, other)

    assert states(found) == ["accepted", "refused", "accepted"]
    assert [row.content["合同编号"] for row in current()] == ["K1", "K3"]
    refused = rows(found)[1]
    assert refused.body_id == owner.id and refused.reason
    told = receipts(made.batch)
    assert [(one["信息"], one["是否接收"], one["退回理由"]) for one in told] == [
        ("K1", "是", ""), ("K2", "否", refused.reason), ("K3", "是", "")
    ]  # fmt: skip
    assert all(one["回执编号"] for one in told)


def test_a_file_that_comes_again_enters_nothing_and_a_later_version_replaces(found, owner):
    (one,) = sent(owner, "K1")
    take(found, one)

    with pytest.raises(WrongBatch, match="以前都已接收"):
        take(found, one)
    db.session.rollback()
    again = take(found, one, one | {"版本": "2", "金额": "3万元"})

    assert again.known == 1 and again.batch.rows == 1
    assert [row.content["金额"] for row in current()] == ["30000.00"]


def test_the_unit_of_a_header_counts(found, owner):
    (one,) = sent(owner, "K1")
    del one["金额"]

    take(found, one | {"金额（万元）": "3.5"})

    assert [row.content["金额"] for row in current()] == ["35000.00"]


def test_a_removal_takes_away_what_came_under_its_key_and_nothing_else(found, owner):
    """Of a firm with several rows the newest was taken away, whichever it was."""
    one, two = sent(owner, "K1", "K2")
    two[SUBJECT] = one[SUBJECT]
    take(found, one, two)
    take(found, change("K1", 2, one), change("K1", 3, {}, "撤下"))

    assert [row.content["合同编号"] for row in current()] == ["K2"]


@pytest.mark.parametrize(
    "broken",
    [
        {"信息": ""},
        {"版本": "一"},
        {"版本": "0"},
        {"版本": str(2**63)},
        {"内容": "也许"},
        {"信息": "11010519491231002X"},
    ],
)
def test_a_line_of_which_nobody_can_tell_what_it_is_is_named(found, owner, broken):
    good, bad = sent(owner, "K1", "K2")

    made = take(found, good, bad | broken)

    assert made.unread == [3] and made.batch.rows == 1 and len(current()) == 1


def test_what_was_not_agreed_and_what_is_too_long_is_refused_whole(found, owner, monkeypatch):
    with pytest.raises(WrongBatch, match="ML-ZW-01"):
        take(found, *sent(owner, "K1"), item="ML-ZW-01")
    monkeypatch.setattr(incoming_files, "MOST", 1)
    with pytest.raises(WrongBatch, match="拆分"):
        take(found, *sent(owner, "K1", "K2"))
    db.session.rollback()
    assert current() == []


def test_receipts_are_owed_by_a_day_and_handed_over_once(client, login, found, owner):
    batch = take(found, *sent(owner, "K1")).batch
    by = make_user(Role.OFFICE)
    assert batch.answer_by == date(2026, 11, 27)
    batch.answer_by = date(2020, 1, 1)
    db.session.commit()
    login(by)
    assert "逾期没有交付回执" in client.get("/desk/").text

    with pytest.raises(WrongBatch, match="交付日期"):
        incoming_files.tell(batch, "示例人", TODAY + timedelta(days=1), by=by, at=NOW)
    incoming_files.tell(batch, "示例区平台 示例人", TODAY, by=by, at=NOW)
    with pytest.raises(WrongBatch, match="已经登记"):
        incoming_files.tell(batch, "示例人", TODAY, by=by, at=NOW)
    with pytest.raises(WrongBatch, match="平台送来"):
        batches.answer(batch, sheet(), by=by, at=NOW)

    db.session.expire_all()
    assert [row.told for row in rows(found)] == [True]
    assert batches.unanswered(date(2030, 1, 1)) == []


def test_nobody_calls_such_a_platform(found):
    run()
    service.compare(lambda: NOW)
    assert (found.failures, found.error) == (0, "")


def test_a_file_goes_all_the_way_by_page(client, login, owner):
    login(make_user(Role.OFFICE))
    said = {"connector": "take_files", "name": "示例区平台", "items": ITEM, "url": ""}
    assert client.post("/desk/exchange/new", data=said).status_code == 302
    found = db.session.scalars(sa.select(Platform)).one()
    page = f"/desk/exchange/{found.id}"
    (one,) = sent(owner, "K1")

    def upload(content):
        data = {"item": ITEM, "file": (io.BytesIO(content), "变动.csv")}
        return client.post(f"{page}/files/new", data=data)

    assert "导入变动文件" in client.get(f"{page}/batches/").text
    assert upload("信息,版本\n".encode()).status_code == 422
    assert upload(as_csv(list(one), [list(one.values())])).status_code == 302
    (batch,) = db.session.scalars(sa.select(ExchangeBatch)).all()
    of_batch = f"/desk/exchange/batches/{batch.id}"
    assert "待交付回执" in client.get(of_batch).text and "K1" in client.get(of_batch).text
    assert "K1,1,是" in client.get(f"{of_batch}/receipts.csv").text
    assert client.get(f"{of_batch}/file.zip").status_code == 404
    handed = {"handed_to": "示例区平台 示例人", "handed_on": f"{batch.made_at:%Y-%m-%d}"}
    assert client.post(f"{of_batch}/tell", data=handed).status_code == 302
    assert "已交付回执" in client.get(of_batch).text
    held = as_csv(["目录事项", "信息", "版本"], [[ITEM, "K1", "1"]])
    sent_list = {"file": (io.BytesIO(held), "held.csv")}
    assert client.post(f"{page}/compare", data=sent_list).status_code == 302
    assert "本系统 1 条，对方 1 条，不一致 0 条" in client.get(page).text
