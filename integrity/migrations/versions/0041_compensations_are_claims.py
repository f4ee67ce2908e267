"""compensations that somebody confirms, extensions that another person grants, clocks on changes"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op


revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None

CHINA = timedelta(hours=8)
"""Moments are kept in UTC, days are days of China, which has no summer time."""
DAYS = ('first_due_on', 'starts_on', 'closed_on', 'claimed_on', 'claim_received_on')

audit = sa.table(
    'audit_event',
    *(sa.column(name, sa.String) for name in ('thing', 'move')),
    sa.column('thing_id', sa.Integer),
    sa.column('at', sa.DateTime(timezone=True)),
)


def upgrade():
    _add_columns()
    _convert_compensations()
    connection = op.get_bind()
    asked = sa.table('change_request', sa.column('id'), sa.column('step_since', sa.Date),
                     sa.column('state', sa.String), moment('requested_at'))
    for number, at in connection.execute(
        sa.select(asked.c.id, asked.c.requested_at).where(asked.c.state == 'requested')
    ).all():
        op.execute(asked.update().where(asked.c.id == number).values(step_since=day(at)))
    op.execute('UPDATE extension SET proposed_at = at')
    steps = sa.table('milestone', sa.column('id'), sa.column('met_on', sa.Date),
                     sa.column('received_on', sa.Date))
    said = days_of(connection, 'milestone', 'record')
    met = sa.select(steps.c.id, steps.c.met_on).where(steps.c.met_on.is_not(None))
    for number, met_on in connection.execute(met).all():
        received = said.get(number, met_on)
        op.execute(steps.update().where(steps.c.id == number).values(received_on=received))
    with op.batch_alter_table('compensation') as batch_op:
        batch_op.drop_column('paid_on')
        for name in ('state', 'starts_as', 'due_basis', 'slip', 'answer', 'answered_by'):
            batch_op.alter_column(name, existing_type=sa.Text(), server_default=None)
        batch_op.alter_column('provisional', existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table('extension') as batch_op:
        batch_op.alter_column('proposed_at', existing_type=sa.DateTime(timezone=True), nullable=False)
        for name in ('state', 'proposed_by', 'decision'):
            batch_op.alter_column(name, existing_type=sa.Text(), server_default=None)


def _add_columns():
    with op.batch_alter_table('compensation') as batch_op:
        batch_op.alter_column('due_on', existing_type=sa.Date(), nullable=True)
        batch_op.add_column(
            sa.Column('state', sa.String(40), server_default='owed', nullable=False)
        )
        for name in DAYS:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name in ('starts_as', 'due_basis', 'slip', 'answer', 'answered_by'):
            batch_op.add_column(sa.Column(name, sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('agreed_amount', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('agreed_unit', sa.String(40), nullable=True))
        batch_op.add_column(
            sa.Column('provisional', sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column('term_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key('fk_compensation_term_id', 'term', ['term_id'], ['id'])
        batch_op.add_column(sa.Column('moves', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_index('ix_compensation_state', ['state'])
        batch_op.create_index('ix_compensation_due_on', ['due_on'])
        batch_op.create_index('ix_compensation_subject_id', ['subject_id'])
    for name in ('compensation', 'change_request', 'extension'):
        with op.batch_alter_table(name) as batch_op:
            batch_op.add_column(sa.Column('step_since', sa.Date(), nullable=True))
            batch_op.add_column(sa.Column('step_due_on', sa.Date(), nullable=True))
            batch_op.create_index(f'ix_{name}_step_due_on', ['step_due_on'])
    with op.batch_alter_table('extension') as batch_op:
        batch_op.add_column(
            sa.Column('state', sa.String(40), server_default='granted', nullable=False)
        )
        batch_op.add_column(sa.Column('moves', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('proposed_by_id', sa.Integer(), nullable=True))
        for name in ('proposed_by', 'decision'):
            batch_op.add_column(sa.Column(name, sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column('at', existing_type=sa.DateTime(timezone=True), nullable=True)
        batch_op.create_index('ix_extension_state', ['state'])
    with op.batch_alter_table('milestone') as batch_op:
        batch_op.add_column(sa.Column('received_on', sa.Date(), nullable=True))


def _convert_compensations():
    """What the body alone had declared paid waits for the office, or for who is harmed."""
    op.execute('UPDATE compensation SET first_due_on = due_on')
    connection = op.get_bind()
    said = days_of(connection, 'commitment', 'compensate')
    rows = sa.table('compensation', *(sa.column(n, sa.Integer) for n in ('id', 'change_id')),
                    sa.column('state', sa.String),
                    *(sa.column(n, sa.Date) for n in ('paid_on', 'step_since', *DAYS)))
    change = sa.table('change_request', sa.column('id'), sa.column('commitment_id'))
    paid = sa.select(rows.c.id, rows.c.paid_on, change.c.commitment_id).where(
        rows.c.change_id == change.c.id, rows.c.paid_on.is_not(None)
    )
    for number, paid_on, commitment in connection.execute(paid).all():
        on = said.get(commitment, paid_on)
        values = {'claimed_on': paid_on, 'claim_received_on': on, 'step_since': on}
        op.execute(rows.update().where(rows.c.id == number).values(state='left', **values))


def downgrade():
    with op.batch_alter_table('milestone') as batch_op:
        batch_op.drop_column('received_on')
    op.execute("DELETE FROM extension WHERE state <> 'granted'")
    with op.batch_alter_table('extension') as batch_op:
        batch_op.drop_index('ix_extension_state')
        batch_op.alter_column('at', existing_type=sa.DateTime(timezone=True), nullable=False)
        for name in ('state', 'moves', 'proposed_by_id', 'proposed_by', 'decision', 'proposed_at'):
            batch_op.drop_column(name)
    with op.batch_alter_table('compensation') as batch_op:
        batch_op.add_column(sa.Column('paid_on', sa.Date(), nullable=True))
    op.execute('UPDATE compensation SET paid_on = COALESCE(closed_on, claimed_on)')
    for name in ('compensation', 'change_request', 'extension'):
        with op.batch_alter_table(name) as batch_op:
            batch_op.drop_index(f'ix_{name}_step_due_on')
            batch_op.drop_column('step_due_on')
            batch_op.drop_column('step_since')
    with op.batch_alter_table('compensation') as batch_op:
        for name in ('state', 'due_on', 'subject_id'):
            batch_op.drop_index(f'ix_compensation_{name}')
        batch_op.drop_constraint('fk_compensation_term_id', type_='foreignkey')
        for name in (
            *DAYS, 'state', 'starts_as', 'due_basis', 'slip', 'answer', 'answered_by', 'term_id',
            'agreed_amount', 'agreed_unit', 'provisional', 'moves',
        ):
            batch_op.drop_column(name)
        batch_op.alter_column('due_on', existing_type=sa.Date(), nullable=False)


def moment(name):
    return sa.column(name, sa.DateTime(timezone=True))


def days_of(connection, name, move):
    """The day of the last such act on each thing."""
    last = (
        sa.select(audit.c.thing_id, sa.func.max(audit.c.at))
        .where(audit.c.thing == name, audit.c.move == move)
        .group_by(audit.c.thing_id)
    )
    return {number: day(at) for number, at in connection.execute(last)}


def day(at):
    naive = at if at.tzinfo is None else (at - at.utcoffset()).replace(tzinfo=None)
    return (naive + CHINA).date()
