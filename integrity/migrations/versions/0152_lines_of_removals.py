"""a removal asks for what the push before it asked for: its lines are not written once more;
records whose period ends are found by an index; an entry ends once"""

import sqlalchemy as sa
from alembic import op


revision = '0152'
down_revision = '0151'
branch_labels = None
depends_on = None

ENDS = sa.text("state IN ('confirmed', 'disputed')")
IS_END = sa.text("kind IN ('expired', 'repaired', 'revoked', 'forfeited', 'left-out')")


def upgrade():
    op.create_index(
        'uq_entry_change_end', 'entry_change', ['entry_id'], unique=True,
        sqlite_where=IS_END, postgresql_where=IS_END,
    )
    op.create_index(
        'ix_credit_record_until', 'credit_record', ['until'],
        sqlite_where=ENDS, postgresql_where=ENDS,
    )
    op.execute(
        "DELETE FROM push_measure WHERE push_id IN (SELECT id FROM push WHERE kind = 'remove')"
    )


def downgrade():
    op.drop_index('uq_entry_change_end', 'entry_change')
    op.drop_index('ix_credit_record_until', 'credit_record')
    op.execute(
        'INSERT INTO push_measure (push_id, measure_id, asked_on) '
        'SELECT removal.id, push_measure.measure_id, removal.starts_on FROM push '
        'JOIN push_measure ON push_measure.push_id = push.id '
        'JOIN push AS removal ON removal.entry_id = push.entry_id '
        "AND removal.body_id = push.body_id AND removal.kind = 'remove' "
        "WHERE push.kind = 'apply'"
    )
