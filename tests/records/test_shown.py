"""The records on an item's page are those that whoever looks may open, on every stream's page."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.credit.records.models import RecordState
from tests.factories import TODAY, make_enterprise, make_record, make_user
from tests.makers import MAKERS

LINK = re.compile(r'href="(/records/\d+)"')


def with_records(name: str) -> tuple[Any, set[str]]:
    """An item of a stream, and the addresses of records of every kind that it led to."""
    item, links = MAKERS[name](), set()
    for state in RecordState:
        decided = {} if state is RecordState.PROPOSED else {"decided_on": TODAY, "until": TODAY}
        for public in {False, state in (RecordState.CONFIRMED, RecordState.DISPUTED)}:
            record = make_record(
                item.subject,
                state,
                stream=name,
                item_id=item.id,
                rule=f"{state}-{public}",
                public=public,
                **decided,
            )
            links.add(f"/records/{record.id}")
    return item, links


def opens(client: FlaskClient, link: str) -> bool:
    """Whether the record is read there, not only that it was taken down."""
    page = client.get(link)
    return page.status_code == 200 and "已撤下的信用记录" not in page.text


def test_every_stream_is_here() -> None:
    assert set(MAKERS) == set(streams.registered())


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_page_lists_exactly_the_records_that_its_reader_may_open(name: str, app, login) -> None:
    """A supplier read of records not confirmed yet and of repaired ones on its invoices' pages."""
    item, links = with_records(name)
    with app.test_request_context():
        address = streams.named(name).url(item)
    bodies = (item.subject, getattr(item, "creditor", None) or make_enterprise())
    counts = set()
    for user in [make_user(role, body) for role in Role for body in bodies]:
        client = login(user)
        page = client.get(address)
        if page.status_code == 200:
            shown = set(LINK.findall(page.text))
            opened = {link for link in links | shown if opens(client, link)}
            assert opened & links == shown & links, user.username
            assert shown <= opened, user.username
            counts.add(len(shown & links))

    assert len(links) in counts
