"""A platform without an interface: batches as files, receipts, and its list of what it holds."""

import csv
import hashlib
import io
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.doors.exchange import batch_files, batches, service
from integrity.doors.exchange.batches import WrongBatch
from integrity.doors.exchange.models import ExchangeBatch, Platform
from integrity.files.exports import as_csv
from integrity.files.tabular import Sheet
from tests.exchange.makers import act, published, rows, run, states
from tests.factories import NOW, TODAY, make_body, make_user

pytestmark = pytest.mark.usefixtures("app")
ITEMS = "ML-ZW-01 ML-ZW-02"
RECEIPT = ["信息", "版本", "是否接收", "回执编号", "退回理由"]


def office():
    return make_user(Role.OFFICE)


def by_hand(items: str = ITEMS) -> Platform:
    made, _secret = service.add("hand_over_files", "示例市信用平台", "", items, by=office(), at=NOW)
    db.session.commit()
    return made


def made(platform: Platform, handed: bool = True) -> ExchangeBatch:
    found = batches.make(platform, by=office(), at=NOW)
    if handed:
        batches.hand_over(found, "示例市平台 示例人", TODAY, by=office(), at=NOW)
    db.session.commit()
    return found


def sheet(*lines: list) -> Sheet:
    return Sheet(len(lines), iter(enumerate(([str(cell) for cell in line] for line in lines), 1)))


def answered(batch: ExchangeBatch, *lines: list):
    report = batches.answer(batch, sheet(RECEIPT, *lines), by=office(), at=NOW)
    db.session.commit()
    return report


def files(batch: ExchangeBatch) -> dict[str, bytes]:
    with batch_files.packed(batch) as whole, ZipFile(whole) as package:
        return {name: package.read(name) for name in package.namelist()}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_what_is_public_waits_and_nobody_calls(app):
    found, _record = by_hand(), published()

    run()

    assert states(found) == ["waiting"] and batches.loose(found) == 1
    assert found.failures == 0 and found.url == ""
    service.compare(lambda: NOW)
    assert found.failures == 0


