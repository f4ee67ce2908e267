"""at most one live entry per list and subject"""

from datetime import UTC, datetime, timedelta, timezone

import sqlalchemy as sa
from alembic import op


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

ALIVE = "state IN ('nominated', 'notified', 'heard', 'decided', 'listed')"
WHY = '同一主体在同一名单上只保留一条。'
CHINA = timezone(timedelta(hours=8))
SECOND = f"""
    SELECT id, state FROM (
        SELECT id, state, row_number() OVER (
            PARTITION BY kind, subject_id
            ORDER BY CASE WHEN state = 'listed' THEN 0 ELSE 1 END, until DESC, id
        ) AS place FROM list_entry WHERE {ALIVE}
    ) AS ranked WHERE place > 1
"""
"""Every live entry beside another on the same list; the listed one that lasts longest stays."""
REMOVALS = """
    INSERT INTO push (entry_id, body_id, kind, state, why, attempts, version, answered_by,
                      due_basis, provisional, starts_on)
    SELECT entry_id, body_id, 'remove', 'pending', '', 0, 0, '', '', provisional, :day
    FROM push WHERE entry_id = :entry AND kind = 'apply'
"""
LOG = """
    INSERT INTO audit_event (at, by_name, thing, thing_id, move, from_state, to_state, why)
    VALUES (:at, '系统', 'list_entry', :entry, :move, :source, :target, :why)
"""


def upgrade():
    """Whoever stood twice on a list keeps one place; receivers of the other are told to drop it."""
    at = datetime.now(UTC)
    now = {'at': at.strftime('%Y-%m-%d %H:%M:%S.%f'), 'day': at.astimezone(CHINA).date().isoformat()}
    if op.get_bind().dialect.name == 'postgresql':
        now['at'] += '+00'
    for entry, state in op.get_bind().execute(sa.text(SECOND)).all():
        _end(entry, state, now)
    op.create_index(
        'uq_list_entry_live',
        'list_entry',
        ['kind', 'subject_id'],
        unique=True,
        sqlite_where=sa.text(ALIVE),
        postgresql_where=sa.text(ALIVE),
    )


def _end(entry, state, now):
    listed = state == 'listed'
    target, move = ('removed', 'expire') if listed else ('rejected', 'reject')
    execute = op.get_bind().execute
    known = {'entry': entry, 'why': WHY}
    execute(
        sa.text("UPDATE list_entry SET state = :state, removed_why = :why WHERE id = :entry")
        if not listed
        else sa.text(
            "UPDATE list_entry SET state = :state, removed_why = :why, outcome = 'expired',"
            " removed_on = :day WHERE id = :entry"
        ),
        known | {'state': target} | ({'day': now['day']} if listed else {}),
    )
    if listed:
        execute(sa.text(REMOVALS), {'entry': entry, 'day': now['day']})
        execute(
            sa.text(
                "UPDATE push SET state = 'superseded', closed_on = :day WHERE entry_id = :entry"
                " AND kind = 'apply' AND state IN ('pending', 'delivered')"
            ),
            {'entry': entry, 'day': now['day']},
        )
    execute(
        sa.text(LOG),
        known | {'at': now['at'], 'move': move, 'source': state, 'target': target},
    )


def downgrade():
    op.drop_index('uq_list_entry_live', table_name='list_entry')
