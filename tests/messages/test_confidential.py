"""Nothing confidential leaves: every message of every kind is sent, and read by a stranger."""

import enum
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app

from arrears.models import Invoice
from integrity.app import create_app
from integrity.base.db import db
from integrity.base.outbox import Channel, Message
from integrity.base.permissions import Role
from integrity.credit.shieldings.models import Shielding
from integrity.credit.stars.models import StarCandidate
from integrity.people.accounts.models import AccountState, User
from integrity.people.messages import calls, sending, service
from integrity.people.messages.models import Address
from integrity.people.messages.substitutes import Substitute
from integrity.people.messages.tells import event_of, sources
from integrity.people.subjects.competence import CompetentBody
from integrity.streams.campaigns.models import Finding
from integrity.streams.contracts.appraisal_models import Appraisal
from tests.factories import NOW, TODAY
from tests.messages.test_sending import SECRET
from wsgi import STREAMS

PLANTED = "示例绝密内容"
"""Stands in every text of every row: names, persons, complainants, what was written."""
ONE = 7
"""Every number of every row, so that everything belongs to everything."""
APART: dict[Any, dict[str, Any]] = {
    Substitute: {"substitute_id": ONE + 1},
    Finding: {"stream": "grievances"},
    Appraisal: {"author_id": ONE + 1},
    Invoice: {"creditor_id": ONE + 1},
    StarCandidate: {"sent_by_id": ONE + 1},
    Shielding: {"told_id": ONE + 1},
}
"""Two sides of a thing who are told different words, and can never be one; what a thing is of."""
PEOPLE = (*((role, ONE) for role in Role), (Role.OFFICER, ONE + 1), (Role.SUPPLIER, ONE + 1))
"""Somebody of every role, and somebody of the other side, where there are two."""
OPEN = {"ref", "username"}
"""The number of a thing, and the name of the account that is told."""
VALUES: dict[type, Any] = {
    str: PLANTED,
    int: ONE,
    bool: False,
    date: TODAY,
    object: NOW,  # a Moment
    Decimal: Decimal(ONE),
    bytes: PLANTED.encode(),
}


@pytest.fixture
def _rollback() -> None:
    """What is sent is committed, in a database of its own."""


def allow_anything(connection: Any, *more: Any) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Flask]:
    """A system in which anything may stand beside anything."""
    url = f"sqlite:///{tmp_path / 'town.sqlite'}"
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        db.create_all()
        sa.event.listen(db.engine, "checkout", allow_anything)
        yield app
        db.session.remove()
        db.engine.dispose()


def planted(kind: Any) -> Any:
    if isinstance(kind, sa.JSON):
        return {"said": PLANTED}
    found = kind.python_type
    return next(iter(found)) if issubclass(found, enum.Enum) else VALUES[found]


def plant(model: Any, **given: Any) -> None:
    """A row with something secret in every text."""
    values: dict[str, Any] = {"id": ONE} | given
    for column in model.__table__.columns:
        if column.name not in values:
            values[column.name] = "示例-1" if column.name in OPEN else planted(column.type)
    db.session.execute(sa.insert(model.__table__).values(**values))


def plant_everything() -> None:
    """One row of everything that is told of, and somebody of every role who hears of it."""
    told = {source.model for source in sources().values()}
    told |= {other for source in sources().values() for other, _on in source.joined}
    for model in told - {User, CompetentBody}:
        plant(model, **APART.get(model, {}))
    for number, matter in enumerate(set(current_app.extensions["finds"].values()), ONE):
        plant(CompetentBody, id=number, matter=matter, body_id=ONE)
    for number, (role, body) in enumerate(PEOPLE, ONE):
        active = {"state": AccountState.ACTIVE, "calendar_digest": None}
        plant(User, id=number, username=f"u{number}", role=role, body_id=body, **active)
        for channel in (Channel.EMAIL, Channel.GATEWAY):
            db.session.add(
                Address(person_id=number, channel=channel, address="a@b.cn", confirmed_at=NOW)
            )


def left_the_house(folder: Path, called: list[bytes]) -> list[str]:
    """Everything that went out, in clear."""
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.iterdir()
    ]
    written = [f"{dict(mail)} {mail.get_content()}" for mail in mails]
    return written + [json.dumps(json.loads(body), ensure_ascii=False) for body in called]


def test_no_text_no_person_and_no_complainant_is_in_what_leaves_the_house(
    town: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[bytes] = []
    monkeypatch.setattr(calls, "_post", lambda url, body, headers: called.append(body))
    town.config |= {"MAIL_FROM": "a@b.cn", "MAIL_FOLDER": str(tmp_path / "mails")}
    town.config |= {"GATEWAY_URL": "https://b.cn", "WEBHOOK_URL": "https://b.cn"}
    town.config["WEBHOOK_SECRET"] = SECRET
    plant_everything()
    for source in sources().values():
        for event in source.tells:
            service.tell_found(source, event, sa.true(), mark=sa.literal("示例"), at=NOW)
    db.session.commit()

    sending.send(lambda: NOW, digest=None)

    events = set(db.session.execute(sa.select(Message.thing, Message.event)).all())
    assert events == {
        (thing, event_of(event, tell))
        for thing, source in sources().items()
        for event, said in source.tells.items()
        for tell in said
    }
    found = left_the_house(tmp_path / "mails", called)
    assert len(found) > 100
    assert [text for text in found if PLANTED in text] == []
