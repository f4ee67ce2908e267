"""days of answers given before they were kept, and the day by which evaluators score"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

CHINA = timedelta(hours=8)
"""Moments are kept in UTC, days are days of China, which has no summer time."""


def upgrade():
    with op.batch_alter_table('evaluation_round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('score_by', sa.Date(), nullable=True))
    for number, answered_on, days in first_answers(op.get_bind()):
        op.execute(
            complaint.update()
            .where(complaint.c.id == number)
            .values(answered_on=answered_on, answer_days=days)
        )


def downgrade():
    with op.batch_alter_table('evaluation_round', schema=None) as batch_op:
        batch_op.drop_column('score_by')


complaint = sa.table(
    'complaint',
    sa.column('id', sa.Integer),
    sa.column('accepted_on', sa.Date),
    sa.column('answered_on', sa.Date),
    sa.column('answer_days', sa.Integer),
)
audit = sa.table(
    'audit_event',
    sa.column('thing', sa.String),
    sa.column('thing_id', sa.Integer),
    sa.column('move', sa.String),
    sa.column('at', sa.DateTime(timezone=True)),
)


def first_answers(connection):
    """(number, day, days after acceptance) of complaints whose first answer only the log knows."""
    first = sa.func.min(audit.c.at).label('first')
    answered = (
        sa.select(complaint.c.id, complaint.c.accepted_on, first)
        .join(audit, sa.and_(audit.c.thing == 'complaint', audit.c.thing_id == complaint.c.id))
        .where(audit.c.move == 'answer', complaint.c.answered_on.is_(None))
        .where(complaint.c.accepted_on.is_not(None))
        .group_by(complaint.c.id, complaint.c.accepted_on)
    )
    found = []
    for number, accepted_on, at in connection.execute(answered):
        moment = at if at.tzinfo is None else (at - at.utcoffset()).replace(tzinfo=None)
        day = (moment + CHINA).date()
        found.append((number, day, (day - accepted_on).days))
    return found
