"""Whether this system can be asked: its database of the right schema, its keys, its queue."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from integrity.base import queue, server_keys
from integrity.base.config import ROOT
from integrity.base.db import db

VERSION = sa.table("alembic_version", sa.column("version_num"))


def answers() -> dict[str, Any]:
    """What is ready and what is not; with a wrong schema also which one was found."""
    found: dict[str, Any] = {"database": _database_answers()}
    if found["database"]:
        known, wanted = _schema(), _head()
        found["schema"] = known == wanted
        if known != wanted:
            found |= {"schema_found": known, "schema_wanted": wanted}
        elif not current_app.extensions.get("keys_found"):
            found["keys"] = current_app.extensions["keys_found"] = _has_its_keys()
    if current_app.config["REDIS_URL"]:
        found["queue"] = queue.ping()
    return found


def _database_answers() -> bool:
    try:
        db.session.execute(sa.select(1))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def _schema() -> str | None:
    """The migration that this database is at, None for an empty one."""
    if not sa.inspect(db.session.connection()).has_table(VERSION.name):
        return None
    return db.session.scalar(sa.select(VERSION.c.version_num))


@cache
def _head() -> str | None:
    """The migration that this code was written for."""
    return ScriptDirectory(str(ROOT / "integrity" / "migrations")).get_current_head()


def _has_its_keys() -> bool:
    try:
        server_keys.demand_keys()
    except server_keys.LostKeys:
        return False
    return True
