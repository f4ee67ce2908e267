"""A forged POST is carried out nowhere, whoever is logged in."""

import re

import pytest

from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts.security_log import SecurityEvent
from tests.factories import make_body, make_user

DATA = {"current": "Wrong-one-2026", "password": "Wrong-one-2026", "name": "x", "username": "x"}
WORDS = {"int": "1", "path": "x", "default": "x", "string": "x"}


def posts(app):
    """Every address that takes a POST, with something in its blanks."""
    rules = (r for r in app.url_map.iter_rules() if "POST" in (r.methods or ()))
    rules = (r for r in rules if r.endpoint != "follow.end")  # its address is the right to do so
    return sorted({re.sub(r"<(?:(\w+)(?:\(.*?\))?:)?\w+>", _word, str(rule)) for rule in rules})


def _word(found):
    return WORDS.get(found[1] or "default", "x")


@pytest.mark.parametrize("role", [None, *Role])
def test_no_post_without_the_token_of_its_form_is_carried_out(
    app, client, login, monkeypatch, role
):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    if role is not None:
        login(make_user(role, make_body()))
    before = db.session.query(AuditEvent).count(), db.session.query(SecurityEvent).count()

    statuses = {address: client.post(address, data=DATA).status_code for address in posts(app)}

    assert len(statuses) > 50
    assert {a: s for a, s in statuses.items() if not 400 <= s < 500} == {}
    assert before == (
        db.session.query(AuditEvent).count(),
        db.session.query(SecurityEvent).count(),
    )
