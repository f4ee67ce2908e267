"""A list opened as it is finds no fault with what nobody has filled in."""

import re

import pytest
from flask import Flask

from integrity.base.permissions import Role
from tests.factories import make_body, make_user

pytestmark = pytest.mark.slow
ROLES = [None, *Role]
FAULT = re.compile(r'class="error" id="[^"]+-error"')
"""What is said of a field."""


@pytest.mark.parametrize("role", ROLES)
def test_no_page_opens_with_an_error(app: Flask, client, login, role: Role | None):
    """Seen: "Not a valid choice." on the filters of four lists on first opening."""
    if role:
        login(make_user(role, make_body()))
    addresses = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    }

    for address in sorted(addresses):
        answer = client.get(address)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            assert not FAULT.search(answer.text), address
            assert 'aria-invalid="true"' not in answer.text, address


def test_a_filter_that_is_not_offered_is_refused_in_our_tongue(client):
    page = client.get("/rules/?verified=nonsense").text

    assert "Not a valid" not in page
    assert FAULT.search(page)
