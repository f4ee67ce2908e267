"""what the owing side reports is a claim, received on the day of the act, in every stream"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op


revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

CHINA = timedelta(hours=8)
"""Moments are kept in UTC, days are days of China, which has no summer time."""
REPORTS = (
    ('commitment', 'report', 'reported'),
    ('rectification', 'put_right', 'put_right'),
    ('remedial_point', 'answer', 'answered'),
    ('pledge', 'report', 'reported'),
)
"""Table, the act by which the owing side reports, the state in which that waits."""

audit = sa.table(
    'audit_event',
    *(sa.column(name, sa.String) for name in ('thing', 'move')),
    sa.column('thing_id', sa.Integer),
    sa.column('at', sa.DateTime(timezone=True)),
)


def upgrade():
    for name, move, waiting in REPORTS:
        table = thing(name)
        said = days_of(op.get_bind(), name, move)
        reported = sa.select(table.c.id, table.c.state, table.c.closed_on).where(
            table.c.closed_on.is_not(None), table.c.claimed_on.is_(None)
        )
        for number, state, done_on in op.get_bind().execute(reported).all():
            # Without an act in the log a document that was imported said so.
            on = said.get(number, done_on)
            if number not in said and state != waiting:
                continue
            values = {'claimed_on': done_on, 'claim_received_on': on}
            if state == waiting:
                values |= {'closed_on': None, 'step_since': on}
            op.execute(table.update().where(table.c.id == number).values(**values))
    with op.batch_alter_table('pledge') as batch_op:
        batch_op.drop_column('reported_on')


def downgrade():
    with op.batch_alter_table('pledge') as batch_op:
        batch_op.add_column(sa.Column('reported_on', sa.Date(), nullable=True))
    op.execute('UPDATE pledge SET reported_on = claim_received_on')
    for name, _move, _waiting in REPORTS:
        table = thing(name)
        none = dict.fromkeys(('claimed_on', 'claim_received_on', 'step_since', 'step_due_on'))
        done = sa.func.coalesce(table.c.closed_on, table.c.claimed_on)
        op.execute(table.update().values(closed_on=done, **none))


def thing(name):
    days = ('closed_on', 'claimed_on', 'claim_received_on', 'step_since', 'step_due_on')
    columns = (sa.column('id', sa.Integer), sa.column('state', sa.String))
    return sa.table(name, *columns, *(sa.column(day, sa.Date) for day in days))


def days_of(connection, name, move):
    """The day of the last such act on each thing."""
    last = (
        sa.select(audit.c.thing_id, sa.func.max(audit.c.at))
        .where(audit.c.thing == name, audit.c.move == move)
        .group_by(audit.c.thing_id)
    )
    return {number: (naive(at) + CHINA).date() for number, at in connection.execute(last)}


def naive(at):
    return at if at.tzinfo is None else (at - at.utcoffset()).replace(tzinfo=None)
