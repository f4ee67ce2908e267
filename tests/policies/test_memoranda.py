"""Memoranda of joint reward and sanction: a register that carries no measure alone."""

from datetime import timedelta

import pytest

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures import service as measures
from integrity.credit.policies import memoranda, service
from integrity.credit.policies.memorandum_models import Memorandum, MemorandumKind
from integrity.credit.policies.service import WrongDocument
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.policies.test_policies import make_document

DAY = timedelta(days=1)
SAID = {
    "lead": "示例牵头局",
    "support": "各有关单位",
    "term": "持续实施",
    "contact": "示例科，0531-00000000",
}


@pytest.fixture
def office(app):
    return make_user(Role.OFFICE)


def make_memorandum(**more) -> Memorandum:
    by = make_user(Role.OFFICE)
    return memoranda.enter(make_document(**more), MemorandumKind.BOTH, **SAID, by=by, at=NOW)


def test_the_eighteen_of_the_city_s_table_are_shipped_with_lead_support_and_limit() -> None:
    memoranda.load()
    assert memoranda.load() == 0
    found = db.session.query(Memorandum).all()
    assert len(found) == 18
    assert all(one.lead and one.support and one.term for one in found)


def test_each_shipped_one_names_the_measures_that_cite_it(client) -> None:
    memoranda.load()
    for one in db.session.query(Memorandum):
        page = client.get(f"/library/memoranda/{one.id}").text
        assert "M-MEMO-" in page and "备忘录本身不能" in page


def test_a_memorandum_alone_carries_no_measure() -> None:
    """What cites only a memorandum is named by the nightly check, and cannot be attached."""
    faults = {finding.code for finding in measures.lint(TODAY)}
    assert {f"M-MEMO-{n:02d}" for n in range(1, 19)} <= faults


def test_the_office_enters_one_with_its_bodies_and_everybody_reads_it(client, login):
    document, body = make_document(), make_body("示例会签局")
    login(make_user(Role.OFFICE))
    answer = client.post(f"/library/{document.id}/memorandum", data={"kind": "both"} | SAID)
    page = answer.location
    joined = {"body": body.uscc or body.name, "duty": "示例：限制参加采购", "since": str(TODAY)}
    joined["body-named"] = body.name
    assert client.post(f"{page}/join", data=joined).status_code == 302
    assert client.post(f"{page}/join", data=joined).status_code == 422
    client.post("/logout")
    shown = client.get(page).text
    for words in (SAID["lead"], SAID["contact"], body.name, "示例：限制参加采购"):
        assert words in shown
    assert "登记退出" not in shown
    assert document.title in client.get("/library/memoranda/?q=示例").text


def test_a_document_is_a_memorandum_once_and_bodies_join_once_and_leave_once(office):
    found, body = make_memorandum(), make_body("示例会签局")
    with pytest.raises(WrongDocument, match="已经登记"):
        memoranda.enter(found.document, MemorandumKind.BOTH, "示例", by=office, at=NOW)
    for who, since in ((make_enterprise(), TODAY), (body, TODAY + DAY)):
        with pytest.raises(WrongDocument, match="会签"):
            memoranda.join(found, who, "示例", since, by=office, at=NOW)
    member = memoranda.join(found, body, "示例", TODAY, by=office, at=NOW)
    with pytest.raises(WrongDocument, match="退出"):
        memoranda.leave(member, TODAY - DAY, "示例", by=office, at=NOW)
    memoranda.leave(member, TODAY, "示例：职能调整", by=office, at=NOW)
    with pytest.raises(WrongDocument):
        memoranda.leave(member, TODAY, "示例", by=office, at=NOW)


def test_who_to_call_changes_and_a_number_of_a_person_is_refused(client, login):
    found = make_memorandum()
    login(make_user(Role.OFFICE))
    page = f"/library/memoranda/{found.id}/contact"
    assert client.post(page, data={"contact": "张某 11010519491231002X"}).status_code == 422
    assert client.post(page, data={"contact": "示例二科，0531-11111111"}).status_code == 302
    assert found.contact == "示例二科，0531-11111111"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPPLIER])
def test_nobody_but_the_office_keeps_the_register(login, role):
    found = make_memorandum()
    user = login(make_user(role, make_body()))
    for page in ("contact", "join"):
        assert user.get(f"/library/memoranda/{found.id}/{page}").status_code == 403


def test_a_document_that_ends_ends_what_its_memorandum_says_of_itself(client, office):
    found = make_memorandum()
    service.end(found.document, TODAY - DAY, why="示例：废止", by=office, at=NOW)
    assert "已失效" in client.get(f"/library/memoranda/{found.id}").text
