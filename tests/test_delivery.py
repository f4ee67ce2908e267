"""What is shipped besides the program: units that call what there is, and the bundle."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from tests.commands import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_calls_a_command_with_options_that_it_has(app: Flask, unit: Path) -> None:
    called = re.search("(?m)^ExecStart=/opt/integrity/.venv/bin/flask (.*)", unit.read_text())
    assert called
    words = called[1].split()

    command: click.Command = app.cli
    while isinstance(command, click.Group):
        command = command.commands[words.pop(0)]
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}

    assert {word for word in words if word.startswith("--")} <= known


def test_a_unit_stops_later_than_requests_in_flight() -> None:
    said = (ROOT / "deploy" / "systemd" / "integrity.service").read_text()
    grace, stop = re.search(r"--grace (\d+)", said), re.search(r"TimeoutStopSec=(\d+)", said)

    assert grace and stop and int(grace[1]) + 10 < int(stop[1])


def bare(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run something with no network, no setting of ours and no package of ours."""
    apart = ["unshare", "--net", "--"] if os.getuid() == 0 else ["unshare", "-rn", "--"]
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more}
    return subprocess.run([*apart, *words], env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The bundle of what is committed, unpacked."""
    folder = tmp_path_factory.mktemp("bundle")
    made = [ROOT / "deploy" / "bundle.sh"]
    subprocess.run(made, env=os.environ | {"OUT": str(folder)}, check=True, capture_output=True)
    archive = next(folder.glob("*.tar.gz"))
    shutil.unpack_archive(archive, folder, filter="data")
    yield next(path for path in folder.iterdir() if path.is_dir())
    shutil.rmtree(folder)


@pytest.mark.long
def test_the_bundle_installs_and_works_without_a_network(bundle: Path, tmp_path: Path) -> None:
    done = bare(bundle / "install.sh", tmp_path / "here")
    assert done.returncode == 0, done.stderr

    flask, more = tmp_path / "here" / ".venv" / "bin" / "flask", {"SECRET_KEY": "only for tests"}
    more |= {"INSTANCE": str(tmp_path / "data"), "FLASK_APP": str(tmp_path / "here" / "wsgi.py")}
    for words in ("db upgrade", "rules load", "status"):
        done = bare(flask, *words.split(), **more)
        assert done.returncode == 0, done.stderr
    ask = "from wsgi import app; print(app.test_client().get('/readyz').json)"
    done = bare(flask.with_name("python"), "-c", ask, PYTHONPATH=str(tmp_path / "here"), **more)
    assert "'schema': True" in done.stdout


@pytest.mark.long
def test_a_bundle_that_was_changed_installs_nothing(bundle: Path, tmp_path: Path) -> None:
    with (bundle / "wsgi.py").open("a") as file:
        file.write("# changed\n")

    done = bare(bundle / "install.sh", tmp_path / "here")

    assert done.returncode == 1 and "changed" in done.stderr
    assert not (tmp_path / "here").exists()
