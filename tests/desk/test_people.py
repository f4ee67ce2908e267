"""Three separated powers: one creates accounts, one grants them and issues tokens, one reads."""

import re
from datetime import timedelta

import pytest

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts import passwords, service, tokens
from integrity.people.accounts.models import AccountState, Token, User
from tests.factories import NOW, PASSWORD, make_body, make_user

GIVEN = {"username": "zhang.san", "name": "张三", "role": "officer"}


def person(username="zhang.san"):
    return db.session.query(User).filter_by(username=username).one_or_none()


def secret(answer):
    return re.search(r"<code>(.+?)</code>", answer.text)[1]


def test_an_account_is_created_by_one_and_granted_by_another(client, login):
    body = make_body()
    made = login(make_user(Role.SYSTEM)).post("/desk/accounts/new", data={**GIVEN, "body": body.id})
    assert made.status_code == 201
    given = {"username": "zhang.san", "password": secret(made)}
    client.post("/logout")
    assert client.post("/login", data=given).status_code == 401

    login(make_user(Role.SECURITY)).post(f"/desk/accounts/grants/{person().id}")
    client.post("/logout")

    assert client.post("/login", data=given).location == "/desk/"
    assert person().body_id == body.id
    assert client.get("/desk/").location == "/account"


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.SYSTEM, "/desk/accounts/grants"),
        (Role.SYSTEM, "/desk/audit"),
        (Role.SYSTEM, "/desk/tokens"),
        (Role.SECURITY, "/desk/accounts"),
        (Role.SECURITY, "/desk/audit"),
        (Role.AUDITOR, "/desk/accounts"),
        (Role.AUDITOR, "/desk/accounts/grants"),
        (Role.AUDITOR, "/desk/jobs"),
        (Role.OFFICE, "/desk/accounts"),
        (Role.OFFICER, "/desk/audit"),
    ],
)
def test_nobody_has_the_power_of_another(client, login, role, address):
    assert login(make_user(role, make_body())).get(address).status_code == 403


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.SYSTEM, "/desk/accounts"),
        (Role.SYSTEM, "/desk/accounts/new"),
        (Role.SYSTEM, "/desk/jobs"),
        (Role.SECURITY, "/desk/accounts/grants"),
        (Role.SECURITY, "/desk/tokens"),
        (Role.SECURITY, "/desk/tokens/new"),
        (Role.AUDITOR, "/desk/audit"),
        (Role.AUDITOR, "/desk/audit?thing=user&since=2026-01-01&until=2026年12月31日"),
    ],
)
def test_each_power_has_its_pages(client, login, role, address):
    assert login(make_user(role)).get(address).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"username": ""},
        {"username": "Zhang San"},
        {"name": ""},
        {"role": "emperor"},
        {"body": 0},
    ],
)
def test_a_wrong_account_form_makes_nothing(client, login, change):
    login(make_user(Role.SYSTEM))

    answer = client.post("/desk/accounts/new", data={**GIVEN, **change})

    assert answer.status_code in (201, 422)
    assert (person() is None) == (answer.status_code == 422)
    assert answer.status_code == 422 or change == {"body": 0}


def test_a_name_is_taken_once(client, login):
    taken = make_user(Role.CLERK)
    login(make_user(Role.SYSTEM))

    answer = client.post("/desk/accounts/new", data={**GIVEN, "username": taken.username})

    assert answer.status_code == 422
    assert "已被使用" in answer.text


def test_a_disabled_account_ends_at_once_and_with_a_reason(client, login):
    clerk = make_user(Role.CLERK, make_body())
    login(make_user(Role.SYSTEM))
    address = f"/desk/accounts/{clerk.id}/disable"

    assert client.post(address, data={}).status_code == 422
    client.post(address, data={"why": "调离岗位"})

    assert clerk.state is AccountState.DISABLED
    assert db.session.query(AuditEvent).filter_by(move="disable").one().why == "调离岗位"


def test_nobody_disables_the_own_account(client, login):
    administrator = make_user(Role.SYSTEM)

    answer = login(administrator).post(
        f"/desk/accounts/{administrator.id}/disable", data={"why": "x"}
    )

    assert answer.status_code == 409


