"""A department's own system enters decisions: once, as drafts, each wrong field by its name."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.streams.decisions import service
from integrity.streams.decisions.models import Decision
from tests.api.makers import bearer, make_token, post
from tests.decisions.makers import officer_of, posted
from tests.factories import NOW, make_body, make_enterprise


def told(firm, **more):
    return {
        "subject": firm.uscc,
        "kind": "penalty",
        "severity": "general",
        "number": "示例市监罚〔2026〕9号",
        "title": "示例：罚款2万元",
        "facts": "示例：查明属实",
        "decided_on": "2026-11-02",
    } | more


def test_a_decision_is_entered_once_and_again_is_the_same(client):
    firm, token = make_enterprise(), make_token("records")

    first = post(client, "records", told(firm), token, key="a")
    replayed = post(client, "records", told(firm), token, key="a")
    again = post(client, "records", told(firm, number="示例市监罚[2026]9号"), token)
    other = post(client, "records", told(firm, title="别的"), token)

    assert (first.status_code, first.json["state"]) == (200, "draft")
    assert replayed.headers["Idempotent-Replayed"] == "true"
    assert again.json["ref"] == first.json["ref"]
    assert (other.status_code, other.content_type) == (409, "application/problem+json")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": "123"}, "subject"),
        ({"kind": "gossip"}, "kind"),
        ({"decided_on": "昨天"}, "decided_on"),
        ({"person": "张三"}, "person"),
    ],
)
def test_what_is_wrong_is_said_by_its_field(client, wrong, field):
    answer = post(client, "records", told(make_enterprise(), **wrong), make_token("records"))

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_what_cannot_be_is_a_problem(client):
    answer = post(client, "records", told(make_enterprise(), severity=None), make_token("records"))

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")


def test_its_system_sees_what_became_of_it_and_no_other_does(client):
    body = make_body("示例市场监管局")
    token, foreign = make_token("records", body), make_token("records", make_body("别的局"))
    ref = post(client, "records", told(make_enterprise()), token).json["ref"]
    item = db.session.scalars(sa.select(Decision).where(Decision.ref == ref)).one()
    service.confirm(item, by=officer_of(body), at=NOW)
    posted(item)

    mine = client.get(f"/api/v1/records/{ref}", headers=bearer(token))
    others = client.get(f"/api/v1/records/{ref}", headers=bearer(foreign))

    assert [record["state"] for record in mine.json["records"]] == ["proposed"]
    assert others.status_code == 404
