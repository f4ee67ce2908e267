"""What a log holds of an error: its type and its place, never what somebody wrote."""

import io
import json
import logging
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa
import structlog

from integrity.base import logs
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.base.runs import JobRun, timetable
from jobs import runner
from tests.complaints.makers import make_accepted, make_receipt
from tests.complaints.test_views import filled
from tests.factories import TODAY, make_body, make_record, make_user

MARKER = "示例标记甲乙丙丁"


@pytest.fixture
def printed(app, client, monkeypatch, capsys):
    """Every line that is printed or given to a logger, when the database refuses each change."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Line())
    logging.getLogger().addHandler(handler)
    engine = db.engine

    def refuse(connection, cursor, statement, parameters, context, executemany):
        if MARKER in str(parameters) and statement.startswith(("INSERT", "UPDATE")):
            return "SELECT nothing FROM nowhere", ()
        return statement, parameters

    sa.event.listen(engine, "before_cursor_execute", refuse, retval=True)
    yield lambda: stream.getvalue() + "".join(capsys.readouterr())
    sa.event.remove(engine, "before_cursor_execute", refuse)
    logging.getLogger().removeHandler(handler)
    app.config["PROPAGATE_EXCEPTIONS"] = None


def posts(client, login):
    """A post of every kind of writing, as somebody who may."""
    body = make_body()
    receipt, accepted, record = make_receipt(body), make_accepted(body), make_record(body)
    known = {"ref": receipt.thing.ref, "secret": receipt.secret}
    officer, office = make_user(Role.OFFICER, body), make_user(Role.OFFICE)
    security = make_user(Role.SECURITY)
    token = {"body": body.id, "scopes": "checks", "note": MARKER}
    return [
        (None, "/complaints/new", filled(body, text=MARKER * 3, contact=MARKER, name=MARKER)),
        (None, "/complaints/track/say", known | {"words": MARKER}),
        (officer, f"/complaints/{accepted.ref}/do/answer", {"finding": "resolved", "text": MARKER}),
        (office, f"/complaints/{accepted.ref}/recuse", {"why": MARKER}),
        (office, f"/complaints/{accepted.ref}/contact", {"reason": MARKER * 2}),
        (officer, f"/objections/new?record={record.id}", {"statement": MARKER * 2}),
        (officer, "/commitments/new", {"title": MARKER, "category": "service"}),
        (security, "/desk/tokens/new", token),
    ]


def test_no_write_that_fails_leaves_a_word_in_a_log(app, client, login, printed):
    """The text of a complaint and the hash of its receipt stood in the web server's log three
    times after a double click: [parameters: {... 'text': ..., 'secret_hash': ...}]."""
    codes = []
    for user, address, data in posts(client, login):
        person = login(user) if user else app.test_client()
        codes.append(person.post(address, data=data).status_code)

    text = printed()
    assert codes.count(500) >= 6, codes
    assert MARKER not in text and "argon2" not in text and "parameters" not in text
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    failed = [line for line in lines if line["event"] == "failed"]
    assert len(failed) == codes.count(500)
    assert all(line["error"].startswith("sqlalchemy.exc.") and line["frames"] for line in failed)
    assert "Traceback" not in text
    assert MARKER not in str([e.why for e in db.session.scalars(sa.select(AuditEvent))])


def test_a_job_that_fails_keeps_no_word_of_what_it_worked_on(app, monkeypatch, printed):
    def fail(on, at):
        make_user(name=MARKER)

    monkeypatch.setitem(timetable(), "expire", replace(timetable()["expire"], work=fail))
    with pytest.raises(runner.Failed) as failure:
        runner.work("expire", {"on": TODAY.isoformat()})

    (run,) = db.session.scalars(sa.select(JobRun).where(JobRun.error != ""))
    assert re.match(r"sqlalchemy\.exc\.\w+Error tests/", run.error)
    assert MARKER not in run.error + str(failure.value) + printed()
    assert failure.value.__cause__ is None and failure.value.__context__ is None


def test_a_line_of_a_library_is_json_without_the_message_of_its_error():
    line = logging.LogRecord("rq", logging.ERROR, "", 0, "job failed", (), None)
    try:
        raise ValueError(MARKER)
    except ValueError as error:
        line.exc_info = (ValueError, error, error.__traceback__)

    told = json.loads(logs.Line().format(line))

    assert (told["event"], told["error"]) == ("job failed", "builtins.ValueError")
    assert told["frames"][-1].startswith("tests/test_logs.py:")
    assert MARKER not in str(told)


def test_an_error_that_one_logs_is_told_in_the_same_way(capsys):
    logs.configure(logging.WARNING)
    try:
        raise ValueError(MARKER)
    except ValueError:
        structlog.get_logger().exception("failed")

    told = json.loads(capsys.readouterr().out)

    assert told["error"] == "builtins.ValueError"
    assert MARKER not in str(told)
