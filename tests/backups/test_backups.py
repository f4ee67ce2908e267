"""A system is copied, checked, lost and put back, on both databases."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from integrity.app import create_app
from integrity.backups import databases, manifests, service
from integrity.base import key_marks, server_keys
from integrity.base.config import derived_key
from integrity.base.db import db
from integrity.files import storage
from integrity.files.attached import Attachment
from integrity.people.subjects.models import Subject
from tests.factories import NOW, make_body
from wsgi import STREAMS

PASSPHRASE = "correct horse battery"
SECRET, CONTACT = "the secret of a town", "the key of its contacts"
System = Callable[..., Flask]


@pytest.fixture
def _rollback() -> None:
    """These tests have databases of their own, in which everything is committed."""


@pytest.fixture(scope="module")
def new_system(new_database, tmp_path_factory) -> Iterator[System]:
    """Makes a system with its own database and folder."""
    made = []

    def make(name: str, secret: str = SECRET) -> Flask:
        app = create_app(
            STREAMS,
            TESTING=True,
            SQLALCHEMY_DATABASE_URI=new_database(f"backups_{name}"),
            INSTANCE=tmp_path_factory.mktemp(name),
            SECRET_KEY=secret,
            CONTACT_KEY=derived_key(CONTACT, "contact"),
            RATELIMIT_ENABLED=False,
        )
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="module")
def town(new_system: System) -> Flask:
    """A system with a body, a signature, and two files that a row names."""
    app = new_system("town")
    with app.app_context():
        db.create_all()
        key_marks.keep(NOW)
        make_body("示例区教育局")
        server_keys.sign(b"promised")
        for word in ("first", "second"):
            name_a_file(word)
        db.session.commit()
    return app


def name_a_file(word: str) -> Attachment:
    content = word.encode()
    row = Attachment(
        thing="subject",
        thing_id=1,
        name=f"{word}.txt",
        media_type="text/plain",
        size=len(content),
        sha256="0" * 64,
        stored=storage.write(content),
        public=False,
        at=NOW,
        by_name="示例",
    )
    db.session.add(row)
    return row


@contextmanager
def inside(app: Flask) -> Iterator[Path]:
    """In the app's context; yields its folder."""
    with app.app_context():
        yield Path(app.config["INSTANCE"])
        db.session.remove()


def flask(app: Flask, *words: object) -> Result:
    runner = app.test_cli_runner(env={"BACKUP_PASSPHRASE": PASSPHRASE})
    return runner.invoke(args=["backup", *map(str, words)])


@pytest.fixture
def saved(town: Flask, tmp_path: Path, monkeypatch) -> tuple[Path, Path]:
    """A backup of the town, and its sealed keys."""
    monkeypatch.setenv("CONTACT_KEY", CONTACT)
    with inside(town):
        made = service.create(tmp_path / "backups", NOW)
        return made, service.seal_keys(tmp_path / "keys", PASSPHRASE, NOW)


def test_what_was_saved_stands_in_another_place_as_it_was(town, saved, new_system):
    folder, keys = saved
    other = new_system("other")

    done = flask(other, "restore", folder, "--keys", keys)

    assert done.exit_code == 0, done.output
    with inside(other) as instance:
        assert db.session.scalars(sa.select(Subject.name)).all() == ["示例区教育局"]
        kept = db.session.scalars(sa.select(Attachment).order_by(Attachment.id)).all()
        assert [storage.path_of(row.stored).read_bytes() for row in kept] == [b"first", b"second"]
        assert (instance / "keys" / "current.pem").stat().st_mode & 0o077 == 0
        assert server_keys.public_key()
        server_keys.demand_keys()


def test_the_way_back_is_practised_beside_the_real_system_and_leaves_nothing(town, saved):
    folder, keys = saved
    before = set(folder.parent.iterdir())

    done = flask(town, "practise", folder, "--keys", keys)

    assert done.exit_code == 0, done.output
    assert "0 differences" in done.output
    assert set(folder.parent.iterdir()) == before
    with inside(town):
        if db.engine.dialect.name == "postgresql":
            left = "SELECT count(*) FROM pg_database WHERE datname LIKE 'practice%'"
            assert db.session.scalar(sa.text(left)) == 0


