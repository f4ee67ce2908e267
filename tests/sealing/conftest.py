"""A database whose owner has taken the triggers away."""

import pytest
import sqlalchemy as sa

from integrity.base.audit.protection import PROTECTED
from integrity.base.db import db


@pytest.fixture
def unprotected():
    """Somebody who owns the database has taken the triggers away."""
    for table in PROTECTED:
        if db.engine.dialect.name == "postgresql":
            db.session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        else:
            for what in ("update", "delete", "replace"):
                db.session.execute(sa.text(f"DROP TRIGGER {table}_no_{what}"))