def test_a_batch_holds_a_table_for_each_item_a_form_of_receipts_and_digests():
    found = by_hand()
    first, other = published(), published(stream="courts", rule="not-performed")
    run()

    content = files(made(found))

    assert set(content) == {"ML-ZW-01.csv", "ML-ZW-02.csv", "receipt.csv", "SHA256SUMS"}
    (row,) = table(content["ML-ZW-01.csv"])
    assert (row["信息"], row["内容"]) == (f"/records/{first.id}", "新增或者变更")
    assert row["subject.name"] == first.subject.name and row["ref"]
    assert [one["信息"] for one in table(content["receipt.csv"])] == [
        f"/records/{first.id}", f"/records/{other.id}"
    ]  # fmt: skip
    for line in content["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(content[name]).hexdigest() == digest


def test_receipts_are_entered_row_by_row_and_a_refusal_is_told():
    found, owner = by_hand(), make_body("示例归集局")
    one, two = published(), published(found_by_id=owner.id)
    run()
    batch = made(found)
    (a, b) = rows(found)

    report = answered(
        batch,
        [a.key, a.version, "是", "市平台-1", ""],
        [b.key, b.version, "否", "", "示例：代码不一致"],
        [b.key, b.version + 1, "是", "", ""],
    )

    assert (report.updated, len(report.rejected)) == (2, 1)
    db.session.expire_all()
    assert states(found) == ["accepted", "refused"]
    assert (a.receipt, b.reason, b.body_id) == ("市平台-1", "示例：代码不一致", owner.id)
    assert batch.answered_at and one.id != two.id


def test_a_refusal_without_a_reason_is_none():
    found, _record = by_hand(), published()
    run()
    batch = made(found)
    (row,) = rows(found)

    report = answered(batch, [row.key, row.version, "否", "", ""])

    assert [r.column for r in report.rejected] == ["reason"]
    assert states(found) == ["waiting"] and batch.answered_at is None


def test_what_waits_goes_with_one_batch_only():
    found, _record = by_hand(), published()
    run()
    made(found)

    with pytest.raises(WrongBatch, match="没有等待交付"):
        batches.make(found, by=office(), at=NOW)


def test_what_is_not_public_any_more_is_in_no_file_and_its_removal_goes_next():
    found, record = by_hand(), published()
    run()
    first = made(found)
    act(record, public=False)
    run()

    assert set(files(first)) == {"receipt.csv", "SHA256SUMS"}
    (removal,) = table(files(made(found))["ML-ZW-01.csv"])
    assert (removal["信息"], removal["内容"]) == (f"/records/{record.id}", "撤下")
    assert states(found) == ["overtaken", "waiting"]


def test_a_lost_batch_is_taken_back_and_its_rows_go_with_another():
    found, _record = by_hand(), published()
    run()
    lost = made(found)

    batches.take_back(lost, "光盘损坏", by=office(), at=NOW)
    db.session.commit()

    assert batches.loose(found) == 1
    (row,) = rows(found)
    again = made(found)
    db.session.expire_all()
    assert row.batch_id == again.id
    with pytest.raises(WrongBatch, match="已经收回"):
        answered(lost, [row.key, row.version, "是", "", ""])


def test_what_the_platform_lacks_goes_again_and_what_it_has_too_much_is_named():
    found = by_hand()
    kept, lacking = published(), published()
    run()
    batch = made(found)
    answered(batch, *([row.key, row.version, "是", "", ""] for row in rows(found)))
    version = rows(found)[0].version

    number = batches.compare(
        found,
        sheet(
            ["目录事项", "信息", "版本"],
            ["ML-ZW-01", f"/records/{kept.id}", version],
            ["ML-ZW-01", "/records/999", "1"],
        ),
        by=office(),
        at=NOW,
    )
    db.session.commit()
    db.session.expire_all()

    said = found.differences["ML-ZW-01"]
    assert number == 2 and (said["ours"], said["theirs"]) == (2, 2)
    assert set(said["other"]) == {f"/records/{lacking.id}", "/records/999"}
    assert states(found) == ["accepted", "waiting"] and batches.loose(found) == 1


def test_a_list_that_cannot_be_read_changes_nothing():
    found = by_hand()
    wrong = sheet(["目录事项", "信息", "版本"], ["ML-ZW-09", "/records/1", "1"])

    with pytest.raises(WrongBatch, match="第 2 行"):
        batches.compare(found, wrong, by=office(), at=NOW)
    assert found.compared_at is None


def test_it_is_handed_over_once_and_not_before_it_was_made():
    found, _record = by_hand(), published()
    run()
    batch = made(found, handed=False)

    with pytest.raises(WrongBatch, match="先登记交付"):
        batches.answer(batch, sheet(RECEIPT), by=office(), at=NOW)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(WrongBatch, match="交付日期"):
            batches.hand_over(batch, "示例人", day, by=office(), at=NOW)
    batches.hand_over(batch, "示例人", TODAY, by=office(), at=NOW)
    with pytest.raises(WrongBatch, match="已经登记"):
        batches.hand_over(batch, "示例人", TODAY, by=office(), at=NOW)
    assert batch.answer_by == date(2026, 11, 27)


def test_a_batch_without_receipts_is_told_at_the_desk_once_its_day_is_over(client, login):
    found, _record = by_hand(), published()
    run()
    batch = made(found)
    login(office())

    assert batches.unanswered(date(2026, 11, 27)) == []
    assert batches.unanswered(date(2026, 11, 28)) == [batch]
    batch.answer_by = date(2020, 1, 1)
    db.session.commit()
    assert batch.ref in client.get("/desk/").text


def test_a_batch_goes_all_the_way_by_page(client, login):
    _record = published()
    login(office())
    said = {"connector": "hand_over_files", "name": "示例市平台", "items": "ML-ZW-01", "url": ""}
    assert client.post("/desk/exchange/new", data=said).status_code == 302
    found = db.session.scalars(sa.select(Platform)).one()
    run()

    page = f"/desk/exchange/{found.id}"
    assert "批次文件" in client.get(page).text and "更换密钥" not in client.get(page).text
    assert client.post(f"{page}/batches/new").status_code == 302
    assert client.post(f"{page}/batches/new").status_code == 422
    (batch,) = db.session.scalars(sa.select(ExchangeBatch)).all()
    assert batch.ref in client.get(f"{page}/batches/").text
    of_batch = f"/desk/exchange/batches/{batch.id}"
    sent = client.get(f"{of_batch}/file.zip")
    assert sent.mimetype == "application/zip"
    with ZipFile(io.BytesIO(sent.data)) as package:
        form = table(package.read("receipt.csv"))
    handed = {"handed_to": "示例市平台 示例人", "handed_on": f"{batch.made_at:%Y-%m-%d}"}
    assert client.post(f"{of_batch}/hand-over", data=handed).status_code == 302
    filled = as_csv(RECEIPT, ([r["信息"], r["版本"], "是", "R-1", ""] for r in form))
    upload = {"file": (io.BytesIO(filled), "receipt.csv")}
    assert client.post(f"{of_batch}/receipts", data=upload).status_code == 302
    assert "回执齐全" in client.get(of_batch).text and "R-1" in client.get(of_batch).text
    held = as_csv(["目录事项", "信息", "版本"], (["ML-ZW-01", r["信息"], r["版本"]] for r in form))
    upload = {"file": (io.BytesIO(held), "held.csv")}
    assert client.post(f"{page}/compare", data=upload).status_code == 302
    assert "本系统 1 条，对方 1 条，不一致 0 条" in client.get(page).text


def test_other_people_reach_none_of_it(client, login):
    found, _record = by_hand(), published()
    run()
    batch = made(found)
    login(make_user(Role.OFFICER, make_body()))

    for address in (f"{found.id}/batches/", f"batches/{batch.id}", f"batches/{batch.id}/file.zip"):
        assert client.get(f"/desk/exchange/{address}").status_code == 403
