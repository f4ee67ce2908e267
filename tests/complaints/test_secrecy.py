"""Everywhere as everybody: who complains, the secret and the words stay where they belong."""

import io
import json
import zipfile

import pytest
import sqlalchemy as sa
import structlog
from werkzeug.routing import BuildError

from integrity import clock
from integrity.audit.models import AuditEvent
from integrity.complaints import contacts, conversation, evidence, receipts, service
from integrity.db import db
from integrity.permissions import REACH_ALL, Role
from tests.complaints.makers import CONTACT, TEXT
from tests.factories import NOW, make_body, make_user
from tests.test_metadata import photograph

pytestmark = pytest.mark.slow

NAME = "示例反映人赵某"
PRIVATE = "示例：只有办公室可以知道的话。"
ADDRESS = "203.0.113.99"
EXPORTS = ("csv", "json", "xlsx")


@pytest.fixture
def body():
    return make_body()


@pytest.fixture
def told(app, body):
    """A complaint with everything a complainant may tell, accepted and asked about."""
    from werkzeug.datastructures import FileStorage

    kept = evidence.keep(FileStorage(io.BytesIO(photograph()), "赵某.jpg"))
    receipt = receipts.file(
        "complaint", body.id, TEXT, name=NAME, contact=CONTACT, files=[kept], at=NOW
    )
    office = make_user(Role.OFFICE)
    service.accept(receipt.complaint, 0, by=office, at=NOW)
    conversation.add(receipt.complaint, PRIVATE, True, at=NOW)
    contacts.ask(receipt.complaint, "示例：需要核实现场情况。", by=office, at=NOW)
    db.session.commit()
    return receipt


def words(answer) -> str:
    """What an answer says, also when it is a workbook."""
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return answer.data.decode("utf-8", "replace")


def addresses(app, complaint, body) -> list[str]:
    """Every page that a GET opens, of this complaint where an address names a thing."""
    found = []
    values = {"ref": complaint.ref, "slug": body.slug, "move": "answer", "stream": "complaints"}
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in ("static", "forgotten"):
            continue
        known = {
            name: values.get(name, complaint.id if "int" in str(type(made)).lower() else "x")
            for name, made in rule._converters.items()
        }
        with app.test_request_context():
            try:
                found.append(app.url_map.bind("").build(rule.endpoint, known))
            except BuildError:
                continue
    lists = [
        f"{address}?format={kind}"
        for address in ("/complaints/", "/complaints/statistics", "/complaints/contacts")
        for kind in EXPORTS
    ]
    return sorted(set(found) - {"/logout"}) + lists


@pytest.mark.parametrize("role", [None, *Role])
def test_nothing_of_the_complainant_is_found_outside_its_place(
    app, client, login, body, told, role
):
    if role:
        login(make_user(role, body))
    visited = 0
    for address in addresses(app, told.complaint, body):
        answer = client.get(address)
        visited += answer.status_code == 200
        page = words(answer)
        for secret in (CONTACT, NAME, told.secret, told.secret.replace("-", ""), "赵某.jpg"):
            assert secret not in page, address
        if role is not Role.OFFICE:
            assert PRIVATE not in page, address
        if role not in (Role.OFFICE, Role.OFFICER, Role.HEAD):
            assert TEXT not in page, address
            assert b"JFIF" not in answer.data, address
    assert visited > 10


@pytest.mark.parametrize("role", [r for r in Role if r not in REACH_ALL])
def test_people_of_other_bodies_find_no_word_of_it(app, login, body, told, role):
    client = login(make_user(role, make_body("别的局")))

    for address in addresses(app, told.complaint, body):
        page = words(client.get(address))
        assert TEXT not in page and PRIVATE not in page, address


def test_the_log_of_acts_and_the_log_of_requests_tell_nothing(app, client, body, told):
    client.environ_base["REMOTE_ADDR"] = ADDRESS
    with structlog.testing.capture_logs() as lines:
        client.post("/complaints/track", data={"ref": told.complaint.ref, "secret": told.secret})
        client.post("/complaints/track/say", data={
            "ref": told.complaint.ref, "secret": told.secret, "words": PRIVATE,
        })  # fmt: skip
    events = [(e.by_name, e.why, e.facts) for e in db.session.scalars(sa.select(AuditEvent))]

    logged = json.dumps([lines, events], ensure_ascii=False, default=str)

    assert events
    for secret in (CONTACT, NAME, TEXT, PRIVATE, "赵某", told.secret, ADDRESS):
        assert secret not in logged


def test_nothing_in_the_database_is_the_contact_or_the_address(client, body, told):
    from integrity.db import Model

    client.environ_base["REMOTE_ADDR"] = ADDRESS
    client.post("/complaints/track", data={"ref": told.complaint.ref, "secret": told.secret})

    for table in Model.metadata.sorted_tables:
        rows = str(db.session.execute(sa.select(table)).all())
        for secret in (CONTACT, NAME, ADDRESS, told.secret, told.secret.replace("-", "")):
            assert secret not in rows, table.name


def test_an_upheld_complaint_about_a_promise_posts_a_record(login, body):
    from integrity.records.models import CreditRecord
    from jobs import runner

    receipt = receipts.file("complaint", body.id, TEXT, at=NOW)
    item = receipt.complaint
    office = make_user(Role.OFFICE)
    service.accept(item, 0, by=office, at=NOW)
    service.answer(item, "unresolved", "示例", by=make_user(Role.OFFICER, body), at=NOW)
    service.confirm(item, at=NOW)
    answer = login(office).post(
        f"/complaints/{item.ref}/do/uphold", data={"why": "示例：承诺没有兑现。"}
    )

    runner.run("post_breaches", clock.today())

    records = db.session.scalars(sa.select(CreditRecord).where(CreditRecord.subject_id == body.id))
    assert answer.status_code == 302
    assert [(r.stream, r.rule) for r in records] == [("complaints", "upheld")]
