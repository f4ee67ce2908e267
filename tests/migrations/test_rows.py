"""What became of rows that a migration changed: each test puts some in at the revision before."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_migrate import upgrade

from integrity.base.db import db
from tests.migrations.conftest import found, row, tables

pytestmark = pytest.mark.slow

DAY = date(2026, 3, 1)
AT = datetime(2026, 11, 2, 17, 30, tzinfo=UTC)
"""In China it was the 3rd."""


def test_tickets_of_others_are_known_however_they_were_typed(fresh: Flask):
    upgrade(revision="0023")
    subject, complaint = tables("subject", "complaint")
    with db.engine.begin() as connection:
        connection.execute(row(subject, id=1, kind="body", slug="a", public=True))
        for number, ticket in enumerate(("Ａ １", "A1", "A 2"), start=1):
            known = {"id": number, "ref": f"T{number}", "once": f"{number}", "external_id": ticket}
            days = {"received_at": AT, "disputes": 0, "source": "12345 热线"}
            connection.execute(row(complaint, **known, **days, subject_id=1))

    upgrade()

    one, two = (
        hashlib.sha256(f"12345热线\n{ticket}".encode()).hexdigest()[:40] for ticket in ("A1", "A2")
    )
    # the second of two that are one keeps its own key: nothing is thrown away
    assert found("SELECT id, once FROM complaint ORDER BY id") == [
        ("1", one),
        ("2", "2"),
        ("3", two),
    ]


def test_a_measure_that_is_no_sanction_goes_unless_an_entry_carries_it(fresh: Flask):
    upgrade(revision="0026")
    (measure,) = tables("measure")
    with db.engine.begin() as connection:
        for code in ("M-S-ADM-32", "M-S-ADM-34", "M-S-GOV-40", "M-S-GOV-04"):
            connection.execute(row(measure, code=code, kind="sanction", legal_basis="旧"))

    upgrade()

    assert found("SELECT code, effective_from, lists, period FROM measure ORDER BY code") == [
        ("M-S-ADM-32", "2024-05-01", "serious", ""),
        ("M-S-ADM-34", "2021-09-01", "serious", ""),
        ("M-S-GOV-04", None, "correction", "GOV-NO-HONOUR"),
    ]
    assert found("SELECT verified FROM measure WHERE code = 'M-S-ADM-32'") == [("secondary",)]


def test_of_two_open_objections_to_one_record_the_later_is_closed_with_the_reason(fresh: Flask):
    upgrade(revision="0027")
    subject, record, objection = tables("subject", "credit_record", "objection")
    with db.engine.begin() as connection:
        connection.execute(row(subject, id=1, kind="body", slug="a", public=True))
        known = {"id": 1, "subject_id": 1, "item_id": 1, "since": DAY, "notified_on": DAY}
        connection.execute(row(record, **known, posted_at=AT, object_by=DAY))
        for number in (1, 2):
            known = {"id": number, "record_id": 1, "state": "received"}
            connection.execute(row(objection, **known, filed_at=AT))

    upgrade()

    assert found("SELECT id, state, received_on, closed_on FROM objection ORDER BY id") == [
        ("1", "received", "2026-11-03", None),
        ("2", "rejected", "2026-11-03", "2026-11-03"),
    ]
    assert found("SELECT reasons FROM objection WHERE id = 2") == [("已由另一件办理",)]


def test_the_moment_and_the_token_of_a_complaint_are_forgotten(fresh: Flask):
    """Seen: the second in which somebody complained, and the token that makes its receipt."""
    upgrade(revision="0029")
    subject, complaint, event = tables("subject", "complaint", "audit_event")
    with db.engine.begin() as connection:
        connection.execute(row(subject, id=1, kind="body", slug="a", public=True))
        for number, source in ((1, ""), (2, "热线")):
            known = {"id": number, "ref": f"T{number}", "once": f"token{number}", "source": source}
            days = {"received_at": AT, "disputes": 1, "subject_id": 1}
            connection.execute(row(complaint, **known, **days, external_id=f"{number}"))
        known = {"thing": "complaint", "thing_id": 1, "move": "dispute"}
        connection.execute(row(event, **known, at=AT))

    upgrade()

    rows = found("SELECT once, received_at, disputed_on FROM complaint ORDER BY id")
    assert rows[0][0] == hashlib.sha256(b"token1").hexdigest()[:40]
    assert str(rows[0][1]).startswith("2026-11-02 16:00:00")  # midnight of the 3rd in China
    assert rows[0][2] == "2026-11-03"
    assert rows[1][0] == "token2" and str(rows[1][1]).startswith("2026-11-02 17:30:00")


def test_courts_are_known_and_the_version_of_the_lists_goes_on(fresh: Flask):
    upgrade(revision="0030")
    subject, case, event = tables("subject", "court_case", "audit_event")
    names = {1: "示例区人民法院（示例）", 2: "示例局", 3: "示例审判庭", 4: "法院路街道办"}
    with db.engine.begin() as connection:
        for number, name in names.items():
            known = {"id": number, "kind": "body", "slug": f"{number}", "public": True}
            connection.execute(row(subject, **known, name=name))
        sums = {"owed": 1, "performed": 0, "version": 1, "received_on": DAY}
        connection.execute(row(case, subject_id=2, court_id=3, **sums))
        for number, thing in enumerate(("subject", "credit_record", "subject"), start=1):
            connection.execute(row(event, id=number, thing=thing, thing_id=1, at=AT))

    upgrade()

    assert found("SELECT id FROM subject WHERE court ORDER BY id") == [("1",), ("3",)]
    assert found("SELECT name, moves FROM version_counter WHERE name = 'lists'") == [("lists", "2")]


def test_no_entry_outlives_its_record_and_a_body_stands_on_the_list_of_its_paper(fresh: Flask):
    """Seen: an entry lasted longer than the record it stood on."""
    upgrade(revision="0038")
    user, subject, record, entry, grade = tables(
        "user", "subject", "credit_record", "list_entry", "grade"
    )
    until = {1: date(2027, 3, 1), 2: date(2030, 1, 1)}
    paper = "济高信用办〔2019〕7号 三（三）4"
    with db.engine.begin() as connection:
        for number in (1, 2):
            known = {"id": number, "username": f"u{number}"}
            connection.execute(row(user, **known, created_at=AT))
        for number in (1, 2):
            known = {"id": number, "kind": "body", "slug": f"{number}", "public": True}
            connection.execute(row(subject, **known))
            known = {"id": number, "subject_id": number, "item_id": number, "since": DAY}
            known |= {"object_by": DAY, "notified_on": DAY, "posted_at": AT, "until": until[number]}
            connection.execute(row(record, **known))
            known = {"id": number, "subject_id": number, "record_id": number, "kind": "serious"}
            known |= {"first_decider_id": 1, "second_decider_id": 2, "listed_on": DAY}
            known |= {"state": "listed", "until": date(2029, 1, 1), "nominated_at": AT}
            basis = paper if number == 1 else "其他依据"
            connection.execute(row(entry, **known, legal_basis=basis, disputed=False))
        connection.execute(
            row(grade, stream="rectifications", nominates="serious", effective_from=DAY)
        )

    upgrade()

    assert found("SELECT id, kind, until FROM list_entry ORDER BY id") == [
        ("1", "correction", "2027-03-01"),
        ("2", "serious", "2029-01-01"),
    ]
    assert found("SELECT nominates FROM grade") == [("correction",)]


def test_enterprises_with_a_code_of_a_household_become_households(fresh: Flask):
    upgrade(revision="0084")
    subject, measure = tables("subject", "measure")
    with db.engine.begin() as connection:
        for number, (code, name) in enumerate(
            (("91A", "示例公司"), ("92A", "示例小吃店"), ("92B", "张三"), ("92C", "老王面馆")), 1
        ):
            known = {"id": number, "kind": "enterprise", "public": True}
            connection.execute(row(subject, **known, uscc=code, name=name, key=name))
        for code, words in (("A", "enterprise;organisation;person"), ("B", "enterprise")):
            known = {"code": code, "kind": "sanction", "applies_to": words}
            connection.execute(row(measure, **known))

    upgrade()

    assert found("SELECT uscc, kind, name FROM subject ORDER BY uscc") == [
        ("91A", "enterprise", "示例公司"),
        ("92A", "household", "示例小吃店"),
        ("92B", "household", "个体工商户（未使用字号名称）"),
        ("92C", "household", "老王面馆"),
    ]
    assert found("SELECT applies_to FROM measure ORDER BY code") == [
        ("enterprise;household;organisation;person",),
        ("enterprise",),
    ]
