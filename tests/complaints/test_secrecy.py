"""Everywhere as everybody: who complains, the secret and the words stay where they belong."""

import io
import json
import zipfile

import pytest
import sqlalchemy as sa
import structlog
from werkzeug.datastructures import FileStorage
from werkzeug.routing import AnyConverter, BuildError, IntegerConverter

from integrity.base import clock
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import REACH_ALL, Role
from integrity.casework.informants import evidence
from integrity.people.accounts.tokens import SCOPES
from integrity.streams.complaints import conversation, intake, recusals, service
from integrity.streams.complaints.contacts import CONTACTS
from tests.api.makers import bearer, make_token
from tests.complaints.makers import CONTACT, TEXT
from tests.factories import NOW, make_body, make_user, roles_often
from tests.test_metadata import photograph

pytestmark = pytest.mark.slow

NAME = "示例反映人赵某"
SECRET_FILE = "示例：只有办公室可以打开的文件。"
OPEN_FILE = "示例：承办单位也可以打开的文件。"
PRIVATE = "示例：只有办公室可以知道的话。"
ADDRESS = "203.0.113.99"
EXPORTS = ("csv", "json", "xlsx")


OFTEN = {None, Role.OFFICE, Role.OFFICER, Role.SUPPLIER}
"""As whom every page is read in every run; make test-long reads as all the others too."""


@pytest.fixture
def body():
    return make_body()


def keep(raw: bytes, name: str) -> str:
    return evidence.keep(FileStorage(io.BytesIO(raw), name))


@pytest.fixture
def told(app, body):
    """A complaint with everything a complainant may tell, accepted and asked about."""
    kept = [keep(photograph(), "赵某.jpg")]
    receipt = intake.file(
        "complaint", body.id, TEXT, name=NAME, contact=CONTACT, files=kept, at=NOW
    )
    office = make_user(Role.OFFICE)
    service.accept(receipt.thing, 0, by=office, at=NOW)
    for words, only, content in ((TEXT, False, OPEN_FILE), (PRIVATE, True, SECRET_FILE)):
        kept = [keep(content.encode(), "赵某.txt")]
        conversation.add(receipt.thing, words, only, kept, at=NOW)
    CONTACTS.ask(receipt.thing, "示例：需要核实现场情况。", by=office, at=NOW)
    db.session.commit()
    return receipt


def words(answer) -> str:
    """What an answer says, also when it is a workbook."""
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return answer.data.decode("utf-8", "replace")


def _blank(made, complaint) -> object:
    """What stands in an address where a converter asks for it."""
    if isinstance(made, AnyConverter):
        return sorted(made.items)[0]
    return complaint.id if isinstance(made, IntegerConverter) else "x"


