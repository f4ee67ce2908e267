"""What a court's system tells of suits: brought once, stage by stage, and by their own court."""

from typing import Any

import pytest

from integrity.base.db import db
from tests.api.makers import make_token, post
from tests.factories import TODAY, make_body
from tests.lawsuits.makers import make_lost, make_suit

NUMBER = "（2026）鲁0191民初88号"


def suit(body: Any) -> dict[str, Any]:
    return {
        "case_no": NUMBER,
        "body": body.uscc,
        "cause": "买卖合同纠纷",
        "creditor_kind": "enterprise",
        "amount": "50000.00",
        "sued_on": "2026-10-01",
    }


def test_a_suit_is_told_without_a_page_and_again_is_the_same(client):
    """A court with an interface had to type every suit into a page."""
    told, token = suit(make_body()), make_token("courts")

    first = post(client, "suits", told, token)
    again = post(client, "suits", told | {"case_no": "(2026)鲁0191民初88号"}, token)
    other = post(client, "suits", told | {"amount": "1.00"}, token)

    assert first.status_code == 200 and again.json == first.json
    assert (first.json["state"], first.json["amount"]) == ("sued", "50000.00")
    assert (other.status_code, other.json["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": "123"}, "body"),
        ({"plaintiff": "张三"}, "plaintiff"),
        ({"sued_on": "2026年10月1日"}, "sued_on"),
        ({"amount": "-1"}, "amount"),
    ],
)
def test_what_is_wrong_with_a_suit_is_said_by_its_field(client, wrong, field):
    answer = post(client, "suits", suit(make_body()) | wrong, make_token("courts"))

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_each_stage_says_what_it_needs_and_until_when_it_runs(client):
    known = make_suit()
    token = make_token("courts", known.court)

    def say(event: str, **more: Any) -> Any:
        return post(client, f"suits/{known.case_no}/events", {"event": event} | more, token)

    assert say("urge").status_code == 409
    assert say("lose", lost_on="2026-11-02").json["errors"][0]["field"] == "until"
    lost = say("lose", lost_on="2026-11-02", until="2026-12-01").json
    assert (lost["state"], lost["due_on"]) == ("lost", "2026-12-01")
    assert say("urge").json["state"] == "urged"
    enforced = say("enforce", enforced_as="（2026）鲁0191执901号").json
    assert (enforced["outcome"], enforced["enforced_as"]) == ("enforced", "（2026）鲁0191执901号")
    assert say("end", outcome="won", ended_on=str(TODAY)).status_code == 409


def test_a_suit_of_another_court_is_not_found_and_a_body_ends_none(client):
    mine = make_lost(TODAY)
    db.session.flush()
    address, end = (
        f"suits/{mine.case_no}/events",
        {"event": "end", "outcome": "performed", "ended_on": str(TODAY)},
    )

    other = post(client, address, end, make_token("courts", make_body("另一人民法院")))
    body = post(client, address, end, make_token("checks", mine.subject))

    assert (other.status_code, body.status_code, mine.closed_on) == (404, 403, None)