@pytest.mark.parametrize("which", ["database", "file", "digests"])
def test_one_other_byte_is_named_and_nothing_is_restored_from_it(town, saved, new_system, which):
    folder, keys = saved
    said = manifests.read(folder)
    name = next(manifests.digests(folder))[0]
    changed = {"database": said.database, "file": name, "digests": manifests.DIGESTS}[which]
    content = bytearray((folder / changed).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / changed).write_bytes(bytes(content))

    checked = flask(town, "verify", folder)
    other = new_system(f"other_{which}")
    restored = flask(other, "restore", folder, "--keys", keys)

    assert checked.exit_code == 1
    assert changed in checked.output
    assert restored.exit_code == 1
    with inside(other):
        assert databases.is_empty(db.engine)


def test_a_file_that_is_gone_from_a_backup_is_named(town, saved):
    folder, _keys = saved
    name, _digest = next(manifests.digests(folder))
    (folder / name).unlink()

    assert f"{name}: is gone" in flask(town, "verify", folder).output


def test_a_backup_that_was_not_finished_is_none(town, saved):
    folder, _keys = saved
    (folder / manifests.NAME).unlink()

    done = flask(town, "verify", folder)

    assert done.exit_code == 1
    assert "not finished" in done.output


def test_nothing_is_restored_over_something(town, saved):
    folder, keys = saved

    done = flask(town, "restore", folder, "--keys", keys)

    assert done.exit_code == 1
    assert "is not empty" in done.output


def test_a_wrong_passphrase_opens_nothing(town, saved, new_system):
    folder, keys = saved
    runner = new_system("wrong_words").test_cli_runner(
        env={"BACKUP_PASSPHRASE": "another one here"}
    )

    done = runner.invoke(args=["backup", "restore", str(folder), "--keys", str(keys)])

    assert done.exit_code == 1
    assert "wrong passphrase" in done.output


def test_sealed_keys_show_nothing_and_give_back_what_was_set(town, saved):
    _folder, keys = saved

    assert SECRET not in keys.read_text()
    assert keys.stat().st_mode & 0o077 == 0
    assert flask(town, "keys", keys).output == f"SECRET_KEY={SECRET}\nCONTACT_KEY={CONTACT}\n"


def test_the_keys_of_another_system_do_not_belong_to_it(town, saved, new_system, tmp_path):
    folder, _keys = saved
    with inside(new_system("stranger", "another secret")):
        strange = service.seal_keys(tmp_path / "strange", PASSPHRASE, NOW)

    done = flask(town, "verify", folder, "--keys", strange)

    assert done.exit_code == 1
    assert "SECRET_KEY: the sealed key is not the one" in done.output


def test_keys_are_never_kept_with_what_they_open(town, tmp_path):
    done = flask(town, "create", tmp_path, "--keys", tmp_path / "keys")

    assert done.exit_code == 1
    assert "apart" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_a_row_names_in_vain_is_said(town, tmp_path):
    with inside(town):
        lost = name_a_file("lost")
        db.session.commit()
        storage.path_of(lost.stored).unlink()
        name = lost.stored

    done = flask(town, "create", tmp_path / "with_loss")

    with inside(town):
        db.session.execute(sa.delete(Attachment).where(Attachment.stored == name))
        db.session.commit()
    assert f"{name}: a row names this file, and it was not there" in done.output


def test_a_copy_made_while_people_write_names_no_file_that_it_has_not(town, tmp_path):
    ended = threading.Event()

    def write() -> None:
        with inside(town):
            while not ended.is_set():
                name_a_file("more")
                db.session.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with inside(town):
            made = [service.create(tmp_path, NOW + timedelta(seconds=n)) for n in range(3)]
    finally:
        ended.set()
        writer.join()

    numbers = [manifests.read(folder).counts["attachment"] for folder in made]
    with inside(town):
        for folder in made:
            assert manifests.read(folder).absent == []
            assert list(service.faults(folder)) == []
        with service.practice(db.engine, tmp_path) as (engine, instance):
            keys = service.sealed_keys.Keys({}, {})
            assert list(service.restore(made[-1], keys, engine, instance)) == []
    assert numbers == sorted(numbers) and numbers[-1] > numbers[0]


def test_a_system_with_another_secret_is_not_started(town, saved, monkeypatch):
    with inside(town):
        monkeypatch.setitem(town.config, "SECRET_KEY", "typed wrongly")
        with pytest.raises(server_keys.WrongKeys) as refused:
            server_keys.demand_keys()

    assert "SECRET_KEY" in refused.value.detail
