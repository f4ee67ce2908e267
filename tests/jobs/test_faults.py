"""What one thing of a nightly job cannot do is kept with the run and stops no other thing."""

import os
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.runs import JobRun
from integrity.casework.informants import evidence
from integrity.files import storage
from integrity.streams.complaints.models import ComplaintOutcome, ComplaintState
from jobs import runner
from tests.complaints.makers import make_complaint
from tests.factories import NOW, TODAY, make_user


def last_run() -> JobRun:
    return db.session.scalars(sa.select(JobRun).order_by(JobRun.id.desc())).first()


def stale(name: str, *, folder: bool = False) -> None:
    """A file of a form that was never sent; or a folder, which nobody can delete like a file."""
    path = storage.path_of(f"{evidence.FOLDER}{name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir() if folder else path.write_bytes(b"x")
    old = NOW.timestamp() - 2 * 86400
    os.utime(path, (old, old))


def test_a_file_that_cannot_be_deleted_stays_alone(request):
    evidence.sweep(at=NOW)  # what other tests left
    names = ["0-bad", "1-good", "2-good"]
    stale(names[0], folder=True)
    request.addfinalizer(lambda: storage.path_of(f"{evidence.FOLDER}{names[0]}").rmdir())
    for name in names[1:]:
        stale(name)

    counts = runner.run("sweep_uploads", TODAY)

    assert counts == {"files": 2, "failed": 1}
    assert [fault["id"] for fault in last_run().faults] == [f"{evidence.FOLDER}0-bad"]


@pytest.mark.slow
def test_a_complaint_that_cannot_be_erased_stays_alone(monkeypatch):
    over = {"outcome": ComplaintOutcome.OUT_OF_SCOPE, "decided_on": date(2020, 1, 6)}
    bad, good = make_complaint(), make_complaint()
    for complaint in (bad, good):
        complaint.state = ComplaintState.REFUSED
        for name, value in over.items():
            setattr(complaint, name, value)
    db.session.flush()
    drop = evidence.drop

    def refuse(ids, *which):
        if ids == [bad.id]:
            raise OSError("示例：磁盘只读")
        return drop(ids, *which)

    monkeypatch.setattr(evidence, "drop", refuse)
    counts = runner.run("erase_complaints", TODAY)
    monkeypatch.undo()
    again = runner.run("erase_complaints", TODAY + timedelta(days=1))

    assert (counts["complaints"], counts["failed"]) == (1, 1)
    assert (again["complaints"], "failed" in again) == (1, False)


def test_the_page_of_jobs_and_the_command_say_what_failed(app, login, request):
    stale("3-bad", folder=True)
    request.addfinalizer(lambda: storage.path_of(f"{evidence.FOLDER}3-bad").rmdir())

    printed = app.test_cli_runner().invoke(
        args=["jobs", "run", "sweep_uploads", "--on", "2026-11-20"], prog_name="flask"
    )
    page = login(make_user(Role.SYSTEM)).get("/desk/jobs").text

    assert printed.exit_code == 1
    assert "1 failed" in printed.output
    assert "3-bad" in page
