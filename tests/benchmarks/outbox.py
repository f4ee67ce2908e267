"""Reminders of 100,000 late things in a few statements; 10,000 mails in one go."""

import time
from collections.abc import Callable

from flask import Flask

from commitments.models import Commitment
from integrity.base.clock import at
from integrity.base.db import db
from integrity.people.accounts.models import User
from integrity.people.messages import sending, service
from integrity.people.messages.models import Address
from integrity.people.messages.tells import OVERDUE, sources
from jobs import telling
from tests.benchmarks.filling import BODIES, ON, fill, fill_register, settle
from tests.messages.servers import MailServer, running
from tests.statements import statements

LATE = 100_000
MAILS = 10_000
NOW = at(ON)


def sent(new_app: Callable[[str], Flask]) -> tuple[dict[str, float], int]:
    """Seconds of each step, and how many statements the reminders took."""
    app = new_app("bench_outbox")
    with app.app_context(), running(MailServer()) as server:
        app.config |= {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": server.port}
        app.config |= {"MAIL_SECURITY": "none", "MAIL_FROM": "integrity@example.cn"}
        fill_register(LATE, overdue=True)
        known = {"username": "'u' || n", "calendar_digest": "NULL", "body_id": "n"}
        fill(User, BODIES, role="'officer'", state="'active'", **known)
        given = {"person_id": "n", "address": "'u' || n || '@example.cn'", "wish": "'all'"}
        fill(Address, BODIES, channel="'email'", confirmed_at="now()", **given)
        settle("user", "message_address")
        with statements() as seen:
            taken = {f"reminding of {LATE:,} late things": _timed(_remind)}
        taken["again, with nothing new"] = _timed(_remind)
        source, some = sources()["commitment"], Commitment.id <= MAILS
        service.tell_found(source, OVERDUE, some, mark="again", at=NOW)
        db.session.commit()
        taken[f"sending {MAILS:,} mails"] = _timed(lambda: sending.send(lambda: NOW, digest=None))
        assert len(server.mails) == MAILS
        return taken, len(seen)


def _remind() -> None:
    telling.remind(ON, NOW)
    db.session.commit()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
