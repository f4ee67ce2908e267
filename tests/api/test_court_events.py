"""What a court tells of a case after its push: settlements and its list of defaulters."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.api.makers import make_token, post
from tests.courts.makers import make_performing
from tests.factories import TODAY


def test_a_settlement_and_a_listing_are_told_without_a_page(client):
    """Seen: a court with an interface had to tell of settlements and of its list on pages."""
    mine = make_performing(owed=Decimal(100))
    token = make_token("courts", mine.court)

    def say(event: str, **more: Any) -> Any:
        return post(client, f"courts/cases/{mine.case_no}/events", {"event": event} | more, token)

    days = [str(TODAY + timedelta(days=after)) for after in (10, 40)]
    parts = [{"due_on": day, "amount": "50.00"} for day in days]
    assert say("list", on=str(TODAY)).status_code == 409
    assert say("agree", parts=parts).status_code == 422
    agreed = say("agree", on=str(TODAY), parts=parts).json
    kept = say("keep_part", performed_on=str(TODAY)).json
    assert (agreed["state"], agreed["due_on"], kept["due_on"]) == ("agreed", *days)
    assert kept["performed"] == "50.00"
    assert say("break_off", why="第二期没有支付").json["state"] == "performing"
    assert say("propose_listing", why="有能力拒不履行").status_code == 200
    assert say("list", on=str(TODAY)).status_code == 200
    assert say("drop_listing", why="示例").status_code == 409
    assert say("remove_listing", on=str(TODAY)).status_code == 200
