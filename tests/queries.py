"""How many statements a page needs."""

from flask.testing import FlaskClient

from integrity.base.db import db
from tests.statements import statements


def number_of(client: FlaskClient, address: str) -> int:
    """The SELECTs of one GET, which must succeed."""
    db.session.commit()
    with statements() as seen:
        assert client.get(address).status_code == 200, address
    return sum(statement.startswith("SELECT") for statement in seen)
