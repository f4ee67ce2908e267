"""What is published of the log, and what the command and the auditor read of it."""

import json
from datetime import timedelta

import pytest

from integrity.base import server_keys
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.sealing import service
from integrity.base.sealing.models import LogHead
from jobs import runner
from tests.factories import NOW, TODAY, make_user
from tests.sealing.makers import change, found, seal, verify, write

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _app(app):
    return app


def test_who_kept_the_published_heads_can_show_that_all_was_made_anew(unprotected, client):
    """Even of somebody who holds the signing key."""
    write(2)
    seal()
    service.publish(on=TODAY)
    kept = client.get("/.well-known/log-head.json").json["heads"]
    for table in ("audit_event", "sealed_event", "seal", "log_head"):
        change(f"DELETE FROM {table}")
    write(2)
    seal()
    service.publish(on=TODAY)

    assert found() == []
    assert [kind for kind, _where in found(kept=kept)] == ["contradicted"]


def test_the_published_head_can_be_verified_by_everybody(client):
    import base64

    write(2)
    runner.run("publish_log_head", TODAY)
    again = runner.run("publish_log_head", TODAY)

    head = client.get("/.well-known/log-head.json").json["heads"][0]
    keys = {
        key["key_id"]: base64.b64decode(key["public_key"])
        for key in client.get("/.well-known/integrity-keys.json").json["keys"]
    }
    message = f"integrity log head\n{head['on']}\n{head['digest']}".encode()
    assert server_keys.verify(keys[head["key_id"]], message, head["signature"])
    assert again["published"] == 0


def test_what_is_published_does_not_say_whether_anything_happened(client):
    """The size of the log would tell of a complaint on the day it came."""
    write(1)
    seal()
    for day in (TODAY - DAY, TODAY):
        service.publish(on=day)

    heads = client.get("/.well-known/log-head.json").json["heads"]
    assert len({head["digest"] for head in heads}) == len(heads) == 2
    assert heads[0].keys() == {"on", "digest", "key_id", "signature"}


def test_the_command_names_faults_and_the_tail_and_fails(app, unprotected):
    ids = write(2)
    seal()
    good = verify(app)
    write(2)
    change("UPDATE audit_event SET move = 'add' WHERE id = :id", id=ids[0])
    bad = verify(app)

    assert (good.exit_code, good.output) == (0, "0 faults; 0 rows not yet sealed\n")
    assert bad.exit_code == 1
    assert f"altered: row {ids[0]}," in bad.output
    assert f"1 faults; 2 rows not yet sealed, since {NOW.isoformat()}" in bad.output.replace(
        "+00:00", NOW.isoformat()[-6:]
    )


def test_the_command_takes_a_kept_file_and_refuses_others(app, client, tmp_path):
    write(1)
    runner.run("publish_log_head", TODAY)
    kept, other = tmp_path / "kept.json", tmp_path / "other.json"
    kept.write_bytes(client.get("/.well-known/log-head.json").data)
    other.write_text(json.dumps({"keys": []}))

    assert verify(app, "--heads", str(kept)).exit_code == 0
    refused = verify(app, "--heads", str(other))
    assert refused.exit_code == 1 and "is not a log-head.json" in refused.output


def test_the_auditor_reads_how_far_the_log_is_sealed(login):
    """Seen: the page said that the database refuses every change, which its owner can undo."""
    write(1)
    runner.run("publish_log_head", TODAY)
    client = login(make_user(Role.AUDITOR))

    page = client.get("/desk/audit").text

    assert "数据库拒绝修改、删除和清空" in page
    assert "尚有 1 条未封存" in page  # that the auditor reads it
    head = db.session.get(LogHead, TODAY)
    assert head.digest in page
