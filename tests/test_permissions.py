"""Every view says who may see it; nobody gets further than that."""

from dataclasses import replace

import pytest
from flask import Flask

from commitments.models import CommitmentState
from commitments.permissions import CommitmentsPermission
from integrity.app import create_app
from integrity.base.permissions import (
    GRANTS,
    REACH_ALL,
    AnyPermission,
    Permission,
    Role,
    granted,
    merged,
    roles_with,
)
from integrity.base.stamps import public, requires, stamp_of
from integrity.credit.activities.permissions import ActivitiesPermission
from integrity.credit.tallies.permissions import ReportingPermission
from tests.factories import make_body, make_user
from tests.site.makers import make_commitment
from wsgi import STREAMS

ADMINISTRATORS = (Role.AUDITOR, Role.SECURITY, Role.SYSTEM)

ALL = [
    *Permission,
    *ReportingPermission,
    *ActivitiesPermission,
    *dict.fromkeys(
        p
        for stream in STREAMS
        for each in stream.reach.grants.values()
        for kind in sorted({type(one) for one in each}, key=str)
        for p in kind
    ),
]


def endpoints(app: Flask):
    known = set(app.view_functions) - {"static"}  # a test adds one and takes it away again
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint in known]


def test_every_view_is_stamped(app):
    missing = [rule.endpoint for rule in endpoints(app) if stamp_of(rule.endpoint) is None]

    assert missing == []


def test_a_view_without_a_stamp_answers_403():
    other = create_app((), TESTING=True)
    other.add_url_rule("/forgotten", endpoint="forgotten", view_func=lambda: "secret")

    page = other.test_client().get("/forgotten")

    assert page.status_code == 403
    assert "secret" not in page.text


def test_a_visitor_is_sent_to_log_in(client):
    page = client.get("/desk/?a=1")

    assert page.status_code == 302
    assert page.location.startswith("/login?next=")


def test_nothing_but_a_stamp_lets_anybody_in(app):
    known = {"public", *ALL}

    for rule in endpoints(app):
        stamp = stamp_of(rule.endpoint)
        assert stamp in known or str(stamp).startswith("scope:"), rule.endpoint


@pytest.mark.parametrize("permission", ALL)
def test_every_permission_is_granted_to_somebody(app, permission):
    assert roles_with(permission)


def test_nobody_may_do_what_no_table_knows(app):
    for role in Role:
        assert not make_user(role).can("invented:read")


def test_no_two_tables_know_a_permission_by_the_same_name():
    class Twice(AnyPermission):
        DESK = "desk"

    with pytest.raises(ValueError, match="desk"):
        merged([GRANTS, {Role.OFFICE: {Twice.DESK}}])


def test_a_stream_brings_what_may_be_done_with_it():
    alone = create_app((), TESTING=True)

    with alone.app_context():
        wings = (
            "campaigns:", "documents:", "objections:", "persons:", "postings:", "readings:",
            "records:", "repairs:", "sanctions:", "shieldings:",
        )  # fmt: skip
        core = {p for p in Permission if p.startswith(wings)}
        assert granted(Role.FINDER) - core == {Permission.DESK}


def test_one_command_prints_who_may_do_what(app):
    printed = app.test_cli_runner().invoke(args=["roles"]).output

    assert all(f"{permission} " in printed for permission in ALL)
    assert "supplier" in next(line for line in printed.splitlines() if "arrears:confirm" in line)


def test_the_three_administrator_powers_share_nothing_but_the_desk(app):
    for one in ADMINISTRATORS:
        others = [granted(role) for role in Role if role is not one]
        own = granted(one) - {Permission.DESK}
        assert own and all(not own & other for other in others)


def test_a_role_of_one_body_may_not_act_for_another(app):
    mine, other = make_body(), make_body("另一示例局")
    officer = make_user(Role.OFFICER, mine)

    assert officer.can(CommitmentsPermission.DRAFT, mine)
    assert not officer.can(CommitmentsPermission.DRAFT, other)


def test_only_the_office_and_the_administrators_reach_every_body():
    assert {Role.OFFICE, *ADMINISTRATORS} == REACH_ALL


def test_the_stamps_are_what_the_decorators_say():
    assert public(lambda: None).stamp == "public"
    assert requires(Permission.DESK)(lambda: None).stamp is Permission.DESK


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_the_administrators_read_nothing_that_is_not_public(client, login, role):
    """Auditor, security officer and system administrator read drafts: they reach every body."""
    item = make_commitment(make_body(), state=CommitmentState.DRAFTED, title="未公开的草稿")
    login(make_user(role, make_body()))

    for address in ("", "/history", "/calendar.ics", "/feed.atom"):
        assert client.get(f"/commitments/{item.ref}{address}").status_code == 404, address
    assert client.get(f"/deadlines/commitments-{item.id}").status_code == 404
    for address in ("/desk/", "/commitments/", "/overdue/"):
        assert "未公开的草稿" not in client.get(address).text


@pytest.mark.parametrize("role", list(Role))
def test_where_nothing_says_who_reads_nobody_does(app, role):
    for stream in app.extensions["streams"].values():
        closed = replace(stream, reach=replace(stream.reach, read=None))
        assert str(closed.visible(make_user(role))) == str(stream.reach.public())
        assert stream.reach.read is not None
