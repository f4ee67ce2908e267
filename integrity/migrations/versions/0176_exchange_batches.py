"""batches of rows that are handed over to a platform as a file"""

import sqlalchemy as sa
from alembic import op

revision = '0176'
down_revision = '0175'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'exchange_batch',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('platform_id', sa.Integer, nullable=False),
        sa.Column('rows', sa.Integer, nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_name', sa.Text, nullable=False),
        sa.Column('handed_on', sa.Date),
        sa.Column('handed_to', sa.Text, nullable=False),
        sa.Column('answer_by', sa.Date),
        sa.Column('answered_at', sa.DateTime(timezone=True)),
        sa.Column('taken_back_at', sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint('id', name='pk_exchange_batch'),
        sa.ForeignKeyConstraint(
            ['platform_id'], ['exchange_platform.id'], name='fk_exchange_batch_platform_id'
        ),
    )
    op.create_index('ix_exchange_batch_platform_id', 'exchange_batch', ['platform_id'])
    with op.batch_alter_table('exchange_row') as batch:
        batch.add_column(sa.Column('batch_id', sa.Integer))
        batch.create_foreign_key(
            'fk_exchange_row_batch_id', 'exchange_batch', ['batch_id'], ['id']
        )
    op.create_index('ix_exchange_row_batch_id', 'exchange_row', ['batch_id'])


def downgrade():
    op.drop_index('ix_exchange_row_batch_id', 'exchange_row')
    with op.batch_alter_table('exchange_row') as batch:
        batch.drop_constraint('fk_exchange_row_batch_id', type_='foreignkey')
        batch.drop_column('batch_id')
    op.drop_table('exchange_batch')
