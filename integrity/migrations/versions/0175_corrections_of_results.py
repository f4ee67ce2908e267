"""published results are put right in the open"""

import sqlalchemy as sa
from alembic import op


revision = '0175'
down_revision = '0174'
branch_labels = None
depends_on = None

TABLE = 'evaluation_correction'
WAITING = sa.text("state IN ('filed', 'points-proposed')")


def upgrade():
    points = [
        sa.Column(f'{what}_{when}', sa.Numeric(18, 2))
        for what in ('points', 'total')
        for when in ('before', 'after')
    ]
    bands = [
        sa.Column(f'band_{when}', sa.String(20), server_default='', nullable=False)
        for when in ('before', 'after')
    ]
    op.create_table(
        TABLE,
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('result_id', sa.Integer, nullable=False),
        sa.Column('indicator_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('filed_by_name', sa.Text, nullable=False),
        sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('why', sa.Text, server_default='', nullable=False),
        sa.Column('proposed_by_id', sa.Integer),
        sa.Column('answered_on', sa.Date),
        *points,
        *bands,
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name=f'pk_{TABLE}'),
        sa.ForeignKeyConstraint(
            ['result_id'], ['evaluation_result.id'], name=f'fk_{TABLE}_result_id'
        ),
        sa.ForeignKeyConstraint(
            ['indicator_id'], ['indicator.id'], name=f'fk_{TABLE}_indicator_id'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=f'fk_{TABLE}_body_id'),
        sa.ForeignKeyConstraint(
            ['proposed_by_id'], ['user.id'], name=f'fk_{TABLE}_proposed_by_id'
        ),
    )
    for name in ('state', 'result_id', 'body_id', 'step_due_on'):
        op.create_index(f'ix_{TABLE}_{name}', TABLE, [name])
    op.create_index(
        f'uq_{TABLE}_waiting', TABLE, ['result_id', 'indicator_id'], unique=True,
        sqlite_where=WAITING, postgresql_where=WAITING,
    )


def downgrade():
    op.drop_table(TABLE)
