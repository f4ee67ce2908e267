"""A key is replaced: what was sealed with the old one is read with the new one, and by it alone."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from flask import Flask

from evaluations.questionnaires.models import Invitation
from integrity.base import key_marks, server_keys
from integrity.base.config import derived_key
from integrity.base.db import db
from integrity.keys import COMPLAINANTS
from integrity.people.messages import following, strangers
from integrity.streams.complaints.models import ComplaintContact
from tests.complaints.makers import make_complaint
from tests.factories import NOW

OLD, NEW = "the key until today", "the key from today on"


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setitem(app.config, "CONTACT_KEY", derived_key(key, "contact"))
    monkeypatch.setitem(app.config, "FOLLOW_KEY", derived_key(key, "follow"))


@pytest.fixture
def sealed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> ComplaintContact:
    """Who complained and who follows, under the old key; now the new one is set."""
    use(app, monkeypatch, OLD)
    key_marks.keep(NOW)
    complaint = make_complaint(name="示例来信人", contact="13900000000")
    address = "reader@example.invalid"
    mark = strangers.digest(address)
    kept = {"sealed": strangers.sealed(address, mark), "digest": mark}
    db.session.add(following.Follow(kind="body", key="1", asked_at=NOW, **kept))
    db.session.flush()
    use(app, monkeypatch, NEW)
    return db.session.get(ComplaintContact, complaint.id)


def resealed(app: Flask, monkeypatch: pytest.MonkeyPatch, old: str) -> tuple[int, str]:
    monkeypatch.setenv("OLD_CONTACT_KEY", old)
    done = app.test_cli_runner().invoke(args=["keys", "reseal-contacts"])
    return done.exit_code, done.output


def test_what_was_sealed_is_read_with_the_new_key(
    app: Flask, sealed: ComplaintContact, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InvalidTag):
        COMPLAINANTS.unseal(sealed)
    assert key_marks.wrong() == ["CONTACT_KEY"]

    code, said = resealed(app, monkeypatch, OLD)

    assert code == 0 and "1 complainants" in said and "1 addresses" in said
    follow = db.session.scalars(sa.select(following.Follow)).one()
    assert COMPLAINANTS.unseal(sealed).contact == "13900000000"
    assert follow.address == "reader@example.invalid"
    assert follow.digest == strangers.digest(follow.address)
    assert key_marks.wrong() == []
    use(app, monkeypatch, OLD)
    with pytest.raises(InvalidTag):
        COMPLAINANTS.unseal(sealed)


def test_a_key_that_was_never_used_here_changes_nothing(
    app: Flask, sealed: ComplaintContact, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sealed.sealed

    code, said = resealed(app, monkeypatch, "typed wrongly")

    assert code == 1 and "not the key" in said
    assert sealed.sealed == before and key_marks.wrong() == ["CONTACT_KEY"]


def test_everybody_who_keeps_addresses_is_resealed() -> None:
    assert set(strangers.KEPT) == {following.Follow, Invitation}


def test_a_signature_is_renewed_and_what_was_signed_stays_verified(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    by, signature = server_keys.sign(b"said")

    done = app.test_cli_runner().invoke(args=["keys", "renew-signature"])

    new, _signature = server_keys.sign(b"said")
    assert done.exit_code == 0 and by in done.output and new in done.output
    assert new != by and set(server_keys.raw_keys()) == {by, new}
    assert server_keys.verify(server_keys.raw_keys()[by], b"said", signature)
    assert (tmp_path / "keys" / f"{by}.pem").stat().st_mode & 0o077 == 0
