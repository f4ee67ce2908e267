"""One click makes the dossier of a matter: who may have it, and what is in it for whom."""

import io
import json
import re
import zipfile

import pypdfium2
import pytest
from werkzeug.datastructures import FileStorage

from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.credit.dossiers import matters
from integrity.files import attached
from integrity.streams.complaints import recusals
from tests.complaints.makers import make_complaint
from tests.factories import NOW, make_body, make_user
from tests.papers.makers import office, ordered
from tests.sanctions.makers import make_nominated


@pytest.fixture(autouse=True)
def _app(app):
    return app


def attach(thing, name, body, public=False):
    file = FileStorage(io.BytesIO("示例证据".encode()), name)
    return attached.save(file, thing, public=public, by=office(), at=NOW, body_id=body.id)


def words(raw):
    with pypdfium2.PdfDocument(raw) as made:
        return "".join(re.sub(r"\s", "", p.get_textpage().get_text_range()) for p in made)


def manifest(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        return json.loads(packed.read("manifest.json"))


def test_the_office_has_papers_files_and_log_of_an_order_in_one_pdf(login):
    body = make_body()
    order = ordered(body)
    attach(order, "整改方案.txt", body)
    client = login(office())

    page = client.get(f"/rectifications/{order.ref}").text
    said = words(client.get(f"/desk/dossiers/rectifications/{order.id}.pdf").data)

    assert f"/desk/dossiers/rectifications/{order.id}.pdf" in page
    for part in ("卷内目录", "基本情况", "限期整改通知书", "整改方案.txt", "办理记录", "备考表"):
        assert part in said


def test_the_dossier_of_a_record_holds_what_followed_from_it(login):
    order = ordered()

    raw = login(office()).get(f"/desk/dossiers/records/{order.record_id}.zip").data

    titles = [row["title"] for row in manifest(raw)["entries"]]
    assert "限期整改通知书" in titles and titles[-1] == "办理记录"


def test_a_body_has_its_own_without_what_only_the_office_reads(login):
    """Why somebody of the office did something, and a file of another body, are not in it."""
    body = make_body()
    order = ordered(body)
    attach(order, "内部.txt", make_body("另一个示例局"))
    client = login(make_user(Role.OFFICER, body))

    rows = manifest(client.get(f"/desk/dossiers/rectifications/{order.id}.zip").data)["entries"]

    assert rows[-1]["title"] == "办理记录（不含内部说明）"
    assert [row["missing"] for row in rows if "missing" in row] == ["按权限不收入本卷。"]
    assert "内部.txt" not in json.dumps(rows, ensure_ascii=False)


def test_another_body_has_none(login):
    order = ordered()
    client = login(make_user(Role.OFFICER, make_body("另一个示例局")))

    for address in (f"rectifications/{order.id}", f"records/{order.record_id}"):
        assert client.get(f"/desk/dossiers/{address}.pdf").status_code == 404


def test_nobody_has_one_without_an_account(client):
    order = ordered()

    assert client.get(f"/desk/dossiers/rectifications/{order.id}.pdf").status_code in (302, 401)


def test_what_a_body_has_not_been_told_of_is_not_in_its_dossier():
    """A nomination is not known to its subject before it was told, from a dossier neither."""
    body = make_body()
    entry = make_nominated(body)
    officer = make_user(Role.OFFICER, body)
    record = entry.record_id and matters.found("records", entry.record_id, office()).thing

    if record:
        assert entry not in matters.things(matters.Matter(record), officer)
    assert entry in matters.things(matters.Matter(entry), office())


def test_who_left_a_complaint_to_others_has_no_dossier_of_it(login):
    body = make_body()
    complaint = make_complaint(body)
    officer = make_user(Role.OFFICE, make_body("领导小组办公室"))
    recusals.recuse(complaint, "与当事人相识", by=officer, at=NOW)
    number = complaint.id

    assert login(officer).get(f"/desk/dossiers/complaints/{number}.pdf").status_code == 404


def test_taking_a_dossier_is_logged(login):
    from integrity.base.audit import service as audit

    order = ordered()
    login(office()).get(f"/desk/dossiers/rectifications/{order.id}.zip")

    assert "take_dossier" in [event.move for event in audit.history(order)]


def test_every_stream_has_dossiers(login):
    client = login(office())

    for name in streams.registered():
        assert client.get(f"/desk/dossiers/{name}/999999.pdf").status_code == 404