def addresses(app, complaint, body) -> list[str]:
    """Every page that a GET opens, of this complaint where an address names a thing."""
    found = []
    values = {"ref": complaint.ref, "slug": body.slug, "move": "answer", "stream": "complaints"}
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in ("static", "forgotten"):
            continue
        known = {
            name: values.get(name, _blank(made, complaint))
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
    pieces = evidence.of(complaint, complaint.messages)
    lists += [f"/complaints/{complaint.ref}/files/{piece.id}" for piece in pieces]
    lists += [f"/files/{piece.id}/{piece.name}" for piece in pieces]
    lists += [f"/complaints/?format=csv&q={words}" for words in (TEXT[:9], PRIVATE[:9])]
    return sorted(set(found) - {"/logout"}) + lists


@pytest.mark.parametrize("role", roles_often(OFTEN, [None, *Role]))
def test_nothing_of_the_complainant_is_found_outside_its_place(
    app, client, login, body, told, role
):
    if role:
        login(make_user(role, body))
    visited = 0
    for address in addresses(app, told.thing, body):
        answer = client.get(address)
        visited += answer.status_code == 200
        page = words(answer)
        for secret in (CONTACT, NAME, told.secret, told.secret.replace("-", ""), "赵某."):
            assert secret not in page, address
        if role is not Role.OFFICE:
            assert PRIVATE not in page and SECRET_FILE not in page, address
        if role not in (Role.OFFICE, Role.OFFICER, Role.HEAD):
            assert TEXT not in page and OPEN_FILE not in page, address
            assert b"JFIF" not in answer.data, address
    assert visited > 10
    assert visited > 30 or role is not Role.OFFICE


@pytest.mark.parametrize("role", roles_often(OFTEN, [r for r in Role if r not in REACH_ALL]))
def test_people_of_other_bodies_find_no_word_of_it(app, login, body, told, role):
    client = login(make_user(role, make_body("别的局")))

    for address in addresses(app, told.thing, body):
        page = words(client.get(address))
        assert TEXT not in page and PRIVATE not in page, address
        assert OPEN_FILE not in page and SECRET_FILE not in page, address


def test_somebody_who_left_it_to_others_finds_no_word_of_it(app, login, body, told):
    officer = make_user(Role.OFFICER, body)
    recusals.recuse(told.thing, "示例：亲属。", by=officer, at=NOW)
    client = login(officer)

    for address in addresses(app, told.thing, body):
        page = words(client.get(address))
        assert TEXT not in page and OPEN_FILE not in page, address


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_no_system_with_a_token_finds_a_word_of_it(app, client, body, told, scope):
    header = bearer(make_token(scope, None if scope == "courts" else body))
    reached = 0

    for address in addresses(app, told.thing, body):
        if address.startswith("/api/"):
            answer = client.get(address, headers=header)
            reached += answer.status_code == 200
            page = words(answer)
            for secret in (
                TEXT,
                PRIVATE,
                CONTACT,
                NAME,
                OPEN_FILE,
                SECRET_FILE,
                told.thing.ref,
            ):
                assert secret not in page.replace(address, ""), address
    assert reached


def test_a_receipt_opens_its_own_files_and_a_wrong_one_none(client, told):
    known = {"ref": told.thing.ref, "secret": told.secret}
    pieces = evidence.of(told.thing, told.thing.messages)

    def ask(**more) -> list[str]:
        return [
            words(client.post("/complaints/track/file", data=known | more | {"number": piece.id}))
            for piece in pieces
        ]

    assert SECRET_FILE in "".join(ask())
    assert SECRET_FILE not in "".join(ask(secret="1" * 16))


def test_the_log_of_acts_and_the_log_of_requests_tell_nothing(app, client, body, told):
    client.environ_base["REMOTE_ADDR"] = ADDRESS
    with structlog.testing.capture_logs() as lines:
        client.post("/complaints/track", data={"ref": told.thing.ref, "secret": told.secret})
        client.post("/complaints/track/say", data={
            "ref": told.thing.ref, "secret": told.secret, "words": PRIVATE,
        })  # fmt: skip
    events = [(e.by_name, e.why, e.facts) for e in db.session.scalars(sa.select(AuditEvent))]

    logged = json.dumps([lines, events], ensure_ascii=False, default=str)

    assert events
    for secret in (CONTACT, NAME, TEXT, PRIVATE, "赵某", told.secret, ADDRESS):
        assert secret not in logged


def test_no_file_that_a_running_system_writes_has_what_was_said(live, page):
    """The log with the lines of the server, and what lies beside it; files of its own included."""
    page.goto(f"{live.url}/complaints/new")
    page.get_by_label("反映的内容").fill(TEXT)
    page.get_by_label("您的姓名（选填）").fill(NAME)
    page.get_by_label("联系方式（选填）").fill(CONTACT)
    upload = {"name": "赵某.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.get_by_label("附件（选填）").set_input_files([upload])
    page.get_by_role("button", name="提交并取得回执").click()
    page.get_by_text("有内容需要改正").wait_for()
    page.goto(f"{live.url}/complaints/track?secret=4711471147114711")
    page.get_by_label("受理编号").fill("T2026-000001")
    page.get_by_label("查询密码").fill("4711-4711-4711-4711")
    page.get_by_role("button", name="查询").click()
    page.get_by_text("编号或者查询密码不正确").wait_for()

    page.goto(live.url)
    log = live.log.read_text(encoding="utf-8")
    assert "site.home" in log
    assert "complaints." not in log
    for path in live.log.parent.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for secret in (TEXT, NAME, CONTACT, "赵某.jpg", "Camera of Zhang"):
            assert secret.encode() not in content, path
        for secret in ("4711471147114711", "4711-4711"):
            assert secret.encode() not in content, path


def test_nothing_in_the_database_is_the_contact_or_the_address(client, body, told):
    from integrity.base.db import Model

    client.environ_base["REMOTE_ADDR"] = ADDRESS
    client.post("/complaints/track", data={"ref": told.thing.ref, "secret": told.secret})

    for table in Model.metadata.sorted_tables:
        rows = str(db.session.execute(sa.select(table)).all())
        for secret in (CONTACT, NAME, ADDRESS, told.secret, told.secret.replace("-", "")):
            assert secret not in rows, table.name


def test_an_upheld_complaint_about_a_promise_posts_a_record(login, body):
    from integrity.credit.records.models import CreditRecord
    from jobs import runner

    receipt = intake.file("complaint", body.id, TEXT, at=NOW)
    item = receipt.thing
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
