"""Who takes lists and files away, and who reads the log, stands in the log; visitors do not."""

import io

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from integrity.base.audit.models import AuditEvent
from integrity.base.audit.service import PUBLIC
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files import attached
from tests.complaints.makers import make_receipt
from tests.complaints.test_evidence import with_file
from tests.factories import NOW, make_body, make_user
from tests.test_files import PDF, address, save


@pytest.fixture(autouse=True)
def _app(app):
    return app


READS = ("export", "download", "read_log")


def reads():
    wanted = sa.select(AuditEvent).where(AuditEvent.move.in_(READS)).order_by(AuditEvent.id)
    return db.session.scalars(wanted).all()


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_an_export_of_a_list_is_in_the_log(login, form):
    """Seen: officers took the list of complaints away and nothing said so."""
    office = make_user(Role.OFFICE)

    answer = login(office).get(f"/complaints/?q=示例姓名&format={form}")

    (event,) = reads()
    assert answer.status_code == 200
    assert (event.move, event.by_id) == ("export", office.id)
    assert (event.facts["list"], event.facts["format"]) == ("complaints", form)
    assert event.facts["narrowed"] == ["q"]  # but not what was looked for
    assert "示例姓名" not in f"{event.why}{event.facts}"


def test_a_list_for_importing_again_is_an_export_too(login):
    answer = login(make_user(Role.OFFICE)).get("/imports/export/subjects.csv")

    assert answer.status_code == 200
    assert [event.move for event in reads()] == ["export"]


def test_what_visitors_read_is_not_logged(client):
    before = db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))

    for page in ("/commitments/?format=csv", "/overdue/", "/.well-known/log-head.json"):
        assert client.get(page).status_code == 200

    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == before


@pytest.mark.parametrize("page", ["/desk/audit", "/desk/security-log"])
def test_who_reads_a_log_is_in_the_log(login, page):
    auditor = make_user(Role.AUDITOR)

    shown, export = login(auditor).get(page), login(auditor).get(f"{page}?format=csv")

    assert (shown.status_code, export.status_code) == (200, 200)
    assert [(event.move, event.by_id) for event in reads()] == [
        ("read_log", auditor.id),
        ("export", auditor.id),
    ]


def test_who_took_a_file_that_is_not_public_is_in_the_log(client, login):
    """The auditor reads what it belongs to, not what it is called: that may say who sent it."""
    complaint, piece = with_file(make_body())
    open_to_all, office = save(), make_user(Role.OFFICE)
    pages = (f"/complaints/{complaint.ref}/files/{piece.id}", address(open_to_all))

    answers = [login(office).get(page).status_code for page in pages]

    (event,) = reads()
    assert answers == [200, 200]
    assert (event.move, event.by_id, event.thing_id) == ("download", office.id, piece.id)
    row = login(make_user(Role.AUDITOR)).get("/desk/audit?move=download").text
    assert f"附件 {piece.id}（投诉举报 {complaint.ref}）" in row
    assert piece.name not in row


def test_the_complainant_who_takes_the_own_file_is_not(client):
    receipt = make_receipt()
    piece = attached.save(
        FileStorage(io.BytesIO(PDF), filename="证据.pdf"),
        receipt.thing,
        public=False,
        by=PUBLIC,
        at=NOW,
    )
    secret = {"ref": receipt.thing.ref, "secret": receipt.secret, "number": piece.id}

    answer = client.post("/complaints/track/file", data=secret)

    assert answer.data == PDF
    assert reads() == []
