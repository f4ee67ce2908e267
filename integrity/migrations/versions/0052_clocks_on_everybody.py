"""every state in which somebody must act has a clock, and what was done late is kept"""

import sqlalchemy as sa
from alembic import op


revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None

STEPS = ('contact_request', 'evaluation_round')
"""Tables whose things had no steps before."""
CLOCKED = {
    'commitment': ('submitted',),
    'complaint': ('received', 'answered', 'escalated'),
    'contact_request': ('asked',),
    'court_case': ('assigned', 'confirmed'),
    'evaluation_round': ('scored', 'reviewed'),
    'invoice': ('disputed',),
}
"""States that have a clock from now on; the nightly job counts the day from `step_since`."""
DAYS = {
    'postgresql': "CAST((({}) AT TIME ZONE 'UTC') + interval '8 hours' AS date)",
    'sqlite': "date({}, '+8 hours')",
}
"""Moments are kept in UTC, days are days of China, which has no summer time."""
MOVED = (
    'SELECT max(at) FROM audit_event'
    " WHERE thing = '{table}' AND thing_id = {table}.id AND {which}"
)


def upgrade():
    for table in STEPS:
        op.add_column(table, sa.Column('step_since', sa.Date(), nullable=True))
        op.add_column(table, sa.Column('step_due_on', sa.Date(), nullable=True))
        op.create_index(f'ix_{table}_step_due_on', table, ['step_due_on'])
    op.add_column('list_entry', sa.Column('removal_on', sa.Date(), nullable=True))
    op.create_table(
        'late_step',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('thing', sa.String(length=40), nullable=False),
        sa.Column('thing_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=40), nullable=False),
        sa.Column('who', sa.String(length=40), nullable=False),
        sa.Column('due_on', sa.Date(), nullable=False),
        sa.Column('ended_on', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_late_step')),
    )
    op.create_index('ix_late_step_ended_on', 'late_step', ['ended_on'])
    begin_clocks(DAYS[op.get_bind().dialect.name])


def downgrade():
    op.drop_index('ix_late_step_ended_on', 'late_step')
    op.drop_table('late_step')
    op.drop_column('list_entry', 'removal_on')
    for table in reversed(STEPS):
        op.drop_index(f'ix_{table}_step_due_on', table)
        op.drop_column(table, 'step_due_on')
        op.drop_column(table, 'step_since')


def begin_clocks(day):
    """Since when each thing stands in its state, by the log; what it does not know, since today."""
    op.execute(
        f"UPDATE complaint SET step_since = {day.format('received_at')}"
        " WHERE state = 'received' AND step_since IS NULL"
    )
    op.execute(
        f"UPDATE contact_request SET step_since = {day.format('asked_at')} WHERE state = 'asked'"
    )
    proposed = MOVED.format(table='list_entry', which="move = 'propose_removal'")
    op.execute(
        f'UPDATE list_entry SET removal_on = {day.format(f"({proposed})")}'
        " WHERE state = 'listed' AND removal_by_id IS NOT NULL"
    )
    today = day.format('CURRENT_TIMESTAMP')
    for table, states in CLOCKED.items():
        moved = MOVED.format(table=table, which=f'to_state = {table}.state')
        names = ', '.join(f"'{state}'" for state in states)
        op.execute(
            f'UPDATE {table} SET step_since = coalesce({day.format(f"({moved})")}, {today})'
            f' WHERE state IN ({names}) AND step_since IS NULL'
        )
