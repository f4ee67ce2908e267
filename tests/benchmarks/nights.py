"""A night of the credit core: a million records, a hundred thousand entries, a tenth of both ends.

Each step stands beside the bare statements without which nobody could keep what it keeps: the
change of the rows, and one row of the log for each.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures import service as measures
from integrity.credit.measures import shipped
from integrity.credit.measures.models import Measure
from integrity.credit.records.models import CreditRecord
from integrity.credit.sanctions import bases
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.models import EntryMeasure, ListEntry
from integrity.credit.sanctions.pushes.models import Push, Receiver
from integrity.people.subjects.models import Subject
from jobs import daily
from tests.benchmarks.filling import BODIES, NOT_A_PERSON, ON, fill, fill_bodies, settle
from tests.benchmarks.measuring import Cliff, best, memory
from tests.factories import make_user

RECORDS, ENTRIES, RECEIVERS = 1_000_000, 100_000, 5
TENTH = f"CASE WHEN n % 10 = 0 THEN date '{ON}' - 1 ELSE date '{ON}' + 200 END"
NOW = clock.at(ON, 2)
LOG = (
    "INSERT INTO audit_event (at, by_name, thing, thing_id, move, from_state, to_state, why) "
    "SELECT now(), '系统', '{thing}', id, 'expire', 'confirmed', 'expired', '' FROM moved"
)
"""The log of what a statement moved."""
RECORD = (
    "WITH moved AS (UPDATE credit_record SET state = '{to}', public = false, "
    f"closed_on = date '{ON}', moves = moves + 1 WHERE {{which}} RETURNING id) "
)
ENTRY = (
    "WITH moved AS (UPDATE list_entry SET state = 'removed', outcome = 'expired', removed_on = "
    f"date '{ON}', moves = moves + 1 WHERE state = 'listed' AND until < date '{ON}' "
    "RETURNING id) "
)
REMOVED = (
    "INSERT INTO push (entry_id, body_id, kind, state, version, attempts, why, answered_by_name, "
    "changed_at, starts_on, starts_as, due_basis, due_on, first_due_on, provisional, moves) "
    "SELECT entry_id, body_id, 'remove', 'pending', 0, 0, '', '', now(), "
    f"date '{ON}', '', '', date '{ON}' + 5, date '{ON}' + 5, false, 0 FROM push "
    "WHERE kind = 'apply' AND entry_id IN "
    "(SELECT id FROM list_entry WHERE state = 'removed')"
)
DELIVERED = (
    "WITH moved AS (UPDATE push SET state = 'delivered', delivered_at = now(), "
    "changed_at = now(), attempts = attempts + 1, moves = moves + 1 WHERE state = 'pending' "
    "RETURNING id) "
)
ON_A_BASIS = (
    "SELECT e.basis_id, e.kind, e.ground, s.kind, s.size, count(*) FROM list_entry e "
    "JOIN subject s ON s.id = e.subject_id WHERE e.state = 'listed' GROUP BY 1, 2, 3, 4, 5"
)
COUNTED = (
    "SELECT e.basis_id, e.kind, e.ground, s.kind, s.size, m.measure_id, count(*) "
    "FROM list_entry e JOIN subject s ON s.id = e.subject_id "
    "JOIN entry_measure m ON m.entry_id = e.id WHERE e.state = 'listed' "
    "GROUP BY 1, 2, 3, 4, 5, 6"
)

KINDS = [ON_A_BASIS, COUNTED]
DETACHED = (
    "INSERT INTO detachment (entry_id, measure_id, fault, state, found_on, moves) "
    f"SELECT entry_id, measure_id, '示例', 'found-without-basis', date '{ON}', 0 "
    "FROM entry_measure WHERE measure_id = {measure}"
)
ENDED = "SELECT count(*) FROM list_entry e JOIN credit_record r ON r.id = e.record_id AND {which}"
OF_A_KIND = (
    "SELECT stream, rule, decided_on, grade, public, repairable_on, until, count(*) "
    "FROM credit_record WHERE state IN ('confirmed', 'disputed') GROUP BY 1, 2, 3, 4, 5, 6, 7"
)
COUNT = ["SELECT count(*) FROM credit_record WHERE state = 'confirmed'"]
QUIET = {
    daily.expire: [
        f"SELECT count(*) FROM credit_record WHERE state = 'confirmed' AND until < date '{ON}'",
        *(
            ENDED.format(which=f"r.state = '{state}' WHERE e.state IN {states}")
            for state in ("expired", "repaired", "withdrawn")
            for states in ("('listed')", "('nominated', 'notified', 'heard', 'decided')")
        ),
    ],
    daily.prepare_confirmations: COUNT,
    daily.draft_notices: COUNT,
    daily.nominate: COUNT,
    daily.apply_rule_sets: [OF_A_KIND],
}
"""A night with nothing new: the statements that find so."""


def working(new_app: Callable[[str], Flask]) -> Iterator[Cliff]:
    """Every nightly step of the core; what it took, and what the bare statements take."""
    with new_app("bench_nights").app_context():
        _fill()
        expired = RECORD.format(to="expired", which=f"state = 'confirmed' AND until < date '{ON}'")
        yield from _step("expire: a tenth of all records and entries", daily.expire, [
            expired + LOG.format(thing="credit_record"), ENTRY + LOG.format(thing="list_entry"),
            REMOVED,
        ])  # fmt: skip
        yield from _step("deliver_pushes", daily.deliver_pushes, [
            DELIVERED + LOG.format(thing="push")
        ])  # fmt: skip
        yield from _step(
            "check_measures, nothing lost", daily.check_measures, [ON_A_BASIS, COUNTED]
        )
        lost = db.session.get(Measure, db.session.scalar(sa.select(EntryMeasure.measure_id)))
        assert lost is not None
        lost.effective_to = ON - timedelta(days=1)
        db.session.commit()
        made = DETACHED.format(measure=lost.id)
        yield from _step(
            "check_measures, a measure lost", daily.check_measures, [ON_A_BASIS, COUNTED, made]
        )
        daily.expire(ON, NOW)
        daily.deliver_pushes(ON, NOW)
        daily.draft_notices(ON, NOW)
        settle("credit_record", "list_entry", "push", "audit_event")
        for job, bare in QUIET.items():
            yield from _step(f"{job.__name__}, nothing new", job, bare, 3)


def _step(what: str, job: Callable, bare: list[str], limit: float = 2) -> Iterator[Cliff]:
    """One job and its statements, both undone."""
    with memory() as grown:
        now = best(lambda: job(ON, NOW), 2)
    base = best(lambda: [db.session.execute(sa.text(words)) for words in bare], 2)
    yield Cliff(f"{what} ÷ bare statements", None, now, base, limit)
    yield Cliff(f"{what}: memory", None, grown[0], 1, 100, "MB")


def _fill() -> None:
    firm = {"kind": "'enterprise'", "name": "'示例公司' || n", "slug": "NULL"}
    fill_bodies(BODIES)
    firm |= {"id": f"n + {BODIES}"}
    fill(Subject, ENTRIES, **firm, **NOT_A_PERSON)
    first, second = (make_user(Role.OFFICE).id for _one in range(2))
    settle("subject", "user")
    shipped.load()
    bases.load()
    basis, some = _usable(ON)
    fill(
        CreditRecord,
        RECORDS,
        stream="'commitments'",
        rule="'overdue'",
        item_id="n",
        subject_id=f"{BODIES} + 1 + n % {ENTRIES}",
        state="'confirmed'",
        scale="'示例'",
        grade="'示例'",
        public="true",
        decided_on=f"date '{ON}' - 100 - (n % 200)::int",
        until=TENTH,
    )
    fill(
        ListEntry,
        ENTRIES,
        kind=f"'{basis.list}'",
        ground=f"'{basis.carries[0]}'",
        basis_id=str(basis.id),
        subject_id=f"n + {BODIES}",
        record_id="n",
        state="'listed'",
        outcome="NULL",
        removal_ground="NULL",
        removed_on="NULL",
        listed_on=f"date '{ON}' - 100",
        first_decider_id=str(first),
        second_decider_id=str(second),
        until=TENTH,
    )
    for number in some:
        fill(EntryMeasure, ENTRIES, entry_id="n", measure_id=str(number), until=TENTH)
    fill(Receiver, RECEIVERS, body_id="n", active="true")
    fill(
        Push,
        ENTRIES * RECEIVERS,
        entry_id=f"1 + (n - 1) / {RECEIVERS}",
        body_id=f"1 + n % {RECEIVERS}",
        kind="'apply'",
        state="CASE WHEN n % 10 = 0 THEN 'pending' ELSE 'answered' END",
        outcome="NULL",
    )
    db.session.execute(sa.text(
        "INSERT INTO push_measure (push_id, measure_id, asked_on) "
        f"SELECT id, m, date '{ON}' - 50 FROM push, unnest(ARRAY{list(some)}) m"
    ))  # fmt: skip
    settle("credit_record", "list_entry", "push")
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def _usable(on: date) -> tuple[ListingBasis, list[int]]:
    """A basis of the serious list that carries it, and two measures that may be attached."""
    basis = next(b for b in bases.all_in_force(on) if b.list == "serious")
    subject = db.session.get(Subject, BODIES + 1)
    assert subject is not None
    case = measures.Case(subject, basis.list, basis.carries[0])
    found = [measure.id for measure in measures.offered(case, on)]
    assert len(found) > 1, "no measure may be attached"
    return basis, found[:2]