def test_who_resets_a_password_cannot_act_as_that_person(client, login):
    head = make_user(Role.HEAD, make_body())

    answer = login(make_user(Role.SYSTEM)).post(f"/desk/accounts/{head.id}/password")
    client.post("/logout")

    given = {"username": head.username, "password": secret(answer)}
    assert client.post("/login", data=given).status_code == 401
    assert head.state is AccountState.PENDING
    assert not passwords.matches(head.password_hash, PASSWORD)


def test_a_token_is_shown_once_and_never_again(client, login):
    body = make_body()
    login(make_user(Role.SECURITY))

    given = {
        "body": body.id,
        "scopes": ["checks"],
        "note": "审批系统",
        "contact": "示例科室 0531-000000",
        "ends_on": "2027-06-30",
    }
    text = secret(client.post("/desk/tokens/new", data=given))

    assert tokens.of(text, NOW).body_id == body.id
    assert text not in client.get("/desk/tokens").text


def test_a_token_without_scope_or_purpose_is_not_issued(client, login):
    login(make_user(Role.SECURITY))

    assert client.post("/desk/tokens/new", data={"body": make_body().id}).status_code == 422
    assert db.session.query(Token).count() == 0


def test_a_revoked_token_opens_nothing(client, login):
    officer = make_user(Role.SECURITY)
    text = tokens.issue(make_body(), ["checks"], by=officer, at=NOW)
    number = tokens.of(text, NOW).id

    login(officer).post(f"/desk/tokens/{number}")

    assert tokens.of(text, NOW) is None
    assert client.post(f"/desk/tokens/{number}").status_code == 409


def test_the_auditor_exports_what_is_shown(client, login):
    clerk = make_user(Role.CLERK, make_body(), name="被停用的人")
    service.disable(clerk, by=make_user(Role.SYSTEM, name="管理员甲"), at=NOW, why="调离岗位")

    rows = login(make_user(Role.AUDITOR)).get("/desk/audit?move=disable&format=json").json

    assert [(row["操作人"], row["理由"]) for row in rows] == [("管理员甲", "调离岗位")]


def test_who_moves_to_another_body_is_granted_anew(client, login):
    old, new = make_body("示例旧局"), make_body("示例新局")
    moved = make_user(Role.OFFICER, old)
    login(make_user(Role.SYSTEM))
    data = {"role": "head", "body": new.slug, "why": "示例任免文件"}
    assert client.post(f"/desk/accounts/{moved.id}/transfer", data=data).status_code == 302

    assert (moved.role, moved.body_id, moved.state) == (Role.HEAD, new.id, AccountState.PENDING)
    client.post("/logout")
    given = {"username": moved.username, "password": PASSWORD}
    assert client.post("/login", data=given).status_code == 401
    login(make_user(Role.SECURITY)).post(f"/desk/accounts/grants/{moved.id}")
    client.post("/logout")
    assert client.post("/login", data=given).status_code == 302


@pytest.mark.parametrize(
    ("was", "becomes"),
    [(Role.AUDITOR, "officer"), (Role.OFFICER, "auditor"), (Role.CLERK, "court")],
)
def test_a_move_makes_nobody_a_power_nor_a_court(client, login, was, becomes):
    body = make_body()
    moved = make_user(was, body)
    login(make_user(Role.SYSTEM))
    data = {"role": becomes, "body": body.slug, "why": "示例"}
    answer = client.post(f"/desk/accounts/{moved.id}/transfer", data=data)

    assert answer.status_code in (404, 422)
    assert (moved.role, moved.state) == (was, AccountState.ACTIVE)


def test_accounts_nobody_uses_are_listed(client, login):
    used, unused = make_user(Role.CLERK, name="示例常用"), make_user(Role.CLERK, name="示例闲置")
    used.last_login = NOW
    unused.last_login = NOW - timedelta(days=200)
    page = login(make_user(Role.SYSTEM)).get("/desk/accounts?unused=y").text

    assert "示例闲置" in page and "示例常用" not in page
