"""Back to the minute before a mistake, with pgBackRest as `deploy/pgbackrest.conf` sets it up.

What was acknowledged before that moment is there again, what came after it is not.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests import servers
from tests.commands import ROOT

pytestmark = pytest.mark.long
ARCHIVING = (*servers.DURABLE, "wal_level=replica", "archive_mode=on", "archive_timeout=60")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server of the database may write to."""
    folder = Path(tempfile.mkdtemp(prefix="point-", dir="/tmp"))
    if os.getuid() == 0:
        shutil.chown(folder, servers.SUPERUSER, servers.SUPERUSER)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def configured(place: Path, data: Path) -> Path:
    """The configuration as it is shipped, with the places of this test."""
    said = (ROOT / "deploy" / "pgbackrest.conf").read_text()
    said = re.sub("(?m)^repo1-path=.*", f"repo1-path={place / 'repository'}", said)
    said = re.sub("(?m)^log-level-file=.*", f"lock-path={place}\n\\g<0>", said)
    socket = f"pg1-socket-path={data.parent}\npg1-user={servers.SUPERUSER}"
    said = re.sub("(?m)^pg1-path=.*", f"pg1-path={data}\n{socket}", said)
    path = place / "pgbackrest.conf"
    path.write_text(said)
    path.chmod(0o644)
    return path


def pgbackrest(configuration: Path, *words: str) -> None:
    program = shutil.which("pgbackrest")
    if not program:
        raise servers.NoServer("pgbackrest is not installed; run tests/setup.sh long")
    command = [*servers.run_as(servers.SUPERUSER), program, f"--config={configuration}"]
    environment = os.environ | {"PGBACKREST_REPO1_CIPHER_PASS": "only for tests"}
    done = subprocess.run(
        [*command, "--stanza=integrity", *words], env=environment, capture_output=True, text=True
    )
    assert not done.returncode, done.stdout + done.stderr


def plain(url: str) -> psycopg.Connection:
    said = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(said, autocommit=True)


@contextmanager
def restored(configuration: Path, place: Path, moment: str) -> Iterator[psycopg.Connection]:
    """The database as it was at a moment, beside the one that goes on."""
    data = place / "restored"
    back = ["--type=time", f"--target={moment}", "--target-action=promote"]
    pgbackrest(configuration, f"--pg1-path={data}", *back, "restore")
    url = f"postgresql+psycopg://{servers.SUPERUSER}@/postgres?host={place}"
    with servers.started(data, place, "archive_mode=off"):
        connection = plain(url)
        for _attempt in range(200):
            if connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,):
                break
            time.sleep(0.05)
        yield connection
        connection.close()


def test_everything_before_a_mistake_is_there_again_and_nothing_after_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGBACKREST_REPO1_CIPHER_PASS", "only for tests")
    with servers.postgresql(ARCHIVING) as url, plain(url) as city:
        data = Path(str(make_url(url).query["host"])) / "data"
        configuration = configured(place, data)
        push = f"pgbackrest --config={configuration} --stanza=integrity archive-push %p"
        city.execute(f"ALTER SYSTEM SET archive_command = '{push}'")
        city.execute("SELECT pg_reload_conf()")
        city.execute("CREATE TABLE promise (n int PRIMARY KEY)")
        city.execute("INSERT INTO promise SELECT generate_series(1, 1000)")
        pgbackrest(configuration, "stanza-create")
        pgbackrest(configuration, "--type=full", "backup")
        city.execute("INSERT INTO promise VALUES (1001)")
        moment = str((city.execute("SELECT clock_timestamp()").fetchone() or ("",))[0])
        time.sleep(1)
        city.execute("DELETE FROM promise WHERE n <= 900")
        city.execute("SELECT pg_switch_wal()")
        pgbackrest(configuration, "check")

        with restored(configuration, place, moment) as before:
            found = before.execute("SELECT count(*), max(n) FROM promise").fetchone()
        assert found == (1001, 1001)
        assert city.execute("SELECT count(*) FROM promise").fetchone() == (101,)
