"""What of the core is under way in the demonstration waits at the desk of whoever must act."""

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.commands import load_shipped
from integrity.credit.sanctions.hearing_models import Hearing
from integrity.credit.stars.models import CandidateState, StarCandidate
from integrity.people.subjects.models import Subject, SubjectKind
from jobs.demo import (
    evaluation_rounds,
    honours_on_their_way,
    list_entries,
    losses_and_remnants,
    participants,
    remedies_on_their_way,
    sealed_persons,
    waiting_accounts,
)
from tests.factories import TODAY

TODAYS = (
    losses_and_remnants.leave_open,
    remedies_on_their_way.leave_open,
    honours_on_their_way.leave_open,
    sealed_persons.leave_open,
    evaluation_rounds.leave_open,
    waiting_accounts.leave_waiting,
)
WAITING = {
    "office1": {"信用记录更正", "公示异议", "守信主体推荐", "诚信之星评选", "评选公示异议", "听证"},
    "officer": {"重整屏蔽"},
    "custodian": {"自然人查询"},
    "security": {"账号授权", "提请停用账号"},
    "auditor": {"提请停用账号"},
}
"""What each of them finds at least, by the kind of duty."""


@pytest.fixture
def players(app):
    load_shipped()
    found = participants.register(clock.at(TODAY.replace(year=TODAY.year - 1), 8))
    list_entries.nominate_the_good(found, TODAY)
    for leave in TODAYS:
        leave(found, TODAY)
    db.session.flush()
    return found


def test_whoever_logs_in_finds_what_waits_for_it(client, login, players):
    for username, kinds in WAITING.items():
        page = login(players.people[username]).get("/desk/").text.split("<main")[1]
        assert {kind for kind in kinds if kind not in page} == set(), username


def test_what_is_told_of_honours_fits_together(players):
    states = set(db.session.scalars(sa.select(StarCandidate.state)))
    assert states == {CandidateState.SENT, CandidateState.SHOWN, CandidateState.HONOURED}
    assert db.session.scalars(sa.select(Hearing)).one().entry.subject.name.startswith("示例")


def test_every_name_that_is_invented_says_so_and_persons_stay_sealed(players):
    for subject in db.session.scalars(sa.select(Subject)):
        if subject.kind is SubjectKind.PERSON:
            assert not subject.public and "示例" not in subject.name
        else:
            assert "示例" in subject.name
