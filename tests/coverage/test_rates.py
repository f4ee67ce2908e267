"""The rate is what its items give: shown to the office, to the body, and to everybody."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.coverage import rates, service
from integrity.credit.coverage.imports import IMPORTERS
from integrity.credit.coverage.models import Approval
from integrity.files import exports, imports
from tests.api.makers import make_token, post
from tests.checks.makers import make_check
from tests.coverage.makers import MATTER, SYSTEM, make_approval, say
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.matters.makers import make_matter


def rows(*which):
    return db.session.execute(rates.by_month(*which)).all()


def covered(body, count: int, start: int = 0) -> None:
    firm = make_enterprise()
    for n in range(start, start + count):
        make_check({"q": {"code": firm.uscc}}, body=body, matter=MATTER, case_no=f"示例{n}号")


CASES = st.lists(
    st.tuples(
        st.integers(0, 1),  # body
        st.sampled_from([MATTER, "SX-CG", "SX-none"]),
        st.integers(0, 70),  # days ago
        st.booleans(),  # checked
        st.booleans(),  # withdrawn
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(CASES)
def test_every_figure_is_the_count_of_its_items(cases) -> None:
    with db.session.begin_nested() as kept:
        bodies = [make_body("示例甲局"), make_body("示例乙局")]
        wanted, right = Counter(), Counter()
        for n, (which, matter, ago, checked, withdrawn) in enumerate(cases):
            body, day = bodies[which], TODAY - timedelta(days=ago)
            one = Approval(
                body_id=body.id, matter_code=matter, case_no=str(n), decided_on=day,
                reported_by="示例", reported_at=NOW, check_id=1 if checked else None,
                withdrawn_at=NOW if withdrawn else None, withdrawn_why="示例" * withdrawn,
            )  # fmt: skip
            db.session.add(one)
            if matter != "SX-none" and not withdrawn:
                key = (body.id, matter, day.year, day.month)
                wanted[key] += 1
                right[key] += checked
        db.session.flush()
        mine = Approval.body_id.in_([body.id for body in bodies])
        found = {(r.body_id, r.matter_code, int(r.year), int(r.month)): r for r in rows(mine)}
        assert {key: row.total for key, row in found.items()} == dict(wanted)
        assert {key: row.checked for key, row in found.items()} == dict(right)
        kept.rollback()


def test_only_what_the_list_of_its_day_asks_for_counts() -> None:
    body, other = make_body("示例甲局"), make_body("示例乙局")
    make_matter("SX-1", everybody=False, bodies=[body])
    make_approval(body, matter="SX-1")
    make_approval(other, matter="SX-1")
    make_approval(body, "示例2号", matter="SX-1", on=TODAY - timedelta(days=1))  # before the list

    assert [(r.body, r.total) for r in rows(Approval.matter_code == "SX-1")] == [("示例甲局", 1)]


def test_a_body_that_reports_nothing_is_named_and_not_praised() -> None:
    body = make_body("示例甲局")
    make_matter("SX-1", everybody=False, bodies=[body])
    first, end = rates.month_of(TODAY)

    assert [r.body for r in db.session.execute(rates.silent(first, end))] == ["示例甲局"]
    make_approval(body, matter="SX-1")
    assert db.session.execute(rates.silent(first, end)).all() == []


def test_the_office_sees_all_bodies_and_a_body_its_own(client, login) -> None:
    mine, other = make_body("示例甲局"), make_body("示例乙局")
    covered(mine, 1)
    service.report(mine, say(*(f"示例{n}号" for n in range(10))), by=SYSTEM, at=NOW)
    service.report(other, say("他1"), by=SYSTEM, at=NOW)

    login(make_user(Role.OFFICE))
    page = client.get("/coverage/").text
    assert "示例甲局" in page and "示例乙局" in page and "10.0%" in page
    missing = client.get("/coverage/items/?state=missing").text
    assert "示例9号" in missing and "示例0号" not in missing

    login(make_user(Role.CLERK, mine))
    assert "示例乙局" not in client.get("/coverage/").text
    assert "他1" not in client.get("/coverage/items/").text


def test_everybody_reads_the_rate_of_a_body_but_not_of_a_few(client) -> None:
    many, few = make_body("示例甲局"), make_body("示例乙局")
    day = TODAY.replace(day=1) - timedelta(days=1)
    said = [service.Said(MATTER, str(n), day) for n in range(10)]
    service.report(many, said, by=SYSTEM, at=NOW)
    service.report(few, said[:9], by=SYSTEM, at=NOW)

    page = client.get("/coverage/bodies/?format=csv").text

    assert "示例甲局,10,0,10,0.0%" in page
    assert "示例乙局,9,0,9,—" in page
    assert "#coverage" in client.get("/coverage/bodies/").text


def test_who_reported_wrongly_withdraws_only_what_is_its_own(client, login) -> None:
    mine = make_approval(make_body("示例甲局"))
    theirs = make_approval(make_body("示例乙局"))
    login(make_user(Role.CLERK, mine.body))

    assert client.post(f"/coverage/items/{theirs.id}/withdraw", data={"why": "x"}).status_code in (
        403,
        404,
    )
    assert (
        client.post(f"/coverage/items/{mine.id}/withdraw", data={"why": "示例"}).status_code == 302
    )
    assert "示例" in client.get("/coverage/items/?state=withdrawn").text


def test_a_system_reports_and_is_told_which_were_checked(client) -> None:
    body, firm = make_body("示例审批局"), make_enterprise()
    make_check({"q": {"code": firm.uscc}}, body=body, matter=MATTER, case_no="甲")
    token = make_token("checks", body)
    day = TODAY.isoformat()
    one = {"matter": MATTER, "case_no": "甲", "decided_on": day, "code": firm.uscc}
    said = {"approvals": [one, one | {"case_no": "乙"}, one | {"case_no": "丙", "code": "123"}]}

    first = post(client, "approvals", said, token).json["approvals"]
    again = post(client, "approvals", said, token).json["approvals"]

    assert [(a["added"], a["checked"]) for a in first] == [
        (True, True),
        (True, False),
        (False,) * 2,
    ]
    assert first[2]["error"]
    assert [a["added"] for a in again] == [False] * 3


@pytest.mark.parametrize("role", [Role.CLERK])
def test_a_file_enters_row_by_row_and_again_changes_nothing(role, tmp_path) -> None:
    body, firm = make_body("示例审批局"), make_enterprise()
    heads = ["matter", "case_no", "decided_on", "code", "body"]
    lines = [
        [MATTER, "甲", TODAY.isoformat(), firm.uscc, ""],
        [MATTER, "乙", "没有这一天", "", ""],
        [MATTER, "丙", TODAY.isoformat(), "", "示例他局"],
    ]
    make_body("示例他局")
    path = tmp_path / "approvals.csv"
    path.write_bytes(exports.as_csv(heads, lines))
    clerk = make_user(role, body)

    first = imports.run(IMPORTERS["approvals"], path, by=clerk, at=NOW)
    again = imports.run(IMPORTERS["approvals"], path, by=clerk, at=NOW)

    assert (first.added, sorted(r.line for r in first.rejected)) == (1, [3, 4])
    assert (again.added, again.unchanged) == (0, 1)
