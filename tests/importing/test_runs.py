"""A run is all or nothing, happens once, and is tried again when it died."""

import os
from datetime import timedelta

import pytest
import redis
import sqlalchemy as sa

from commitments.imports import IMPORTERS
from commitments.models import Commitment
from integrity.base import progress
from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.runs import JobRun, RunState
from integrity.doors.importing import retention, service
from integrity.doors.importing.models import Upload, UploadState
from integrity.files import imports, storage
from jobs import runner
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.importing.makers import checked, imported, promise, send, sheet
from tests.statements import statements

COLUMNS = IMPORTERS["commitments"].columns

LONG = 1200
"""Rows: three batches."""


@pytest.fixture
def office(login):
    return login(make_user(Role.OFFICE))


@pytest.fixture
def body():
    return make_body()


def long_list(body) -> bytes:
    return sheet(COLUMNS, *(promise(body, f"T{number}") for number in range(LONG)))


def stored() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Commitment)) or 0


def runs(number: int) -> list[RunState]:
    wanted = sa.select(JobRun.state).where(JobRun.argument == number).order_by(JobRun.id)
    return list(db.session.scalars(wanted))


def confirmed(office, content: bytes) -> Upload:
    upload = checked(office, content)
    office.post(f"/imports/{upload.id}/confirm")
    return upload


@pytest.fixture
def dying(monkeypatch):
    """A worker that dies after the first batch."""

    def die(job: str, number: int, done: int, total: int) -> None:
        raise MemoryError("示例")

    with monkeypatch.context() as patch:
        patch.setattr(progress, "note", die)
        yield patch


def test_a_worker_is_told_after_the_commit(office, body, sent):
    answer = send(office, sheet(COLUMNS, promise(body)))
    number = int(answer.location.rpartition("/")[2])

    assert sent == [("import_upload", {"number": number})]


def test_running_it_twice_imports_it_once(office, body):
    upload = imported(office, sheet(COLUMNS, promise(body)))

    assert runner.work("import_upload", {"number": upload.id}) == {"skipped": 1}
    assert stored() == 1


def test_a_run_that_dies_in_the_middle_leaves_nothing_and_is_tried_again(office, body, dying):
    upload = confirmed_before(office, body, dying)

    with pytest.raises(MemoryError):
        runner.task("import_upload", upload.id)
    assert (upload.state, stored()) == (UploadState.CONFIRMED, 0)
    dying.undo()

    assert runner.run("import_waiting", TODAY) == {"worked": 1, "failed": 0}
    db.session.refresh(upload)
    assert (upload.state, stored()) == (UploadState.IMPORTED, LONG)
    assert runs(upload.id)[-2:] == [RunState.FAILED, RunState.DONE]


def confirmed_before(office, body, dying) -> Upload:
    """Confirmed by a worker that was still alive."""
    alive = progress.note
    dying.setattr(progress, "note", lambda *numbers: None)
    upload = confirmed(office, long_list(body))
    dying.setattr(progress, "note", alive)
    return upload


def test_after_three_deaths_a_person_has_to_look(office, body, dying):
    send(office, long_list(body))
    upload = db.session.scalars(sa.select(Upload)).one()

    for _night in range(service.TRIES):
        assert runner.run("import_waiting", TODAY) == {"worked": 1, "failed": 1}
        assert upload.state is UploadState.UPLOADED
    runner.run("import_waiting", TODAY)
    db.session.refresh(upload)

    assert upload.state is UploadState.FAILED
    assert "系统管理员" in office.get(f"/imports/{upload.id}").text
    assert runner.run("import_waiting", TODAY) == {"worked": 0, "failed": 0}


def test_one_file_that_fails_does_not_stop_the_next(office, body):
    send(office, long_list(body))
    send(office, sheet(COLUMNS, promise(body)))
    first, second = db.session.scalars(sa.select(Upload).order_by(Upload.id))
    storage.path_of(first.stored).unlink()

    counts = runner.run("import_waiting", TODAY)

    db.session.refresh(second)
    assert counts == {"worked": 2, "failed": 1}
    assert (first.state, second.state) == (UploadState.UPLOADED, UploadState.CHECKED)


def test_the_command_does_what_waits_when_there_is_no_queue(app, office, body):
    send(office, sheet(COLUMNS, promise(body)))

    printed = app.test_cli_runner().invoke(args=["jobs", "run", "import_waiting"])

    assert printed.exit_code == 0, printed.output
    assert db.session.scalars(sa.select(Upload.state)).one() is UploadState.CHECKED


def test_a_run_is_recorded_with_the_number_of_its_upload(office, body, login):
    upload = checked(office, sheet(COLUMNS, promise(body)))

    page = login(make_user(Role.SYSTEM)).get("/desk/jobs").text

    assert runs(upload.id) == [RunState.DONE]
    assert f"检查或者导入文件 {upload.id}" in page


