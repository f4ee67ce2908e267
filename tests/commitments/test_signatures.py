"""What was signed can be verified by anybody; what was not signed so cannot."""

import copy
import json
import stat
from datetime import date
from pathlib import Path

import pytest

from commitments import service
from commitments.models import CATEGORY_NAMES, Commitment
from commitments.signature import canonical_text, letter, signatures, signed_documents
from commitments.signature.signed_documents import NotVerified
from integrity.base import server_keys
from integrity.base.db import db
from integrity.base.permissions import Role
from tests.commitments.makers import make_published, make_signed, make_submitted
from tests.factories import NOW, PASSWORD, make_user
from tests.papers.test_files import words


def document(item: Commitment) -> dict:
    db.session.flush()
    found = signatures.document(item)
    assert found
    return found


def test_the_same_words_give_the_same_bytes():
    item = make_submitted(body_text="第一行\r\n第二行")

    assert canonical_text.canonical(item) == canonical_text.canonical(item)
    assert json.loads(canonical_text.canonical(item))["正文"] == ["第一行", "第二行"]


def test_the_head_signs_a_letter_and_no_machine_text(client, login):
    """The page showed braces, quotes and the code `service` of a category to whoever signs."""
    item = make_submitted(body_text="第一行\n第二行", due_on=date(2026, 12, 31))
    head = login(make_user(Role.HEAD, item.subject))

    page = head.get(f"/commitments/{item.ref}/do/sign").text
    shown = page[page.index("<article") : page.index("</article>")]

    assert "2026年12月31日（星期四）" in shown and "<p>第二行</p>" in shown
    assert str(CATEGORY_NAMES[item.category]) in shown
    assert not [
        code for code in ("{", "&#34;", f">{item.category.value}<", "格式") if code in shown
    ]
    assert "查看机器校验文本" in page and canonical_text.digest(item) in page


def test_the_letter_says_everything_that_the_text_says():
    text = canonical_text.canonical(make_submitted(body_text="正文", target="目标"))
    said = letter.read(text)

    told = [said.body, said.code, said.title, said.ref, *said.lines]
    unsaid = json.loads(text).keys() - dict(said.points).keys() - set(letter.APART)

    assert not unsaid and all(told)


def test_a_text_of_before_the_format_is_all_lines():
    assert letter.read("承诺书").lines == ["承诺书"]


def test_a_signed_document_verifies_by_itself():
    found = document(make_signed())

    assert signed_documents.verify(json.loads(json.dumps(found)))


CHANGES = {
    "text": lambda d: d.update(document=d["document"].replace("49", "94")),
    "hash": lambda d: d.update(sha256="0" * 64),
    "signer": lambda d: d["signatures"][0].update(signer="冒名者"),
    "time": lambda d: d["signatures"][0].update(at="2020-01-01T00:00:00+08:00"),
    "kind": lambda d: d["signatures"][0].update(kind="passkey"),
    "signature": lambda d: d["signatures"][0].update(server_signature="AAAA"),
    "none": lambda d: d.update(signatures=[]),
    "nothing": lambda d: d.clear(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_nothing_that_was_changed_verifies(change):
    found = copy.deepcopy(document(make_signed()))

    change(found)

    with pytest.raises(NotVerified):
        signed_documents.verify(found)


def test_a_key_that_is_not_the_servers_is_not_trusted():
    with pytest.raises(NotVerified, match="none of those"):
        signed_documents.verify(document(make_signed()), trusted={"AAAA"})


def test_the_private_key_is_its_owners_alone(app):
    server_keys.public_key()

    path = Path(app.config["INSTANCE"]) / "keys" / server_keys.CURRENT

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_retired_key_stays_published_and_verifies(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    item = make_signed()
    folder = Path(app.config["INSTANCE"]) / "keys"
    (folder / server_keys.CURRENT).rename(folder / "old.pem")

    keys = {key["public_key"] for key in server_keys.public_keys()}

    assert len(keys) >= 2
    assert signed_documents.verify(document(item), keys)


def test_the_command_verifies_a_downloaded_document(app, client, tmp_path):
    item = make_published()
    file, keys = tmp_path / "signed.json", tmp_path / "keys.json"
    file.write_bytes(client.get(f"/commitments/{item.ref}/signed.json").data)
    keys.write_bytes(client.get("/.well-known/integrity-keys.json").data)

    run = app.test_cli_runner().invoke(args=["verify", str(file), "--keys", str(keys)])

    assert run.exit_code == 0, run.output
    assert run.output.endswith("verified\n")


def test_the_command_refuses_a_forged_document(app, client, tmp_path):
    item = make_published()
    file = tmp_path / "signed.json"
    file.write_text(client.get(f"/commitments/{item.ref}/signed.json").text.replace("49", "94"))

    run = app.test_cli_runner().invoke(args=["verify", str(file)])

    assert run.exit_code == 1
    assert "NOT VERIFIED" in run.output


def test_a_text_that_changed_while_it_was_read_is_not_signed(login):
    item = make_submitted()
    digest = canonical_text.digest(item)
    item.title = "改造老旧小区4个"
    client = login(make_user(Role.HEAD, item.subject))

    data = {"password": PASSWORD, "digest": digest}
    answer = client.post(f"/commitments/{item.ref}/do/sign", data=data)

    assert answer.status_code == 422
    assert signatures.of(item) == []


def test_the_head_reads_what_is_signed(login):
    item = make_submitted()
    client = login(make_user(Role.HEAD, item.subject))

    page = client.get(f"/commitments/{item.ref}/do/sign").text

    assert canonical_text.digest(item) in page
    assert item.body_text in page


def test_a_forged_passkey_signs_nothing(login):
    item = make_submitted()
    client = login(make_user(Role.HEAD, item.subject))

    data = {"credential": '{"id": "x"}', "digest": canonical_text.digest(item)}
    answer = client.post(f"/commitments/{item.ref}/do/sign", data=data)

    assert answer.status_code == 422
    assert signatures.of(item) == []


def test_the_page_says_who_signed_and_that_it_verifies(client):
    item = make_published()

    page = client.get(f"/commitments/{item.ref}").text

    assert "签名核验通过" in page
    assert item.signed_by_name in page


def test_the_paper_is_a_pdf_and_always_the_same(client):
    item = make_published()

    first = client.get(f"/commitments/{item.ref}/signed.pdf")
    again = client.get(f"/commitments/{item.ref}/signed.pdf")

    assert first.data.startswith(b"%PDF")
    assert first.data == again.data


def test_the_paper_says_what_was_signed_and_by_whom(client):
    item = make_published()
    signed = signatures.of(item)[-1]

    said = words(client.get(f"/commitments/{item.ref}/signed.pdf").data)

    assert "公开承诺书" in said and signed.signer in said and signed.key_id in said
    assert signed.sha256 in said and item.ref in said
    for line in letter.read(signed.text).lines:
        assert "".join(line.split()) in said


def test_a_declined_text_keeps_no_signature():
    item = make_submitted()
    service.decline(item, "再改", by=make_user(Role.HEAD, item.subject), at=NOW)

    assert signatures.document(item) is None
