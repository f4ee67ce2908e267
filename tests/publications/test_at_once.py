"""Four processes that publish and take down at once leave a log without a gap."""

import json
import subprocess
import sys
from collections import Counter

import pytest
import sqlalchemy as sa

from integrity.app import create_app
from integrity.base.db import db
from integrity.base.publications import leaves
from integrity.base.publications.models import FactEvent, PublicFact, PublicThing
from tests.commands import ROOT
from tests.factories import make_body
from tests.site.makers import make_commitment
from wsgi import STREAMS

PROCESSES, PROMISES = 4, 12
WRITER = """
import json, sys
from integrity.app import create_app
from integrity.base.audit import service as audit
from integrity.base.db import db
from commitments.models import Commitment, CommitmentState as S
from tests.factories import NOW
from wsgi import STREAMS
url, ids = sys.argv[1], json.loads(sys.argv[2])
app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
with app.app_context():
    for number in ids:
        for state in (S.PUBLISHED, S.REPORTED, S.DRAFTED):
            item = db.session.get_one(Commitment, number, with_for_update=True)
            item.state = state
            audit.write(item, "edit", by=audit.SYSTEM, at=NOW)
            if number % 5 == 0:
                db.session.flush()
                db.session.rollback()  # some change their mind
            else:
                db.session.commit()
"""


@pytest.fixture
def _rollback():
    """What processes do at once is committed, in a database of its own."""


@pytest.fixture
def url(new_database):
    url = new_database("public_log")
    app = create_app(STREAMS, TESTING=True, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        db.create_all()
        yield url
        db.session.remove()
        db.engine.dispose()


def writers(url, parts):
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, url, json.dumps(part)], cwd=ROOT, text=True)
        for part in parts
    ]
    return [process.wait(timeout=120) for process in started]


@pytest.mark.slow
def test_of_four_processes_no_number_is_left_out_or_given_twice(url):
    body = make_body()
    promises = [make_commitment(body) for _n in range(PROCESSES * PROMISES)]
    for promise in promises:
        promise.state = "drafted"
    ids = [promise.id for promise in promises]
    db.session.commit()

    assert writers(url, [ids[n::PROCESSES] for n in range(PROCESSES)]) == [0] * PROCESSES

    facts = db.session.scalars(sa.select(PublicFact).order_by(PublicFact.number)).all()
    assert [fact.number for fact in facts] == list(range(len(facts)))
    kept = [number for number in ids if number % 5]
    counts = Counter((f.kind, f.event) for f in facts)
    assert counts["commitments", FactEvent.PUBLISHED] == len(kept)
    assert counts["commitments", FactEvent.CHANGED] == len(kept)
    assert counts["commitments", FactEvent.REMOVED] == len(kept)
    assert not db.session.scalar(
        sa.select(sa.func.count()).select_from(PublicThing).where(PublicThing.kind == "commitments")
    )
    for fact in facts:
        entered = leaves.entry(
            fact.number, fact.at, fact.kind, fact.event, fact.address, fact.words
        )
        assert fact.leaf == leaves.leaf(entered)
