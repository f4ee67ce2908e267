"""What receivers are told and owe with 100,000 entries: beside the bare statements, and few rows.

Two bodies of a hundred have each entry; one push of ten is late, and one entry of a hundred was
disputed and not noted.
"""

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from flask import Flask

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.urging import service as urging
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import changes, owed
from integrity.credit.sanctions.pushes.changes import Change
from integrity.credit.sanctions.pushes.models import Push
from integrity.people.accounts import tokens
from integrity.people.subjects.models import Subject
from tests.benchmarks.filling import BODIES, NOT_A_PERSON, ON, fill, fill_bodies, settle
from tests.benchmarks.lists import enter
from tests.benchmarks.measuring import Cliff, best
from tests.factories import make_user

FEW, MANY, EACH = 10_000, 100_000, 2
TOLD = 1_000
NOW = clock.at(ON, 10)
DISPUTE = (
    "INSERT INTO audit_event (at, by_name, thing, thing_id, move, why) "
    "SELECT now(), '系统', 'push', id, 'change', '' FROM push "
    f"WHERE kind = 'apply' AND entry_id <= {TOLD}",
    "INSERT INTO entry_change (entry_id, kind, at, due_on) "
    f"SELECT id, 'disputed', now(), date '{ON}' FROM list_entry WHERE id <= {TOLD}",
    f"UPDATE push SET changed_at = now() WHERE kind = 'apply' AND entry_id <= {TOLD}",
    "INSERT INTO message (fact, person_id, channel, event, thing, thing_id, ref, urgent, at) "
    "SELECT 'bare-' || a.id, u.id, 'inbox', 'change', 'push', p.id, p.id, false, now() "
    'FROM audit_event a JOIN push p ON p.id = a.thing_id JOIN "user" u ON u.body_id = p.body_id '
    "WHERE a.thing = 'push' AND a.move = 'change' AND a.at = now()",
)
"""What tells a change of so many entries: log, change, receivers, and their people."""
LATE = (
    "SELECT body_id, kind, count(*), min(due_on) FROM push "
    f"WHERE closed_on IS NULL AND due_on < date '{ON}' GROUP BY 1, 2",
    "SELECT p.body_id, count(*), min(c.due_on) FROM entry_change c "
    "JOIN push p ON p.entry_id = c.entry_id AND p.kind = 'apply' AND c.due_on >= p.starts_on "
    "JOIN list_entry e ON e.id = p.entry_id AND e.state = 'listed' "
    f"LEFT JOIN push_note n ON n.push_id = p.id AND n.change_id = c.id "
    f"WHERE c.due_on < date '{ON}' AND n.push_id IS NULL GROUP BY 1",
)
"""Who is late with how many; a page counts and shows them."""
REMINDED = (
    "INSERT INTO urging (ref, kind, subject_id, state, demand, note, talk, minutes, made_at, "
    "made_by_name, moves) SELECT 'bare-' || body_id, 'reminder', body_id, 'closed', '', '', "
    f"'{{}}', '{{}}', now(), '系统', 0 FROM push WHERE closed_on IS NULL "
    f"AND due_on < date '{ON}' - 3 GROUP BY body_id",
    "INSERT INTO urged_item (urging_id, stream, item_id, subject_id, due_on) "
    "SELECT u.id, 'pushes', p.id, p.body_id, p.due_on FROM push p "
    "JOIN urging u ON u.ref = 'bare-' || p.body_id "
    f"WHERE p.closed_on IS NULL AND p.due_on < date '{ON}' - 3",
)
"""A reminder for each body, and what it is about."""


def receiving(new_app: Callable[[str], Flask]) -> Iterator[Cliff]:
    """Telling, counting and reminding beside bare statements; pages beside those of few entries."""
    pages: dict[str, list[float]] = {}
    for count in (FEW, MANY):
        app = new_app(f"bench_receiving_{count}")
        with app.app_context():
            _fill(count)
            if count == MANY:
                yield from _statements(app)
        for name, taken in _pages(app).items():
            pages.setdefault(name, []).append(taken)
    for name, (few, many) in pages.items():
        what = f"{name}, {MANY:,} entries ÷ {FEW:,}"
        yield Cliff(what, None, many, few, 2)


