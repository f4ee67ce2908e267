"""what a body reports of a case is a claim; no case is without a day, or closed while it is owed"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op


revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

CHINA = timedelta(hours=8)
"""Moments are kept in UTC, days are days of China, which has no summer time."""

case = sa.table(
    'court_case',
    *(sa.column(name) for name in ('id', 'state', 'starts_as')),
    sa.column('term_id', sa.Integer),
    sa.column('provisional', sa.Boolean),
    sa.column('assigned', sa.Boolean),
    *(
        sa.column(name, sa.Date)
        for name in (
            'received_on',
            'starts_on',
            'due_on',
            'first_due_on',
            'reported_on',
            'claimed_on',
            'claim_received_on',
            'step_since',
        )
    ),
)
audit = sa.table(
    'audit_event',
    *(sa.column(name, sa.String) for name in ('thing', 'move', 'to_state')),
    sa.column('thing_id', sa.Integer),
    sa.column('at', sa.DateTime(timezone=True)),
)
term = sa.table('term', sa.column('id', sa.Integer), sa.column('code', sa.String))


def upgrade():
    with op.batch_alter_table('court_case') as batch_op:
        batch_op.add_column(
            sa.Column('assigned', sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(case.update().where(case.c.starts_on.is_not(None)).values(assigned=True))
    run_from_receipt(op.get_bind())
    take_reports_for_claims(op.get_bind())
    op.execute(
        "UPDATE court_case SET state = 'round_ended', outcome = NULL, closed_on = NULL"
        " WHERE outcome = 'terminated' AND performed < owed"
    )
    with op.batch_alter_table('court_case') as batch_op:
        batch_op.drop_column('reported_on')


def downgrade():
    with op.batch_alter_table('court_case') as batch_op:
        batch_op.add_column(sa.Column('reported_on', sa.Date(), nullable=True))
    none = dict.fromkeys(('claimed_on', 'claim_received_on'))
    op.execute(case.update().values(reported_on=case.c.claimed_on, **none))
    op.execute("UPDATE court_case SET state = 'performing' WHERE state = 'round_ended'")
    none = dict.fromkeys(('starts_on', 'due_on', 'first_due_on', 'term_id'))
    undispatched = case.update().where(case.c.assigned.is_(sa.false()))
    op.execute(undispatched.values(starts_as='', **none))
    with op.batch_alter_table('court_case') as batch_op:
        batch_op.drop_column('assigned')


def run_from_receipt(connection):
    """Give what was not dispatched a day; the nightly job counts it exactly, by the calendar."""
    law = connection.scalar(sa.select(term.c.id).where(term.c.code == 'LOCAL-COURT'))
    waiting = sa.select(case.c.id, case.c.received_on).where(case.c.state == 'received')
    came = days_of(connection, 'receive')
    for number, received_on in connection.execute(waiting).all():
        start = came.get(number, received_on)
        due_on = start + timedelta(days=91)
        days = {'starts_on': start, 'due_on': due_on, 'first_due_on': due_on, 'step_since': start}
        connection.execute(
            case.update()
            .where(case.c.id == number)
            .values(term_id=law, provisional=True, starts_as='收到案件之日（分办以前，或者分办逾期的）', **days)
        )


def take_reports_for_claims(connection):
    """What a body reported was received on the day of the act, whatever day it names."""
    reported = sa.select(case.c.id, case.c.reported_on).where(case.c.reported_on.is_not(None))
    said = days_of(connection, 'perform', 'settle')
    for number, reported_on in connection.execute(reported).all():
        on = said.get(number, reported_on)
        connection.execute(
            case.update()
            .where(case.c.id == number)
            .values(claimed_on=reported_on, claim_received_on=on, step_since=on)
        )


def days_of(connection, *moves):
    """The day of the last of these acts on each case."""
    last = (
        sa.select(audit.c.thing_id, sa.func.max(audit.c.at).label('last'))
        .where(audit.c.thing == 'court_case', audit.c.move.in_(moves))
        .group_by(audit.c.thing_id)
    )
    return {number: (naive(at) + CHINA).date() for number, at in connection.execute(last)}


def naive(at):
    return at if at.tzinfo is None else (at - at.utcoffset()).replace(tzinfo=None)
