"""complaints without traces: digests of tokens, days instead of moments; forms that were sent"""

import hashlib
from datetime import datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op


revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

ZONE = ZoneInfo("Asia/Shanghai")
UTC = ZoneInfo("UTC")
complaint = sa.table(
    'complaint',
    sa.column('id', sa.Integer),
    sa.column('once', sa.String),
    sa.column('source', sa.String),
    sa.column('received_at', sa.DateTime(timezone=True)),
    sa.column('noted_at', sa.DateTime(timezone=True)),
    sa.column('disputed_on', sa.Date),
)
message = sa.table(
    'complaint_message',
    sa.column('id', sa.Integer),
    sa.column('side', sa.String),
    sa.column('at', sa.DateTime(timezone=True)),
)
event = sa.table(
    'audit_event',
    sa.column('thing', sa.String),
    sa.column('thing_id', sa.Integer),
    sa.column('move', sa.String),
    sa.column('at', sa.DateTime(timezone=True)),
)
record = sa.table(
    'credit_record',
    sa.column('stream', sa.String),
    sa.column('rule', sa.String),
    sa.column('summary', sa.Text),
)
SUMMARIES = {'unanswered': '投诉举报逾期未答复', 'upheld': '投诉举报经查属实，承诺未兑现'}


def upgrade():
    op.create_table(
        'submission',
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('went_to', sa.Text(), nullable=False),
        sa.Column('status', sa.Integer(), nullable=False),
        sa.Column('sealed', sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint('digest', name=op.f('pk_submission')),
    )
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_submission_on'), ['on'], unique=False)
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('disputed_on', sa.Date(), nullable=True))
    connection = op.get_bind()
    _forget_moments(connection)
    _dispute_days(connection)
    _digest(connection)
    for rule, summary in SUMMARIES.items():
        mine = sa.and_(record.c.stream == 'complaints', record.c.rule == rule)
        connection.execute(sa.update(record).where(mine).values(summary=summary))


def downgrade():
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_column('disputed_on')
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_submission_on'))
    op.drop_table('submission')


def _day(moment):
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZONE).date()


def _begin(moment):
    return datetime.combine(_day(moment), time(), ZONE).astimezone(UTC)


def _forget_moments(connection):
    """What complainants did is known by its day; what others took was never finer."""
    own = sa.select(complaint.c.id, complaint.c.received_at, complaint.c.noted_at)
    for number, received, noted in connection.execute(own.where(complaint.c.source == '')).all():
        values = {'received_at': _begin(received), 'noted_at': noted and _begin(noted)}
        connection.execute(
            sa.update(complaint).where(complaint.c.id == number).values(**values)
        )
    said = sa.select(message.c.id, message.c.at).where(message.c.side == 'complainant')
    for number, at in connection.execute(said).all():
        connection.execute(
            sa.update(message).where(message.c.id == number).values(at=_begin(at))
        )


def _dispute_days(connection):
    first = sa.select(event.c.thing_id, sa.func.min(event.c.at).label('at')).where(
        event.c.thing == 'complaint', event.c.move.in_(('dispute', 'escalate'))
    )
    found = first.group_by(event.c.thing_id).subquery()
    at = sa.type_coerce(found.c.at, sa.DateTime(timezone=True))
    for number, moment in connection.execute(sa.select(found.c.thing_id, at)).all():
        connection.execute(
            sa.update(complaint).where(complaint.c.id == number).values(disputed_on=_day(moment))
        )


def _digest(connection):
    """A token makes the receipt, so only its digest is kept."""
    own = sa.select(complaint.c.id, complaint.c.once).where(complaint.c.source == '')
    for number, once in connection.execute(own).all():
        digest = hashlib.sha256(once.encode()).hexdigest()[:40]
        connection.execute(
            sa.update(complaint).where(complaint.c.id == number).values(once=digest)
        )
