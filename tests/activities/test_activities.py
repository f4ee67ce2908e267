"""Registers: who enters does not verify, the body may contest, and only what is verified counts."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.permissions import Role
from integrity.credit.activities import service
from integrity.credit.activities.imports import IMPORTERS
from integrity.credit.activities.models import Activity, ActivityKind, ActivityState
from integrity.credit.tallies import service as tallies
from integrity.files import imports
from tests.activities.makers import make_activity, verified
from tests.factories import NOW, TODAY, make_body, make_user

WHY = "示例：不是本单位的活动。"


def counted(key: str) -> int:
    return tallies.take(TODAY - timedelta(days=30), TODAY, TODAY).value(key)


def test_only_what_another_person_has_verified_counts(app) -> None:
    office = make_user(Role.OFFICE)
    made = make_activity(by=office)

    assert counted("publicity") == 0
    with pytest.raises(SamePerson):
        service.verify_activity(made, by=office, at=NOW)
    verified(made)
    assert counted("publicity") == 1


def test_what_its_body_contests_does_not_count_until_that_is_decided(app) -> None:
    made = verified(make_activity(ActivityKind.EXPOSURE))
    body = make_user(Role.OFFICER, made.subject)
    service.contest_activity(made, WHY, by=body, at=NOW)

    assert counted("exposure") == 0
    service.keep_activity(made, WHY, by=make_user(Role.OFFICE), at=NOW)
    assert counted("exposure") == 1
    service.contest_activity(made, WHY, by=body, at=NOW)
    service.return_activity(made, WHY, by=make_user(Role.OFFICE), at=NOW)
    assert (made.state, counted("exposure")) == (ActivityState.RETURNED, 0)


def test_a_body_enters_what_it_did_and_no_exposure_and_nothing_of_others(client, login) -> None:
    body, other = make_body("示例宣传局"), make_body("示例别局")
    login(make_user(Role.OFFICER, body))
    said = {
        "kind": "education", "body": body.id, "on": TODAY.isoformat(), "title": "示例培训",
        "channel": "公职人员", "people": "30",
    }  # fmt: skip

    assert client.post("/activities/new", data=said).status_code == 302
    assert "已经登记" in client.post("/activities/new", data=said).text
    assert client.post("/activities/new", data=said | {"kind": "exposure"}).status_code == 403
    assert client.post("/activities/new", data=said | {"body": other.id}).status_code == 403
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert client.post("/activities/new", data=said | {"on": tomorrow}).status_code == 422
    made = db.session.scalars(sa.select(Activity)).one()
    assert (made.kind, made.people) == (ActivityKind.EDUCATION, 30)
    assert client.get(f"/activities/{made.id}/do/verify_activity").status_code == 403


def test_bodies_read_and_contest_their_own_entries_alone(client, login) -> None:
    mine, other = verified(make_activity()), verified(make_activity(body=make_body("示例别局")))
    db.session.commit()
    login(make_user(Role.OFFICER, mine.subject))

    assert "示例别局" not in client.get("/activities/?format=csv").get_data(as_text=True)
    assert client.get(f"/activities/{other.id}").status_code == 404
    address = f"/activities/{other.id}/do/contest_activity"
    assert client.post(address, data={"why": WHY}).status_code == 404
    address = f"/activities/{mine.id}/do/contest_activity"
    assert client.post(address, data={"why": WHY}).status_code == 302
    assert mine.state is ActivityState.CONTESTED


def test_a_table_of_activities_is_entered_once(app, tmp_path) -> None:
    make_body("示例宣传局")
    path = tmp_path / "activities.csv"
    path.write_text(
        "kind,body,on,title,channel,people\n"
        "诚信宣传,示例宣传局,2026-11-02,示例宣传月,信用网站,\n"
        "publicity,示例没有的局,2026-11-02,示例宣传月,信用网站,\n",
        encoding="utf-8",
    )
    by = make_user(Role.OFFICE)
    first = imports.run(IMPORTERS["activities"], path, by=by, at=NOW)
    again = imports.run(IMPORTERS["activities"], path, by=by, at=NOW)

    assert (first.added, len(first.rejected)) == (1, 1)
    assert (again.added, again.unchanged) == (0, 1)
    assert db.session.scalars(sa.select(Activity)).one().state is ActivityState.ENTERED


def test_what_waits_to_be_verified_stands_at_the_desk_of_others_than_who_entered_it(
    client, login
) -> None:
    author = make_user(Role.OFFICE)
    make_activity(title="示例待核实活动", by=author)
    db.session.commit()

    assert "示例待核实活动" in login(make_user(Role.OFFICE)).get("/desk/").text
    assert "示例待核实活动" not in login(author).get("/desk/").text
