"""The firm reads what the department holds against it, and nothing that leads to a reporter."""

import re

import pytest

from integrity.base import i18n
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules import service as rules
from integrity.streams.tips import findings, intake
from tests.factories import NOW, TODAY, make_body, make_user
from tests.tips.makers import (
    ACT,
    ALLEGATION,
    CONTACT,
    FINDING,
    TEXT,
    firm_of,
    invited,
    make_heard,
    make_receipt,
    make_tip,
    officer_of,
)

FORM = {"act": ACT, "reported": "示例化工有限公司", "text": TEXT, "once": "b" * 32}


def filed(client) -> tuple[str, str]:
    """A report by the form: its number and secret."""
    page = client.post("/tips/new", data=FORM | {"contact": CONTACT, "name": "示例甲"})
    text = page.get_data(as_text=True)
    assert page.status_code == 201, text
    secret = re.search(r"\d{4}-\d{4}-\d{4}-\d{4}", text)
    return re.search(r"J\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)[0], secret[0]


def test_somebody_unknown_reports_and_follows_it_by_the_receipt(client):
    ref, secret = filed(client)

    page = client.post("/tips/track", data={"ref": ref, "secret": secret})

    assert "已收到，待交主管部门" in page.get_data(as_text=True)
    assert client.post("/tips/track", data={"ref": ref, "secret": "1" * 16}).status_code == 422


def test_the_same_form_sent_twice_is_one_report(client):
    assert filed(client)[0] in client.post("/tips/new", data=FORM).get_data(as_text=True)


def test_the_reporter_disputes_a_finding_by_the_receipt(client):
    receipt = make_receipt()
    tip = receipt.thing
    findings_of(tip)
    said = {"ref": tip.ref, "secret": receipt.secret, "reply": "dispute", "text": "没有查暗管。"}

    page = client.post("/tips/track/reply", data=said).get_data(as_text=True)

    assert "待领导小组办公室决定" in page and FINDING in page


def findings_of(tip) -> None:
    from integrity.streams.tips import service

    body = make_body("示例生态环境分局")
    service.send(tip, body, "示例", by=make_user(Role.OFFICE), at=NOW)
    service.accept(tip, by=officer_of(tip), at=NOW)
    findings.find_untrue(tip, FINDING, by=officer_of(tip), at=NOW)
    db.session.flush()


def test_the_firm_sees_nothing_before_it_is_invited(login):
    tip = make_tip()
    client = login(firm_of(tip))

    assert client.get(f"/tips/{tip.ref}").status_code == 404
    assert tip.ref not in client.get("/tips/").get_data(as_text=True)


@pytest.mark.parametrize("page", ["", "/do/defend"])
def test_the_firm_reads_the_allegation_and_not_the_report(login, page: str):
    tip = invited(make_tip())
    intake.add(tip, "示例：我是夜班的。", False, at=NOW)
    shown = login(firm_of(tip)).get(f"/tips/{tip.ref}{page}").get_data(as_text=True)

    assert ALLEGATION in shown
    for secret in (TEXT, "我是夜班的", CONTACT, "举报人补充", "收到时间"):
        assert secret not in shown


DOORS = ("/desk/dossiers/tips/{0.id}.pdf", "/deadlines/tips-{0.id}", "/tips/{0.ref}/ask")


@pytest.mark.parametrize("door", [*DOORS, "/tips/{0.ref}/contact"])
def test_no_other_door_opens_the_report_to_the_firm(login, door: str):
    tip = invited(make_tip())

    assert login(officer_of(tip)).get(door.format(tip)).status_code != 404
    assert login(firm_of(tip)).get(door.format(tip)).status_code in (403, 404)


@pytest.mark.parametrize("page", ["/tips/", "/tips/{0.ref}", "/tips/{0.ref}/do/defend"])
def test_no_day_tells_the_firm_when_it_was_reported(login, page: str):
    """The department's day is counted from the day on which it had the report."""
    tip = invited(make_tip())
    days = (str(tip.due_on), i18n.day(tip.due_on))

    shown = [
        login(who(tip)).get(page.format(tip)).get_data(as_text=True)
        for who in (officer_of, firm_of)
    ]

    assert not any(day in shown[1] for day in days)
    assert page.endswith("defend") or any(day in shown[0] for day in days)


def test_the_firm_answers_and_learns_the_outcome(login):
    tip = invited(make_tip())
    client = login(firm_of(tip))

    client.post(f"/tips/{tip.ref}/do/defend", data={"response": "示例：是雨水管。"})
    findings.find_untrue(tip, FINDING, by=officer_of(tip), at=NOW)
    shown = client.get(f"/tips/{tip.ref}").get_data(as_text=True)

    assert "是雨水管" in shown and FINDING in shown and "举报不属实" in shown


def test_the_department_reads_the_report_and_never_who_made_it(login):
    tip = make_heard()
    shown = login(officer_of(tip)).get(f"/tips/{tip.ref}").get_data(as_text=True)

    assert TEXT in shown and "是雨水管" in shown
    assert CONTACT not in shown


def test_the_public_reads_numbers_and_no_names(client):
    for _number in range(rules.number("LOCAL-FEWEST", TODAY)):
        tip = make_heard()
        findings.find_true(tip, FINDING, by=officer_of(tip), at=NOW)
        tip.ended_on = TODAY.replace(day=1).replace(year=TODAY.year - 1)
    db.session.flush()

    page = client.get("/tips/statistics").get_data(as_text=True)

    assert "SX1-02" in page and "示例化工有限公司" not in page


def test_only_a_true_report_leads_the_department_to_a_decision(login):
    ways = {}
    for verb in ("find_true", "find_untrue"):
        tip = make_heard()
        getattr(findings, verb)(tip, FINDING, by=officer_of(tip), at=NOW)
        for who in (officer_of, firm_of):
            shown = login(who(tip)).get(f"/tips/{tip.ref}").get_data(as_text=True)
            ways[verb, who.__name__] = 'href="/decisions/new"' in shown

    assert [way for way, led in ways.items() if led] == [("find_true", "officer_of")]
