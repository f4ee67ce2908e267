"""Each night the public log is signed; who kept that can show whether it was rewritten."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base import server_keys
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.publications import checkpoints, leaves, notes, proofs
from integrity.base.publications.models import FactEvent, LogCheckpoint, PublicFact
from jobs import runner
from tests.factories import NOW, TODAY
from tests.sealing.conftest import unprotected as unprotected
from tests.site.makers import make_commitment

TOMORROW = TODAY + timedelta(days=1)
MANY = 600


@pytest.fixture(autouse=True)
def _app(app):
    return app


def log(count=1):
    """Promises that became public."""
    made = [make_commitment() for _n in range(count)]
    for promise in made:
        audit.write(promise, "edit", by=audit.SYSTEM, at=NOW)
    db.session.commit()
    return made


def grow(count=MANY):
    """Rows without the things that they are about."""
    first = db.session.scalar(sa.select(sa.func.count()).select_from(PublicFact)) or 0
    for number in range(first, first + count):
        said = ("bodies", FactEvent.PUBLISHED, f"/bodies/{number}")
        entry = leaves.entry(number, NOW, *said, b"0" * 32)
        names = ("kind", "event", "address")
        more = {"number": number, "at": NOW, "thing_id": number, "words": b"0" * 32}
        row = PublicFact(**dict(zip(names, said, strict=True)), **more, leaf=leaves.leaf(entry))
        db.session.add(row)
    db.session.commit()


def change(statement):
    db.session.execute(sa.text(statement))
    db.session.commit()


def verify(app, *words):
    """What `flask verify-log` says, and whether it found nothing."""
    done = app.test_cli_runner().invoke(args=["verify-log", *map(str, words)], prog_name="flask")
    return done.output, done.exit_code == 0


def test_every_night_the_log_is_signed_and_once_only(client):
    log()

    first = runner.run("publish_checkpoint", TODAY)
    again = runner.run("publish_checkpoint", TODAY)

    note = client.get("/data/log/checkpoint").text
    read = notes.read(note, checkpoints.trusted())
    rows = db.session.scalars(sa.select(PublicFact.leaf).order_by(PublicFact.number)).all()
    assert (first["published"], again["published"]) == (1, 0)
    assert read.size == len(rows)
    assert read.root == checkpoints.tree(len(rows)).root()


def test_of_an_empty_log_nothing_is_signed(client):
    assert checkpoints.publish(on=TODAY) == 0
    assert client.get("/data/log/checkpoint").status_code == 404
    assert "还没有检查点" in client.get("/data/log/").text


def test_a_reader_proves_a_row_from_a_file_with_the_key_alone(app, client, tmp_path):
    grow()
    checkpoints.publish(on=TODAY)
    file = tmp_path / "proof"
    file.write_text(client.get("/data/changes/299/proof").text)
    present = checkpoints.verifiers()[0]

    said, fine = verify(app, file, "--key", present)

    assert fine and "row 299 is in the log of 600 rows" in said and "/bodies/299" in said


@pytest.mark.parametrize(
    ("old", "new"), [("index 299", "index 298"), ("\n600\n", "\n601\n"), ("extra W", "extra X")]
)
def test_a_proof_that_was_altered_proves_nothing(app, client, tmp_path, old, new):
    grow()
    checkpoints.publish(on=TODAY)
    proof = client.get("/data/changes/299/proof").text
    assert old in proof
    file = tmp_path / "proof"
    file.write_text(proof.replace(old, new))

    said, fine = verify(app, file)

    assert not fine and "1 faults" in said


def test_a_proof_signed_with_another_key_proves_nothing(app, client, tmp_path):
    grow(3)
    checkpoints.publish(on=TODAY)
    file = tmp_path / "proof"
    file.write_text(client.get("/data/changes/1/proof").text)
    raw = b"\x07" * 32

    said, fine = verify(app, file, "--key", notes.verifier(checkpoints.origin(), raw))

    assert not fine and "signed by no key that is trusted" in said


def test_a_reader_proves_that_nothing_was_rewritten_between_two_days(app, client, tmp_path):
    grow(300)
    checkpoints.publish(on=TODAY)
    grow(300)
    checkpoints.publish(on=TOMORROW)
    file = tmp_path / "continued"
    answer = client.get(f"/data/log/continued?from={TODAY}&to={TOMORROW}")
    file.write_text(answer.text)

    said, fine = verify(app, file)

    assert fine and "the log of 600 rows continues the one of 300 rows" in said
    back = client.get(f"/data/log/continued?from={TOMORROW}&to={TODAY}")
    assert back.status_code == 404


def test_a_row_changed_by_hand_is_named(app, unprotected):
    log(3)
    checkpoints.publish(on=TODAY)
    assert verify(app) == ("0 faults\n", True)

    change("UPDATE public_fact SET address = '/commitments/other' WHERE number = 1")

    said, fine = verify(app)
    assert not fine
    assert "row 1: it is not what its leaf was made of (/commitments/other)" in said


def test_a_content_changed_by_hand_is_named(app, unprotected):
    log(3)
    checkpoints.publish(on=TODAY)

    change("UPDATE public_fact SET content = '{}' WHERE number = 1")

    assert "row 1: its content is not what was hashed" in verify(app)[0]


def test_a_row_that_was_made_anew_with_its_leaf_is_found_by_what_was_signed(app, unprotected):
    """Somebody who knows how leaves are made."""
    grow()
    checkpoints.publish(on=TODAY)
    fact = db.session.get(PublicFact, 299)
    fact.address = "/bodies/other"
    fact.leaf = leaves.leaf(leaves.entry_of(fact))
    db.session.commit()

    said, fine = verify(app)

    assert not fine and "rows 256 to 511 are not those that were signed for" in said


def test_a_row_that_was_taken_away_is_named_and_nothing_more_is_signed(app, unprotected):
    grow(3)
    checkpoints.publish(on=TODAY)
    change("DELETE FROM public_fact WHERE number = 2")

    said, fine = verify(app)

    assert not fine and "rows 2 to 2 are missing" in said
    with pytest.raises(checkpoints.Rewritten):
        checkpoints.publish(on=TOMORROW)


def test_who_kept_the_rows_finds_the_one_that_was_changed(app, client, tmp_path):
    """Without the database: from the pages of /api/v1/changes and a checkpoint."""
    grow(30)
    checkpoints.publish(on=TODAY)
    rows, note = tmp_path / "rows", tmp_path / "note"
    page = client.get("/api/v1/changes?limit=500").json
    note.write_text(client.get(f"/data/log/checkpoint/{TODAY}").text)
    rows.write_text(json.dumps(page))
    assert verify(app, rows, "--checkpoint", note)[1]

    page["items"][7]["address"] = "/bodies/other"
    rows.write_text(json.dumps(page))

    said, fine = verify(app, rows, "--checkpoint", note)
    assert not fine and "row 7: it is not what its leaf was made of" in said


def test_tools_for_such_logs_read_it_by_tiles(client):
    """C2SP tlog-tiles: hashes and entries, whole tiles for ever."""
    grow()
    checkpoints.publish(on=TODAY)

    whole = client.get("/data/log/tile/0/001")
    rest = client.get("/data/log/tile/0/002.p/88")
    above = client.get("/data/log/tile/1/000.p/2")
    entries = client.get("/data/log/tile/entries/002.p/88").data

    assert len(whole.data) == 256 * 32 and "immutable" in whole.headers["Cache-Control"]
    assert len(rest.data) == 88 * 32 and "immutable" not in rest.headers["Cache-Control"]
    assert len(above.data) == 2 * 32
    length = int.from_bytes(entries[:2])
    assert leaves.leaf(entries[2 : 2 + length]) == rest.data[:32]


@pytest.mark.parametrize(
    "place",
    ["0/003", "0/002", "0/002.p/89", "0/001.p/256", "0/1", "0/x000/001", "9/000", "1/000", "0/0x1"],
)
def test_a_tile_that_is_not_there_is_not_found(client, place):
    grow()
    checkpoints.publish(on=TODAY)

    assert client.get(f"/data/log/tile/{place}").status_code == 404


def test_a_row_has_a_page_with_all_that_was_hashed_and_from_the_night_on_its_proof(client):
    [promise] = log()
    [number] = db.session.scalars(
        sa.select(PublicFact.number).where(PublicFact.address == f"/commitments/{promise.ref}")
    )
    before = client.get(f"/data/changes/{number}/").text
    checkpoints.publish(on=TODAY)

    after = client.get(f"/data/changes/{number}/").text

    assert "当夜公布检查点以后" in before
    assert promise.title in after and proofs.INCLUSION in after
    assert client.get("/data/changes/99999/").status_code == 404


def test_the_key_that_signed_is_never_replaced_in_silence(app, tmp_path, monkeypatch):
    """It is one of those without which the system does not start."""
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    grow(3)
    checkpoints.publish(on=TODAY)

    for file in server_keys._folder().glob("*.pem"):
        file.unlink()

    with pytest.raises(server_keys.LostKeys):
        server_keys.demand_keys()


def test_a_checkpoint_is_read_by_who_knows_another_signature_too():
    """A witness adds a line of its own; whoever does not know it passes it over."""
    grow(3)
    checkpoints.publish(on=TODAY)
    note = db.session.scalars(sa.select(LogCheckpoint.note)).one()

    read = notes.read(note + "— witness.example AAAAAAAA\n", checkpoints.trusted())

    assert read.size == 3


def test_what_is_public_leads_to_its_rows_of_the_log(client):
    first, other = log(2)

    page = client.get(f"/commitments/{first.ref}").text
    rows = client.get(f"/data/changes/?address=/commitments/{first.ref}").text

    assert f'/data/changes/?address=/commitments/{first.ref}"' in page
    assert f"/commitments/{first.ref}" in rows and other.ref not in rows
