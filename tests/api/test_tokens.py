"""Tokens: for what the kind of body may, until a day, from where, each with its own limit."""

import json
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.base.stamps import stamp_of
from integrity.people.accounts import tokens
from integrity.people.accounts.models import Token
from integrity.streams.courts.models import CourtCase
from jobs import telling
from tests.api.makers import batch, bearer, make_token, post
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise, make_user
from tests.messages.test_inbox import told

CASE = {
    "external_id": "2026-1",
    "case_no": "（2026）鲁01执1号",
    "cause": "买卖合同纠纷",
    "owed": "100.00",
    "received_on": "2026-06-01",
    "creditor_kind": "enterprise",
}


def token_of(text):
    return db.session.scalars(sa.select(Token).where(Token.digest == tokens.digest_of(text))).one()


@pytest.mark.parametrize(
    ("make", "scope"),
    [
        (make_body, "courts"),
        (make_enterprise, "courts"),
        (make_enterprise, "checks"),
        (make_enterprise, "pushes"),
        (make_enterprise, "records"),
    ],
)
def test_a_scope_is_issued_only_to_the_kind_it_is_for(app, make, scope):
    """A housing bureau pushed cases as a court."""
    with pytest.raises(Refused):
        tokens.issue(make(), [scope], by=SYSTEM, at=NOW)


def test_every_scope_that_is_issued_opens_something(app):
    opened = {str(stamp_of(rule.endpoint)) for rule in app.url_map.iter_rules()}

    assert {f"scope:{scope}" for scope in tokens.SCOPES} <= opened


def test_who_is_no_court_any_more_pushes_nothing(client):
    court = make_body("示例人民法院")
    text = make_token("courts", court)
    court.court = False

    assert post(client, "courts/heartbeats", {"cases": 0}, text).status_code == 403


def test_the_source_of_a_case_is_the_court_of_the_token(client):
    """Whoever pushed named the source, that of another court too."""
    court, debtor = make_body("示例人民法院"), make_body()
    case = CASE | {"body": debtor.uscc, "source": "court-80"}

    answer = post(client, "courts/cases", case, make_token("courts", court))

    assert answer.status_code == 200
    assert db.session.query(CourtCase).one().source == court.uscc


def test_a_case_taken_under_another_source_before_is_still_the_same(client):
    court, debtor = make_body("示例人民法院"), make_body()
    text = make_token("courts", court)
    post(client, "courts/cases", CASE | {"body": debtor.uscc}, text)
    db.session.query(CourtCase).one().source = "old-system"
    changed = CASE | {"body": debtor.uscc, "version": 2, "cause": "承揽合同纠纷"}

    assert post(client, "courts/cases", changed, text).status_code == 200
    assert db.session.query(CourtCase).one().cause == "承揽合同纠纷"


def test_a_token_ends(client, monkeypatch):
    text = tokens.issue(
        make_body(), ["checks"], by=SYSTEM, at=NOW, ends_at=NOW + timedelta(days=30)
    )
    assert post(client, "checks", batch(a={"name": "某"}), text).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=30))

    assert post(client, "checks", batch(a={"name": "某"}), text).status_code == 401


def test_no_token_lives_longer_than_the_setting_allows(app):
    text = make_token()

    assert token_of(text).ends_at == NOW + timedelta(days=app.config["TOKEN_DAYS"])


def test_the_last_use_is_noted(client):
    text = make_token()
    assert token_of(text).used_at is None

    client.get("/api/v1/pushes", headers=bearer(text))
    assert token_of(text).used_at is None
    post(client, "checks", batch(a={"name": "某"}), text)

    assert token_of(text).used_at == NOW


@pytest.mark.parametrize(("networks", "status"), [(["10.0.0.0/8"], 403), (["127.0.0.0/8"], 200)])
def test_a_token_may_be_bound_to_addresses(client, networks, status):
    text = tokens.issue(make_body(), ["checks"], by=SYSTEM, at=NOW, addresses=networks)

    assert post(client, "checks", batch(a={"name": "某"}), text).status_code == status


def test_a_successor_and_the_old_one_overlap(client, login, monkeypatch, app):
    old = make_token()
    login(make_user(Role.SECURITY))

    page = client.post(f"/desk/tokens/{token_of(old).id}/rotate")
    new = page.text.split("<code>")[1].split("</code>")[0]

    assert page.status_code == 201
    assert tokens.of(old, NOW) and tokens.of(new, NOW)
    later = NOW + timedelta(days=app.config["TOKEN_OVERLAP_DAYS"])
    assert tokens.of(old, later) is None and tokens.of(new, later)


