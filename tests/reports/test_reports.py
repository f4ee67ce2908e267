"""A credit report says what is recorded, to whom it may."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.objections import service as objections
from integrity.credit.objections.models import Objection
from integrity.credit.records.models import RecordState
from integrity.credit.reports import gathering, service
from integrity.credit.reports.models import ReportKind
from integrity.credit.sanctions.models import EntryOutcome, EntryState
from integrity.people.subjects.models import FormerName
from integrity.people.subjects.names import key
from tests.commitments.makers import make_published
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.reports.makers import ask, counting, kept_pledge, make_report, taken
from tests.sanctions.makers import make_listed, make_nominated

DAY = timedelta(days=1)


def test_anybody_gets_the_public_report_by_code_or_by_the_whole_name(client, firm):
    honour = make_listed(firm, kind=ListKind.RED, ground=Ground.GOOD_CREDIT, record=False)
    record, pledge = counting(firm), kept_pledge(firm)

    by_code, by_name = taken(client, ask(client, firm.uscc)), taken(client, ask(client, firm.name))

    assert [r["number"] for r in by_code["records"]] == [record.ref]
    assert [k["number"] for k in by_code["kept"]] == [pledge.ref]
    assert [(e["list"], e["standing"]) for e in by_code["entries"]] == [(honour.kind, True)]
    assert by_name["records"] == by_code["records"] and by_name["number"] != by_code["number"]


def test_the_public_report_leaves_out_what_nobody_may_read_or_what_is_over(client, firm):
    for state in (RecordState.PROPOSED, RecordState.REPAIRED, RecordState.WITHDRAWN):
        make_record(firm, state, summary=f"不给人看{state}")
    counting(firm, public=False, summary="不给人看的内部记录")
    counting(firm, until=TODAY - DAY, summary="不给人看的到期记录")
    make_nominated(firm)

    said = taken(client, ask(client, firm.uscc))

    assert said["records"] == said["entries"] == said["remedies"] == []
    assert "不给人看" not in json.dumps(said, ensure_ascii=False)


def test_its_own_report_has_everything_and_says_how_each_stands(client, login, firm):
    make_record(firm, summary="拟记入的")
    make_record(firm, RecordState.REPAIRED, decided_on=TODAY - DAY, closed_on=TODAY)
    disputed = counting(firm, public=False)
    objections.file(disputed, "示例理由", by=make_user(Role.SUPPLIER, firm), at=NOW)
    unknown = make_nominated(firm, record=False)
    login(make_user(Role.SUPPLIER, firm))

    said = taken(client, client.post("/credit-reports/own"))

    states = {r["state"]: r for r in said["records"]}
    assert set(states) == {"拟记入", "已修复", "异议处理中"}
    assert not states["异议处理中"]["public"] and states["异议处理中"]["disputed"]
    assert [r["about"] for r in said["remedies"]] == [disputed.ref]
    assert unknown.notified_on is None and said["entries"] == []  # nobody has told it yet


def test_a_body_reads_its_promises_kept_and_late_in_its_report(client):
    body = make_body("示例供热局")
    late = make_published(body, due_on=TODAY - DAY)

    said = taken(client, ask(client, body.name))

    assert [o["number"] for o in said["overdue"]] == [late.ref]
    assert said["figures"]["overdue"] == 1 and said["figures"]["records"] == 0


@pytest.mark.parametrize("kind", [ReportKind.PUBLIC, ReportKind.OWN])
def test_the_figures_are_what_its_items_give(kind, firm):
    make_listed(firm, kind=ListKind.RED, ground=Ground.GOOD_CREDIT, record=False)
    counting(firm)
    objections.file(counting(firm), "示例", by=make_user(Role.SUPPLIER, firm), at=NOW)
    make_record(firm)
    kept_pledge(firm)
    make_listed(firm, record=False)

    said = make_report(firm, kind).content

    standing = [entry for entry in said["entries"] if entry["state"] == "已列入"]
    red = [entry for entry in standing if entry["list"] == "red"]
    decided = [record for record in said["records"] if record["decided_on"]]
    disputed = [thing for thing in (*said["records"], *standing) if thing["disputed"]]
    assert said["figures"] == {
        "records": len(decided),
        "bad_lists": len(standing) - len(red),
        "honours": len(red),
        "disputed": len(disputed),
        "kept": len(said["kept"]),
        "overdue": len(said["overdue"]),
    }
    assert (len(decided), len(standing), len(red), len(said["kept"])) == (2, 1, 0, 1)


def test_what_is_not_named_for_its_number_is_still_counted(firm, monkeypatch):
    monkeypatch.setattr(gathering, "LISTED", 1)
    kept_pledge(firm), kept_pledge(firm)

    said = make_report(firm).content

    assert (len(said["kept"]), said["kept_left_out"], said["figures"]["kept"]) == (1, 1, 2)


def test_a_firm_objects_is_right_and_its_report_no_longer_has_it(client, login, firm):
    """The story: it sees what is recorded, objects, two people find it right, it is gone."""
    record = counting(firm, summary="示例错误记录")
    before = ask(client, firm.uscc)
    assert record.summary in client.get(f"{before.location}.json").text
    login(make_user(Role.SUPPLIER, firm))
    own = client.post("/credit-reports/own")
    assert taken(client, own)["figures"]["records"] == 1
    why = {"statement": "示例：这不是本单位的行为，请核实。"}
    assert client.post(f"/objections/new?record={record.id}", data=why).status_code == 302
    assert taken(client, client.post("/credit-reports/own"))["figures"]["disputed"] == 1
    assert "信息有变化" in client.get(own.location).text
    [filed] = db.session.scalars(sa.select(Objection)).all()
    first, second = make_user(Role.OFFICE), make_user(Role.OFFICE)
    objections.accept(filed, by=first, at=NOW)
    objections.agree(filed, "示例", by=first, at=NOW)
    objections.uphold(filed, "示例", by=second, at=NOW)

    after = taken(client, ask(client, firm.uscc))

    assert after["records"] == [] and after["figures"]["records"] == 0
    assert client.get(f"{before.location}.json").status_code == 410
    assert client.get(f"{before.location}.pdf").status_code == 410
    page = client.get(before.location).text
    assert "信息有变化" in page and record.summary not in page
    [mine] = taken(client, client.post("/credit-reports/own"))["records"]
    assert mine["state"] == "已撤销"


def test_of_two_with_one_name_nobody_is_taken_for_the_other(client):
    first, _second = make_enterprise("示例同名有限公司"), make_enterprise("示例同名有限公司")

    assert ask(client, first.name).status_code == 422
    assert taken(client, ask(client, first.uscc))["subject"]["code"] == first.uscc


def test_a_former_name_finds_who_had_it_and_is_told(client, firm):
    had = FormerName(
        subject_id=firm.id, name="示例旧名有限公司", key=key("示例旧名有限公司"), until=TODAY
    )
    db.session.add(had)
    db.session.flush()

    said = taken(client, ask(client, "示例旧名有限公司"))

    assert said["subject"]["code"] == firm.uscc
    assert said["subject"]["former_names"] == [{"name": had.name, "until": TODAY.isoformat()}]


def test_an_honour_that_ran_out_stays_and_one_that_was_lost_does_not(firm):
    honour = make_listed(firm, kind=ListKind.RED, ground=Ground.GOOD_CREDIT, record=False)
    honour.state, honour.removed_on = EntryState.REMOVED, TODAY

    honour.outcome = EntryOutcome.EXPIRED
    db.session.flush()
    assert [e["standing"] for e in make_report(firm).content["entries"]] == [False]

    honour.outcome = EntryOutcome.FORFEITED
    db.session.flush()
    assert make_report(firm).content["entries"] == []


def test_the_foot_of_every_page_leads_to_the_report_it_promises(client):
    page = client.get("/").text

    assert "查询本单位信用报告" in page and 'href="/credit-reports/"' in page
    assert client.get("/credit-reports/").status_code == 200
    assert service.LENGTH >= 10  # a number that nobody guesses
