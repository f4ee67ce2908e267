"""Every address of every thing of another body, asked for in every role: nobody gets further than a
stranger but the office, and who is said here to work for all."""

from collections.abc import Iterator
from typing import Any

import pytest

from integrity.base.db import db
from integrity.base.permissions import Permission, Role
from integrity.base.stamps import stamp_of
from integrity.casework.informants.permissions import ContactsPermission
from integrity.casework.streams import registered
from tests.factories import roles_often
from tests.reach.world import WHY, Side, addresses, make_side

pytestmark = pytest.mark.slow

FOR_ALL = {
    Permission.ACCOUNTS_CREATE,
    Permission.ACCOUNTS_GRANT,
    Permission.AUDIT_READ,
    ContactsPermission.RELEASE,
    Permission.PERSONS_AUDIT,
    Permission.PERSONS_CONSENT,
    Permission.TOKENS_ISSUE,
}
"""What is done for every body, whoever does it."""
NAMES_NO_THING = {
    "commitments.compensation",  # a row of a granted change
    "commitments.extension",  # a row of what was proposed
    "complaints.extension",
    "commitments.inheritance_change",  # a term of office
    "commitments.milestone",
    "commitments.withdraw_survey",
    "records.batch",  # of many bodies, and so the records in it
    "desk.competent",
    "publicity.enter_row",  # a template
    "api.annul_posting",  # by the token of its body, see tests/publicity/test_rows.py
    "api.withdraw_posting",
    "publicity.bulletin",  # of every body, for every body
    "activities.item",  # see tests/activities
    "activities.act",
    "assessments.item",  # of the office; what it says of a body is a line, see tests/assessments
    "assessments.act",
    "assessments.file",
    "assessments.new_rule",
    "assessments.line",
    "assessments.line_act",
    "assessments.items",
    "periodicals.item",  # of the office or of everybody, see tests/periodicals
    "periodicals.figure",
    "periodicals.file",
    "periodicals.edit",
    "periodicals.act",
    "site.embed_figure",  # of all bodies
    "site.snapshot",  # of everything public
    "site.column_file",  # of the portal around the pages
    "site.change",
    "site.change_proof",
    "site.log_checkpoint_of",
    "site.log_tile",
    "site.log_entries",
    "evaluations.agency",  # the register, read by every body that is scored
    "evaluations.scheme",  # of everybody
    "rulesets.item",  # of everybody
    "rulesets.act",
    "rulesets.changes",
    "api.stream_items",
    "evaluations.score_sheet",  # of who asks, see tests/evaluations/test_sheets.py
    "evaluations.answer",  # its address is the secret
    "windows.answer",  # these of whoever has the address of the window
    "windows.file",
    "windows.window",
    "api.check_file",  # these by the token of their body, see tests/checks/test_file_checks.py
    "api.check_file_result",
    "api.check_item",  # by the token of its body, see tests/api/test_check_register.py
    "api.entered_record",  # by the token of its body, see tests/api/test_records.py
    "arrears.payment",
    "arrears.clearing_file",  # of everybody
    "arrears.receivable_act",
    "arrears.sheet",
    "arrears.striking",
    "desk.calendar",  # its address is the secret
    "arrears.enrolment_status",  # its address is the secret
    "arrears.enrolment_code",
    "arrears.enrolment_again",
    "arrears.enrolment_password",
    "follow.confirm",  # and these
    "follow.end",
    "follow.ask",  # what everybody sees
    "library.item",
    "library.memorandum",
    "library.memorandum_new",
    "library.memorandum_contact",
    "library.memorandum_join",
    "library.memorandum_leave",
    "stars.round_item",
    "stars.send",
    "stars.result",
    "library.replace",
    "library.end",
    "documents.verify",  # whoever holds the paper
    "documents.template",
    "messages.give_address",  # one's own
    "messages.confirm_address",
    "desk.delay",  # of everybody
    "desk.group",  # of one's own duties
    "desk.following",
    "desk.all_at_once",
    "static",
}
"""Addresses of parts, whose whole is asked for, and of what belongs to nobody."""
FINDERS = ("arrears", "lawsuits", "files", "desk")
"""What the department that finds in a matter sees of every body."""
PLAIN = ("code", "form", "kind", "which", "year")
"""Blanks that name no thing of a body."""
OFTEN = {Role.OFFICER, Role.SUPPLIER, Role.FINDER}
"""As whom everything is asked for in every run; make test-long asks as all the others too."""
every_role = pytest.mark.parametrize("role", roles_often(OFTEN, Role))
"""One transaction each: PostgreSQL slows down in long ones."""


@pytest.fixture
def own(app) -> Side:
    return make_side("本单位")


