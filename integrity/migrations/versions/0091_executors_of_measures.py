"""which bodies execute which measures, and what each push asks for"""

import sqlalchemy as sa
from alembic import op

revision = '0091'
down_revision = '0090'
branch_labels = None
depends_on = None


def upgrade():
    """Until now every receiver took everything and was asked for every measure."""
    with op.batch_alter_table('receiver') as batch:
        batch.add_column(
            sa.Column('everything', sa.Boolean, nullable=False, server_default=sa.true())
        )
        batch.add_column(sa.Column('since', sa.Date))
        batch.add_column(sa.Column('ended_on', sa.Date))
    op.create_table(
        'executor',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('family', sa.String(40), nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('ended_on', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_executor'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_executor_body_id'),
    )
    op.create_index('ix_executor_body_id', 'executor', ['body_id'])
    now = sa.text('ended_on IS NULL')
    op.create_index(
        'uq_executor_family',
        'executor',
        ['family', 'body_id'],
        unique=True,
        sqlite_where=now,
        postgresql_where=now,
    )
    op.create_table(
        'push_measure',
        sa.Column('push_id', sa.Integer, nullable=False),
        sa.Column('measure_id', sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint('push_id', 'measure_id', name='pk_push_measure'),
        sa.ForeignKeyConstraint(['push_id'], ['push.id'], name='fk_push_measure_push_id'),
        sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name='fk_push_measure_measure_id'),
    )
    op.create_index('ix_push_measure_measure_id', 'push_measure', ['measure_id'])
    op.execute(
        'INSERT INTO push_measure (push_id, measure_id) SELECT push.id, entry_measure.measure_id '
        'FROM push JOIN entry_measure ON entry_measure.entry_id = push.entry_id'
    )


def downgrade():
    op.drop_table('push_measure')
    op.drop_table('executor')
    with op.batch_alter_table('receiver') as batch:
        for name in ('everything', 'since', 'ended_on'):
            batch.drop_column(name)
