"""What the benchmark of checks serves: the system, and beside it the least that does the same.

The least: Flask, one SELECT by an index and one INSERT with its commit; for a batch one SELECT.
"""

import os
from uuid import uuid4

import orjson
import sqlalchemy as sa
from flask import Flask, Response, request

URL = os.environ.get("DATABASE_URL", "")
ONE = sa.text(
    "SELECT s.id, s.name, e.kind, e.listed_on, e.until FROM subject AS s LEFT JOIN list_entry AS e"
    " ON e.subject_id = s.id AND e.state = 'listed' WHERE s.uscc = :code"
)
MANY = sa.text(
    "SELECT s.uscc, s.id, s.name, e.kind, e.listed_on, e.until FROM subject AS s LEFT JOIN"
    " list_entry AS e ON e.subject_id = s.id AND e.state = 'listed' WHERE s.uscc = ANY(:codes)"
)
ENTER = sa.text("INSERT INTO bare_check (ref, at, answer) VALUES (:ref, now(), :answer)")


def bare() -> Flask:
    """The least."""
    made, engine = Flask("bare"), sa.create_engine(URL)

    @made.get("/healthz")
    def alive() -> str:
        return "ok"

    @made.post("/one")
    def one() -> Response:
        (query,) = orjson.loads(request.get_data())["queries"].values()
        with engine.begin() as connection:
            rows = [tuple(row) for row in connection.execute(ONE, {"code": query["code"]})]
            answer = orjson.dumps(rows).decode()
            connection.execute(ENTER, {"ref": str(uuid4()), "answer": answer})
        return Response(answer, mimetype="application/json")

    @made.post("/many")
    def many() -> Response:
        queries = orjson.loads(request.get_data())["queries"].values()
        with engine.connect() as connection:
            found = connection.execute(MANY, {"codes": [query["code"] for query in queries]})
            rows = [tuple(row) for row in found]
        return Response(orjson.dumps(rows), mimetype="application/json")

    return made


def product() -> Flask:
    """The system without limits on how often one may ask."""
    from integrity.app import create_app
    from wsgi import STREAMS

    return create_app(STREAMS, SQLALCHEMY_DATABASE_URI=URL, RATELIMIT_ENABLED=False)


app = product() if os.environ.get("SERVED") == "product" else bare()
