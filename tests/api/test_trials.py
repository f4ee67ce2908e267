"""A token for tests gives every verdict and changes nothing real."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Role
from integrity.credit.checks import trials
from integrity.credit.checks.models import VERDICT_NAMES, Verdict
from integrity.credit.checks.trials import CODES, PREFIX, Trial
from integrity.doors.api.schemas import CheckAnswer
from integrity.people.accounts import tokens
from integrity.people.accounts.models import Token
from integrity.people.subjects.identifiers import is_uscc
from tests.api.makers import bearer, make_token, post
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

OWN = {"trial_check"}
"""What a check on trial may write: what was answered to it."""
RESTRICTED = next(code for code, verdict in CODES.items() if verdict is Verdict.RESTRICT)


WINDOW = {
    "site": "https://sp.example.gov.cn",
    "officer": "示例经办人",
    "purpose": "行政许可审批",
    "matter": "示例许可",
}


def make_test_token(body: Any = None, **more: Any) -> str:
    return tokens.issue(
        body or make_body(),
        ["checks"],
        by=audit.Somebody("示例"),
        at=NOW,
        contact="示例",
        test=True,
        **more,
    )


def batch(**queries: Any) -> dict[str, Any]:
    return {"purpose": "行政许可审批", "matter": "示例许可", "queries": queries}


def everything() -> dict[str, str]:
    """A digest of every row of every table, but for when the token was used last."""
    db.session.flush()
    found = {}
    for table in db.metadata.sorted_tables:
        columns = [c for c in table.columns if (table.name, c.name) != ("token", "used_at")]
        rows = sorted(map(repr, db.session.execute(sa.select(*columns)).all()))
        found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_every_verdict_has_a_code_that_is_right_in_form_and_nobody_has() -> None:
    assert set(CODES.values()) == set(Verdict)
    assert all(map(is_uscc, CODES))
    assert {code[2:8] for code in CODES} == {"000000"}


def test_each_code_gets_its_verdict_in_the_form_of_a_real_answer(client) -> None:
    token = make_test_token()

    told = post(client, "checks", batch(**{v: {"code": c} for c, v in CODES.items()}), token).json

    CheckAnswer.model_validate(told)
    assert told["check_id"].startswith(trials.PREFIX)
    for verdict in set(Verdict) - {Verdict.ERROR}:
        assert told["results"][verdict]["verdict"] == verdict
    assert set(told["results"]["error"]) == {"error"}
    assert len(told["results"]["restrict"]["measures"]) == 2


def test_nothing_real_changes_whatever_a_token_for_tests_does(client) -> None:
    real, token = make_enterprise(), make_test_token()
    asked = {v: {"code": c} for c, v in CODES.items()} | {"real": {"code": real.uscc}}
    db.session.commit()  # what was made for this test goes public with it
    before = everything()

    made = post(client, "checks", batch(**asked), token).json["check_id"]
    client.get(f"/api/v1/checks/{made}", headers=bearer(token))
    said = {"outcomes": {"restrict": {"outcome": "applied"}, "caution": {"outcome": "applied"}}}
    assert post(client, f"checks/{made}/outcomes", said, token).status_code == 200
    approval = {"matter": "SX-XK", "case_no": "1", "decided_on": TODAY.isoformat()}
    post(client, "approvals", {"approvals": [approval]}, token)
    post(client, "windows", {"site": "https://a.example"}, token)
    client.get("/api/v1/pushes", headers=bearer(token))

    after = everything()
    assert {name for name in after if after[name] != before[name]} == OWN


def test_a_real_code_gets_no_verdict_from_a_token_for_tests(client) -> None:
    real = make_enterprise()

    told = post(client, "checks", batch(q={"code": real.uscc}), make_test_token()).json

    assert set(told["results"]["q"]) == {"error"}


def test_a_code_for_tests_is_nobody_to_a_real_token(client) -> None:
    told = post(client, "checks", batch(q={"code": RESTRICTED}), make_token()).json

    assert told["results"]["q"]["verdict"] == "unidentified"


def test_it_is_read_again_by_its_body_and_outcomes_are_examined_like_real_ones(client) -> None:
    token, foreign = make_test_token(), make_test_token()
    first = post(client, "checks", batch(q={"code": RESTRICTED}), token).json
    address = f"checks/{first['check_id']}/outcomes"

    again = client.get(f"/api/v1/checks/{first['check_id']}", headers=bearer(token)).json
    one = {"measures": {"TEST-S-1": {"outcome": "applied"}}}
    told = post(client, address, {"outcomes": {"q": one}}, token).json["outcomes"]["q"]
    unsaid = {"outcomes": {"q": {"outcome": "not-applied"}}}

    assert again == first
    assert told["missing"] == ["TEST-S-2"]
    assert post(client, address, unsaid, token).json["code"] == "wrong-outcome"
    assert post(client, address, {"outcomes": {"q": one}}, foreign).status_code == 404
    assert post(client, address, {"outcomes": {"q": one}}, make_token()).status_code == 404


def test_a_window_of_a_token_for_tests_shows_every_verdict_and_registers_nothing(client) -> None:
    body, other = make_body(), make_body()
    windows = [
        post(client, "windows", WINDOW, make_test_token(each, sites=[WINDOW["site"]])).json["url"]
        for each in (body, other)
    ]
    path, foreign = (url.removeprefix("http://localhost") for url in windows)
    before = everything()

    page = client.get(path)
    answer = client.post(path, data={"subjects": "\n".join(CODES)})
    told = client.get(answer.location)

    changed = {name for name, digest in everything().items() if before[name] != digest}
    assert changed == OWN | {"submission"}  # the form remembers that it came
    assert "测试窗口" in page.text and "测试窗口" in told.text
    for verdict in set(Verdict) - {Verdict.UNIDENTIFIED}:
        assert str(VERDICT_NAMES[verdict]) in told.text
    assert "示例：限制参加政府采购" in told.text and "/measures/TEST" not in told.text
    assert PREFIX in told.text and ".pdf" not in told.text
    assert client.get(f"{answer.location}.pdf").status_code == 404
    ref = answer.location.rpartition("/")[2]
    assert client.get(f"{foreign}/{ref}").status_code == 404


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", "checks"), ("post", "approvals"), ("post", "check-files"), ("get", "pushes")],
)
def test_whatever_else_is_called_is_refused(client, method, address) -> None:
    call = getattr(client, method)

    answer = call(f"/api/v1/{address}", headers=bearer(make_test_token()))

    assert answer.status_code == 403
    assert answer.json["code"] == ("wrong-scope" if address == "pushes" else "test-token")


def test_a_token_for_tests_opens_nothing_but_checks_and_its_successor_neither() -> None:
    with pytest.raises(Refused):
        tokens.issue(
            make_body(), ["checks", "pushes"], by=audit.Somebody("示例"), at=NOW, test=True
        )
    make_test_token()
    token = db.session.scalars(sa.select(Token).where(Token.test)).one()

    tokens.rotate(token, by=audit.Somebody("示例"), at=NOW)

    assert len(db.session.scalars(sa.select(Token).where(Token.test)).all()) == 2


def test_it_is_issued_by_page_and_marked(login) -> None:
    client, body = login(make_user(Role.SECURITY)), make_body()
    typed = {
        "body": body.uscc, "scopes": ["checks"], "note": "示例联调", "contact": "示例科 8888",
        "ends_on": (TODAY + timedelta(days=30)).isoformat(), "test": "y",
    }  # fmt: skip

    wrong = client.post("/desk/tokens/new", data=typed | {"scopes": ["checks", "pushes"]})
    made = client.post("/desk/tokens/new", data=typed)

    assert (wrong.status_code, made.status_code) == (422, 201)
    assert db.session.scalars(sa.select(Token.test)).all() == [True]
    assert "测试令牌" in client.get("/desk/tokens").text


def test_what_was_answered_is_kept_for_days_and_then_gone(client) -> None:
    post(client, "checks", batch(q={"code": RESTRICTED}), make_test_token())

    early = trials.sweep(on=TODAY + timedelta(days=7))
    late = trials.sweep(on=TODAY + timedelta(days=8))

    assert (early, late) == (0, 1)
    assert db.session.scalars(sa.select(Trial)).all() == []