def _statements(app: Flask) -> Iterator[Cliff]:
    told = db.session.scalars(sa.select(ListEntry).where(ListEntry.id <= TOLD)).all()
    yield _beside(
        f"telling a change of {TOLD:,} entries",
        lambda: (changes.tell(told, Change.DISPUTED, at=NOW), db.session.flush()),
        DISPUTE,
    )
    yield _beside(
        "who is late, by body", lambda: db.session.execute(owed.late_by_body(ON)).all(), LATE
    )
    client = app.test_client()
    yield _beside("the page of who is late", lambda: _opened(client, "/lists/late"), LATE * 2)
    late = MANY * EACH // 10
    yield _beside(
        f"reminding of {late:,} pushes", lambda: urging.remind_overdue(on=ON, at=NOW), REMINDED
    )


def _beside(what: str, work: Callable[[], object], bare: tuple[str, ...]) -> Cliff:
    now = best(work, 5)
    base = best(lambda: [db.session.execute(sa.text(line)) for line in bare], 5)
    return Cliff(f"{what} ÷ bare", None, now, base, 2)


def _pages(app: Flask) -> dict[str, float]:
    """Milliseconds of what a receiver opens, and of what its system reads."""
    with app.app_context():
        body = db.session.get(Subject, 1)
        officer = make_user(Role.OFFICER, body)
        assert body
        token = tokens.issue(body, ["pushes"], by=officer, at=NOW)
        number = db.session.scalar(sa.select(sa.func.min(Push.id)).where(Push.body_id == 1))
        db.session.commit()
        client, bearer = app.test_client(), {"Authorization": f"Bearer {token}"}
        enter(app, client, officer.id)
        return {
            "the list of a receiver": best(lambda: _opened(client, "/pushes/")),
            "one push": best(lambda: _opened(client, f"/pushes/{number}")),
            "the first page of the interface": best(
                lambda: _opened(client, "/api/v1/pushes", headers=bearer)
            ),
        }


def _opened(client, address: str, **more) -> None:
    assert client.get(address, **more).status_code == 200, address


def _fill(count: int) -> None:
    """So many listed entries of as many firms, each pushed to some bodies."""
    fill_bodies(BODIES)
    firm = {"kind": "'enterprise'", "name": "'示例公司' || n", "slug": "NULL", "uscc": "NULL"}
    fill(Subject, count, id=f"n + {BODIES}", **firm, **NOT_A_PERSON)
    settle("subject")
    first, second = make_user(Role.OFFICE).id, make_user(Role.OFFICE).id
    fill(
        ListEntry,
        count,
        kind="'serious'",
        ground="'arrears'",
        subject_id=f"n + {BODIES}",
        record_id="NULL",
        state="'listed'",
        outcome="NULL",
        removal_ground="NULL",
        removed_on="NULL",
        listed_on=f"date '{ON}' - 100",
        first_decider_id=str(first),
        second_decider_id=str(second),
    )
    fill(
        Push,
        count * EACH,
        entry_id=f"1 + (n - 1) / {EACH}",
        body_id=f"1 + n % {BODIES}",
        kind="'apply'",
        state="CASE WHEN n % 10 = 0 THEN 'delivered' ELSE 'answered' END",
        outcome="NULL",
        starts_on=f"date '{ON}' - 60",
        due_on=f"date '{ON}' - 20",
        closed_on=f"CASE WHEN n % 10 = 0 THEN NULL ELSE date '{ON}' - 30 END",
        claim_received_on="NULL",
        claimed_on="NULL",
        reused_on="NULL",
    )
    changed = f"SELECT id, 'disputed', now(), date '{ON}' - 10 FROM list_entry WHERE id % 100 = 0"
    db.session.execute(sa.text(f"INSERT INTO entry_change (entry_id, kind, at, due_on) {changed}"))
    settle("list_entry", "push", "entry_change")
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()