def test_calls_are_counted_per_token_and_not_per_address(live, tmp_path):
    """All systems of the city behind one address shared 600 calls a minute."""
    code = example_code(990_001)
    sheet = tmp_path / "bodies.csv"
    sheet.write_text(f"kind,name,uscc\nbody,限额示例局,{code}\n", encoding="utf-8")
    live.flask("import", "subjects", str(sheet))
    words = ("token", "create", "--body", code, "--scope", "pushes")
    busy = live.flask(*words, "--per-minute", "3").strip()
    other = live.flask(*words).strip()

    answers = [asked(live, busy) for _ in range(4)]

    assert [status for status, _headers, _said in answers] == [200, 200, 200, 429]
    assert answers[0][1]["X-RateLimit-Limit"] == "3"
    assert answers[3][1]["Retry-After"]
    assert "Retry-After" not in answers[0][1]
    assert "3 per 1 minute" in answers[3][2]
    assert asked(live, other)[0] == 200


def asked(live, token):
    request = urllib.request.Request(f"{live.url}/api/v1/pushes", headers=bearer(token))
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.load(error)["detail"]


def test_a_body_sees_its_own_tokens_and_nobody_elses(client, login):
    mine, other = make_body("示例审批局甲"), make_body("示例审批局乙")
    for body, note in ((mine, "本单位系统"), (other, "别人的系统")):
        tokens.issue(body, ["checks"], by=SYSTEM, at=NOW, note=note)

    page = login(make_user(Role.CLERK, mine)).get("/desk/body-tokens").text

    assert "本单位系统" in page and "别人的系统" not in page
    assert login(make_user(Role.SUPPLIER, mine)).get("/desk/body-tokens").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": "2026-01-01"},
        {"ends_on": "2099-01-01"},
        {"ends_on": ""},
        {"contact": ""},
        {"addresses": "not an address"},
        {"per_minute": "0"},
        {"scopes": ["courts"]},
    ],
)
def test_a_wrong_token_form_issues_nothing_and_keeps_what_was_typed(client, login, wrong):
    login(make_user(Role.SECURITY))
    given = {"body": make_body().id, "scopes": ["checks"], "note": "审批系统"}
    given |= {"contact": "示例科室", "ends_on": (TODAY + timedelta(days=90)).isoformat()}

    answer = client.post("/desk/tokens/new", data=given | wrong)

    assert answer.status_code == 422
    assert "审批系统" in answer.text
    assert db.session.query(Token).count() == 0


def test_only_a_court_has_people_who_act_as_a_court(client, login):
    login(make_user(Role.SYSTEM))
    given = {"username": "judge", "name": "示例法官", "role": "court"}

    assert (
        client.post("/desk/accounts/new", data=given | {"body": make_body().id}).status_code == 422
    )
    court = make_body("示例人民法院")
    assert client.post("/desk/accounts/new", data=given | {"body": court.id}).status_code == 201


def test_a_body_ends_a_token_of_its_own_and_no_other(client, login):
    mine, other = make_body("示例审批局甲"), make_body("示例审批局乙")
    own, foreign = (token_of(make_token(body=body)) for body in (mine, other))
    page = login(make_user(Role.CLERK, mine))

    assert page.post(f"/desk/body-tokens/{foreign.id}").status_code == 404
    assert page.get(f"/desk/body-tokens/{own.id}").status_code == 200
    assert page.post(f"/desk/body-tokens/{own.id}").status_code == 302

    assert (own.revoked_at, foreign.revoked_at) == (NOW, None)
    assert page.post(f"/desk/body-tokens/{own.id}").status_code == 409


def test_a_body_is_told_of_every_token_that_speaks_in_its_name(client, login):
    """A token could act for a body of which nobody there had heard."""
    mine = make_body("示例审批局甲")
    clerk, elsewhere = make_user(Role.CLERK, mine), make_user(Role.CLERK, make_body("示例局乙"))
    issuer = make_user(Role.SECURITY)
    login(issuer)
    given = {"body": mine.id, "scopes": ["checks"], "note": "审批系统", "contact": "示例科室"}
    given |= {"ends_on": (TODAY + timedelta(days=90)).isoformat()}

    assert client.post("/desk/tokens/new", data=given).status_code == 201
    (token,) = db.session.scalars(sa.select(Token))
    login(clerk)
    client.post(f"/desk/body-tokens/{token.id}")

    assert len([words for words in told(clerk) if f"第 {token.id} 号" in words]) >= 1
    assert any("已撤销" in words for words in told(issuer))
    assert told(elsewhere) == []


def test_who_uses_a_token_and_who_issues_it_are_reminded_once_before_it_ends(app):
    mine = make_body("示例审批局甲")
    clerk, issuer = make_user(Role.CLERK, mine), make_user(Role.SECURITY)
    for days in (20, 200):
        tokens.issue(mine, ["checks"], by=SYSTEM, at=NOW, ends_at=NOW + timedelta(days=days))
    gone = tokens.issue(mine, ["checks"], by=SYSTEM, at=NOW, ends_at=NOW + timedelta(days=20))
    tokens.revoke(token_of(gone), by=SYSTEM, at=NOW)

    for _night in range(2):
        telling.remind_of_tokens(TODAY, NOW)

    for person in (clerk, issuer):
        assert len([words for words in told(person) if "即将到期" in words]) == 1
