"""What the program writes is for nobody else on the machine."""

import subprocess
import sys

from integrity.base.config import Settings, keep_private
from tests.commands import ROOT


def mode(path):
    return path.stat().st_mode & 0o777


def test_a_start_takes_the_database_and_the_folder_from_everybody_else(tmp_path):
    """Database and instance folder were 0644 and 0755."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    files = [folder / name for name in ("integrity.sqlite", "integrity.sqlite-wal")]
    for file in files:
        file.touch(mode=0o644)

    Settings(instance=folder, secret_key="only for tests", database_url="").flask()

    assert mode(folder) == 0o700
    assert [mode(file) for file in files] == [0o600, 0o600]


def test_a_setting_file_loses_what_others_could_read(tmp_path):
    file = tmp_path / ".env"
    file.touch(mode=0o644)

    keep_private(file, tmp_path / "missing")

    assert mode(file) == 0o600


def test_whatever_a_command_or_the_server_writes_is_private(tmp_path):
    code = "import os, wsgi; open(os.environ['FILE'], 'w').close()"
    environment = {"FILE": str(tmp_path / "made"), "SECRET_KEY": "x", "INSTANCE": str(tmp_path)}

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)

    assert mode(tmp_path / "made") == 0o600