@pytest.fixture
def other(app) -> Side:
    return make_side("别单位")


def rules(app):
    found = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    return [rule for rule in found if rule.endpoint != "static"]


def lists(client, app) -> Iterator[tuple[str, int, bytes]]:
    """What every address that names nothing answers, and the export of what is a list."""
    for rule in rules(app):
        if not rule.arguments and rule.endpoint != "site.readyz":  # here there is no worker
            answer = client.get(rule.rule)
            yield rule.endpoint, answer.status_code, answer.data
            if b"format=csv" in answer.data:
                answer = client.get(f"{rule.rule}?format=csv")
                yield rule.endpoint, answer.status_code, answer.data


def asked(client, app, side: Side) -> dict[tuple[str, str], tuple[int, bytes, Any]]:
    """What each address of each thing of a side answers: (endpoint, address) -> status, bytes."""
    found = {}
    for rule in rules(app):
        for address, thing in addresses(app, rule, side):
            answer = client.get(address)
            found[rule.endpoint, address] = (answer.status_code, answer.data, thing)
    return found


def is_for_all(role: Role, endpoint: str, address: str = "") -> bool:
    """Whether somebody in this role does this for every body."""
    found = ("site.deadline", "site.overdue")
    dossiers = tuple(f"/desk/dossiers/{matter}/" for matter in FINDERS[:2])
    if role is Role.FINDER and address.startswith(dossiers):
        return True
    if role is Role.FINDER and (endpoint in found or endpoint.split(".")[0] in FINDERS):
        return True
    if endpoint in ("persons.item", "readings.item") and role in (Role.AUDITOR, Role.CUSTODIAN):
        return True
    return role is Role.OFFICE or endpoint == "desk.switch_off" or stamp_of(endpoint) in FOR_ALL


def may_read(user, endpoint: str, thing: Any) -> bool:
    """What the stream of a thing says of its page."""
    stream = registered()[endpoint.partition(".")[0]]
    wanted = stream.visible(user), stream.model.id == thing.id
    return db.session.query(stream.model).filter(*wanted).count() == 1


def test_every_address_that_names_a_thing_is_asked_for(app, own):
    named = [r for r in rules(app) if r.arguments - set(PLAIN) and r.endpoint not in NAMES_NO_THING]

    missed = [r.endpoint for r in named if not list(addresses(app, r, own))]

    assert not missed, " ".join(missed)


@every_role
@pytest.mark.usefixtures("counted_once")
def test_nobody_gets_anothers_thing_that_a_stranger_does_not_get(
    app, client, login, own, other, role
):
    wrong = []
    secret = other.secret.encode()
    stranger = asked(client, app, other)
    for (_endpoint, address), (status, text, _thing) in stranger.items():
        if status >= 500 or secret in text:
            wrong.append(("stranger", address, status))
    user = own.user(role)
    login(user)
    for (endpoint, address), (status, text, thing) in asked(client, app, other).items():
        further = status == 200 != stranger[endpoint, address][0] or secret in text
        item = endpoint.endswith(".item") and endpoint.partition(".")[0] in registered()
        if status >= 500 or (further and not is_for_all(role, endpoint, address)):
            wrong.append((role, address, status))
        elif item and (status == 200) > may_read(user, endpoint, thing):
            wrong.append((role, address, "not visible"))
    for endpoint, status, text in lists(client, app):
        if status >= 500 or (secret in text and not is_for_all(role, endpoint)):
            wrong.append((role, endpoint, status))

    assert wrong == []


@pytest.mark.usefixtures("counted_once")
def test_an_officer_opens_more_of_its_own_body_than_of_another(app, client, login, own, other):
    login(own.user(Role.OFFICER))
    opened = [
        [status for status, *_rest in asked(client, app, side).values()].count(200)
        for side in (own, other)
    ]

    assert opened[0] > opened[1]


def posted(client, app, side: Side, role: Role | None) -> dict[str, int]:
    """What each address that acts on a thing of a side answers to who fills its form in."""
    found = {}
    said = {"why": WHY, "text": WHY, "report": WHY, "statement": WHY, "reasons": WHY}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not (role and is_for_all(role, rule.endpoint)):
            for address, _thing in addresses(app, rule, side, "POST"):
                found[address] = client.post(address, data=said).status_code
    return found


@every_role
def test_nobody_acts_on_anothers_thing_further_than_a_stranger(
    app, client, login, own, other, role
):
    stranger = posted(client, app, other, None)
    login(own.user(role))
    wrong = [
        (address, status)
        for address, status in posted(client, app, other, role).items()
        if status not in (403, 404) and (status != stranger[address] or status == 302)
    ]

    assert wrong == []
    assert len(stranger) > 100