def test_progress_counts_every_batch(office, body, monkeypatch):
    seen = []
    monkeypatch.setattr(progress, "note", lambda *numbers: seen.append(numbers))

    upload = checked(office, long_list(body))

    assert [done for _job, _number, done, _total in seen] == [500, 1000, 1200]
    assert {number for _job, number, _done, _total in seen} == {upload.id}


def statements_of(body, rows: int, folder) -> int:
    """What the import of so many new rows with all their parts asks of the database.

    SQLite takes new rows one by one, within the process, so there only the rest is counted.
    """
    helper = make_body(f"示例配合局{rows}")
    parts = {
        "beneficiary": make_enterprise().uscc,
        "supporters": helper.name,
        "milestones": "2026-06-30，完成主体工程，40；2026-12-31，竣工，60",
        "outcome_words": "已开工",
    }
    path = folder / f"{rows}.csv"
    path.write_bytes(sheet(COLUMNS, *(promise(body, f"S{rows}-{n}", **parts) for n in range(rows))))
    with statements() as seen:
        report = imports.run(IMPORTERS["commitments"], path, by=SYSTEM, at=NOW)
    assert (report.added, report.rejected) == (rows, [])
    one_by_one = db.engine.dialect.name == "sqlite"
    return sum(not (one_by_one and statement.startswith("INSERT")) for statement in seen)


@pytest.mark.slow
def test_statements_grow_by_batches_not_by_rows(app, body, tmp_path):
    one_batch, five = (statements_of(body, rows, tmp_path) for rows in (500, 2_500))

    assert five <= 5 * one_batch
    assert one_batch < 500 / 4


def test_progress_is_seen_from_outside_and_forgotten_at_the_end(
    app, office, body, redis_url, monkeypatch
):
    monkeypatch.setitem(app.config, "REDIS_URL", redis_url)
    monkeypatch.delitem(app.extensions, "redis", raising=False)
    answer = send(office, sheet(COLUMNS, promise(body)))
    number = int(answer.location.rpartition("/")[2])
    progress.note(service.JOB, number, 5000, 20000)

    status = office.get(f"/imports/{number}/status").json
    page = office.get(answer.location).text

    assert (status["over"], status["done"], status["total"]) == (False, 5000, 20000)
    assert 'value="5000"' in page and 'max="20000"' in page
    runner.task("import_upload", number)
    assert office.get(f"/imports/{number}/status").json["over"] is True
    assert redis.Redis.from_url(redis_url).keys("integrity:import_upload:*") == []
    monkeypatch.delitem(app.extensions, "redis")


def test_a_queue_that_is_away_hides_only_the_progress(app, office, body, monkeypatch):
    monkeypatch.setitem(app.config, "REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.delitem(app.extensions, "redis", raising=False)

    upload = checked(office, sheet(COLUMNS, promise(body)))

    assert upload.state is UploadState.CHECKED
    monkeypatch.delitem(app.extensions, "redis")


def test_the_files_are_erased_when_their_period_is_over(office, body):
    upload = imported(office, sheet(COLUMNS, promise(body), promise(body, "T2", due_on="年底")))
    paths = [storage.path_of(stored) for stored in (upload.stored, upload.rejects)]
    day = upload.at.date()

    early = retention.sweep(on=day + timedelta(days=90), at=upload.at)
    late = retention.sweep(on=day + timedelta(days=92), at=upload.at)

    assert (early["erased"], late["erased"]) == (0, 1)
    assert not any(path.exists() for path in paths)
    assert (upload.report["refused"], upload.report["rejected"], stored()) == (1, [], 1)
    page = office.get(f"/imports/{upload.id}").text
    assert "文件保存期满" in page and "年底" not in page
    assert retention.sweep(on=day + timedelta(days=93), at=upload.at)["erased"] == 0


def test_a_check_that_nobody_confirmed_lapses_with_its_file(office, body):
    upload = checked(office, sheet(COLUMNS, promise(body)))

    retention.sweep(on=upload.at.date() + timedelta(days=92), at=upload.at)

    assert upload.state is UploadState.ABANDONED
    assert office.post(f"/imports/{upload.id}/confirm").status_code == 409


def test_a_file_that_nobody_names_is_swept_after_a_day(office, body):
    upload = checked(office, sheet(COLUMNS, promise(body)))
    lost, new = (storage.path_of(storage.write(b"x", prefix="i-")) for _number in range(2))
    day_before = upload.at.timestamp() - 2 * 86400
    for path in (lost, storage.path_of(upload.stored)):
        os.utime(path, (day_before, day_before))

    counts = retention.sweep(on=upload.at.date(), at=upload.at)

    assert (counts["files"], lost.exists(), new.exists()) == (1, False, True)
    assert storage.path_of(upload.stored).exists()
