"""What a process may keep between two checks, and until when: until anything of it moves.

PostgreSQL itself counts every transaction that changed what an answer or a token says, whoever made
it. The count is read with every check and compared by the statement that enters it; what was kept
under another count is forgotten. A notification would not do: it passes neither a pooler of
connections nor a replica. On SQLite nothing is kept.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from integrity.base.audit.versions import Counter
from integrity.base.db import db
from integrity.credit.matters.models import Matter, matter_body
from integrity.credit.measures.models import Measure
from integrity.credit.offences.models import Offence
from integrity.credit.policies.models import PolicyDocument
from integrity.credit.records.models import CreditRecord
from integrity.credit.relations.models import Reach, Relation
from integrity.credit.relations.reaching_models import Reaching
from integrity.credit.sanctions.models import EntryMeasure, ListEntry
from integrity.people.accounts import tokens
from integrity.people.accounts.models import Token
from integrity.people.subjects.models import Subject

NAME = "checks"
SETTING = "integrity.checks_moved_in"
MOST = 20_000
"""Answers that a process keeps."""
FOLLOWED: dict[Any, tuple[str, ...]] = {
    Subject: ("kind", "name", "key", "uscc", "public", "merged_into_id", "court"),
    Token: ("body_id", "scopes", "ends_at", "revoked_at", "addresses", "per_minute"),
    ListEntry: (),
    EntryMeasure: (),
    Measure: (),
    Matter: (),
    Offence: (),
    PolicyDocument: (),
    CreditRecord: (),
    Relation: (),
    Reach: (),
    Reaching: (),
}
"""What answers are made of: tables, and the columns that count where not all do."""
VERSION = f"""(
    SELECT CASE
        WHEN current_setting('{SETTING}', true) = pg_current_xact_id_if_assigned()::text THEN NULL
        ELSE coalesce(sum(moves), 0)::bigint END
    FROM version_counter WHERE name = '{NAME}')"""  # noqa: S608 - words of ours
"""The count; unknown to a transaction that has moved something itself."""
FUNCTION = f"""
CREATE OR REPLACE FUNCTION move_checks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('{SETTING}', true) IS NOT DISTINCT FROM pg_current_xact_id()::text THEN
        RETURN NULL;
    END IF;
    UPDATE version_counter SET moves = moves + 1 WHERE id = (
        SELECT id FROM version_counter WHERE name = '{NAME}'
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO version_counter (name, moves) VALUES ('{NAME}', 1);
    END IF;
    PERFORM set_config('{SETTING}', pg_current_xact_id()::text, true);
    RETURN NULL;
END $$"""  # noqa: S608


class Moved(Exception):
    """Something that was kept and believed has moved since."""


@dataclass
class Kept:
    """What was found while nothing moved."""

    version: int
    answers: dict[Any, Any] = field(default_factory=dict)

    def keep(self, key: Any, answer: Any) -> None:
        if len(self.answers) >= MOST:
            self.answers.clear()
        self.answers[key] = answer


def kept(version: int) -> Kept:
    """What this process has kept under a version; nothing of what was kept under another."""
    found: Kept | None = current_app.extensions.get("checks_kept")
    if found is None or found.version != version:
        found = current_app.extensions["checks_kept"] = Kept(version)
    return found


def token(text: str, at: datetime) -> tuple[Token | None, int | None]:
    """The live token with this text, and the version under which it was one.

    One that was kept is believed until a check compares the version.
    """
    if db.engine.dialect.name != "postgresql":
        return tokens.of(text, at), None
    known: Kept | None = current_app.extensions.get("checks_kept")
    found = known.answers.get(tokens.digest_of(text)) if known else None
    if known and found is not None and tokens.is_live(found, at):
        return found, known.version
    now = version()
    found = tokens.of(text, at)
    if found is None or now is None:
        return found, None
    db.session.expunge(found.body)
    db.session.expunge(found)
    kept(now).keep(tokens.digest_of(text), found)
    return found, now


def version() -> int | None:
    """The count of now; None where nothing is counted."""
    if db.engine.dialect.name != "postgresql":
        return None
    return db.session.scalar(sa.text(f"SELECT {VERSION}"))


def forget() -> None:
    """Keep nothing of what was kept."""
    current_app.extensions.pop("checks_kept", None)


def triggers(table: str, columns: tuple[str, ...]) -> list[str]:
    """What makes PostgreSQL count the changes of a table."""
    named = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return [
        f"CREATE TRIGGER {table}_moves_checks AFTER INSERT OR {named} OR DELETE OR TRUNCATE "
        f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION move_checks()"
    ]


@sa.event.listens_for(Counter.__table__, "before_create")
def _count(table: sa.Table, connection: sa.Connection, **options: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(FUNCTION)


def _follow(followed: sa.Table, columns: tuple[str, ...]) -> None:
    @sa.event.listens_for(followed, "after_create")
    def protect(table: sa.Table, connection: sa.Connection, **options: Any) -> None:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(FUNCTION)
            for statement in triggers(table.name, columns):
                connection.exec_driver_sql(statement)


for _model, _columns in FOLLOWED.items():
    _follow(_model.__table__, _columns)
_follow(matter_body, ())
