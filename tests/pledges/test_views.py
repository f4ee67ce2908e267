"""What everybody reads of pledges, what only a party does, and what nobody does."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework import figures
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.files.attached import Attachment
from integrity.streams.pledges import service
from integrity.streams.pledges.models import PledgeKind
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user, served
from tests.pledges.makers import (
    make_pledge,
    make_reported,
    officer_of,
    supplier_of,
    upload,
)
from tests.statements import statements


def test_a_pledge_that_is_not_public_is_for_its_parties_and_the_office(client, login):
    item = make_pledge(public=False)

    def found() -> tuple[int, bool]:
        return client.get(f"/pledges/{item.ref}").status_code, item.ref in client.get(
            "/pledges/"
        ).text

    assert found() == (404, False)
    for person in (supplier_of(item), officer_of(item), make_user(Role.OFFICE)):
        login(person)
        assert found() == (200, True)
    for role in (Role.OFFICER, Role.SUPPLIER, Role.AUDITOR, Role.COURT):
        login(make_user(role, make_enterprise()))
        assert found() == (404, False)


def test_a_file_that_is_not_public_is_read_by_both_parties_and_nobody_else(client, login):
    item = make_pledge(document=upload("机密承诺书", "机密.txt"))
    piece = db.session.scalars(sa.select(Attachment)).one()
    address = f"/files/{piece.stored}/"

    page = client.get(f"/pledges/{item.ref}").text
    assert "一份未公开的证据" in page and "机密" not in page
    assert client.get(address + piece.name).status_code == 404
    for person in (supplier_of(item), officer_of(item), make_user(Role.OFFICE)):
        assert login(person).get(address + piece.name).status_code == 200
        assert address in client.get(f"/pledges/{item.ref}").text
    for role in (Role.OFFICER, Role.SUPPLIER, Role.AUDITOR, Role.SYSTEM):
        assert login(make_user(role, make_body())).get(address + piece.name).status_code in (
            403,
            404,
        )


def test_no_name_of_a_person_is_on_the_page(client):
    item = make_pledge(by=make_user(Role.OFFICER, make_body("示例登记局"), name="经办人甲"))
    office = make_user(Role.OFFICE, name="经办人乙")
    service.report(
        item, TODAY, "示例", by=make_user(Role.SUPPLIER, item.subject, name="张示例"), at=NOW
    )

    service.send_back(item, "示例", by=office, at=NOW)

    page = client.get(f"/pledges/{item.ref}").text

    assert "经办人" not in page and "张示例" not in page
    assert "领导小组办公室" in page
    assert "示例登记局" in page
    assert db.session.query(AuditEvent).filter_by(by_name="张示例").count() == 1


def test_a_report_does_not_say_of_itself_that_it_was_in_time(client):
    item = make_reported(kept_on=TODAY, due_on=date(2026, 12, 1))
    assert "按期" not in client.get(f"/pledges/{item.ref}").text

    service.confirm(item, TODAY, "示例", "示例", by=officer_of(item), at=NOW)

    assert "按期" in client.get(f"/pledges/{item.ref}").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=approval", True), ("kind=tax", False), ("state=registered", True),
        ("state=ended", False), ("outcome=kept", False), ("lateness=overdue", True),
        ("lateness=open", False), ("lateness=none", False), ("q=筛选", True), ("q=无此", False),
        ("kind=nonsense", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(client, query, found):
    item = make_pledge(title="筛选用（示例）", due_on=date(2026, 7, 1))

    assert (item.ref in client.get(f"/pledges/?{query}").text) is found


def test_the_list_is_narrowed_by_the_receiver_and_found_by_the_code(client):
    item, other = make_pledge(), make_pledge()

    page = client.get(f"/pledges/?receiver={item.received_by_id}").text
    assert item.ref in page and other.ref not in page
    page = client.get(f"/pledges/?q={item.subject.uscc}").text
    assert item.ref in page and other.ref not in page


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_the_list_is_exported_as_it_is_narrowed(client, kind):
    item, _other = make_pledge(), make_pledge(kind=PledgeKind.TAX)

    answer = client.get(f"/pledges/?kind=approval&format={kind}")

    assert answer.status_code == 200
    if kind == "json":
        assert [row["编号"] for row in answer.json] == [item.ref]


def test_the_list_asks_the_database_as_often_for_twenty_as_for_two(client):
    counts = []
    for number in (2, 18):
        for _ in range(number):
            make_pledge(due_on=date(2026, 7, 1))
        with statements() as seen:
            assert client.get("/pledges/").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_a_pledge_is_on_the_public_page_of_its_subject(client):
    kept, hidden = make_pledge(), make_pledge(public=False)
    hidden.subject_id = kept.subject_id
    service.confirm(kept, TODAY, "示例", "示例", by=officer_of(kept), at=NOW)

    page = client.get(f"/subjects/{kept.subject.uscc}").text

    assert kept.title in page and "经核查已履行" in page
    assert hidden.title not in page


def test_a_broken_pledge_is_public_as_long_as_its_record_is(client, login):
    item, office = make_pledge(), make_user(Role.OFFICE)
    service.find_broken(item, TODAY, "示例", "示例", by=officer_of(item), at=NOW)
    records.post(service.breaches(TODAY), on=TODAY, at=NOW)
    record = db.session.scalars(sa.select(CreditRecord)).one()
    later = NOW + timedelta(days=60)

    def is_shown() -> bool:
        page = client.get(f"/pledges/{item.ref}")
        assert page.status_code == 200, "the address always answers"
        told = item.title in page.text
        shown = client.get(f"/subjects/{item.subject.uscc}").text
        open_data = client.get("/api/v1/pledges").json["items"]
        assert {told, item.title in shown, bool(open_data)} == {told}
        return told

    assert not is_shown(), "told, but nobody has confirmed it"
    records.confirm(served(record), by=office, at=later)
    assert is_shown()
    records.dispute(record, by=supplier_of(item), at=later, why="示例")
    assert is_shown(), "an objection suspends nothing"
    records.maintain(record, by=office, at=later, why="示例")
    records.repair(record, by=office, at=later, why="示例")
    assert not is_shown()
    assert item.title in login(supplier_of(item)).get(f"/pledges/{item.ref}").text


def test_the_figures_about_bodies_count_no_pledge(client):
    before = figures.headlines(clock.today())
    item = make_pledge(due_on=date(2026, 7, 1))

    assert figures.headlines(clock.today()) == before
    assert item.title not in client.get("/overdue/").text
    assert item.ref in client.get("/pledges/?lateness=overdue").text


def test_the_open_data_hold_what_is_public(client):
    item, _hidden = make_pledge(), make_pledge(public=False)

    page = client.get("/api/v1/pledges").json

    assert [row["ref"] for row in page["items"]] == [item.ref]
    assert "/pledges/?format=csv" in client.get("/data/").text


def test_the_command_line_imports_and_exports_pledges(app, tmp_path):
    make_pledge()
    db.session.commit()
    file = tmp_path / "pledges.csv"

    done = app.test_cli_runner().invoke(args=["export", "pledges", "--output", str(file)])
    again = app.test_cli_runner().invoke(args=["import", "pledges", str(file)])

    assert (done.exit_code, again.exit_code) == (0, 0), done.output + again.output
    assert "未变 1" in again.output
