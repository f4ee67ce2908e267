"""figures other than timeliness: what an item counts for, and whether it was met"""

import sqlalchemy as sa
from alembic import op


revision = '0170'
down_revision = '0169'
branch_labels = None
depends_on = None

UNIQUE = 'uq_computed_item_round_id_indicator_id_body_id'
BEFORE, AFTER = f'{UNIQUE}_item_id', f'{UNIQUE}_stream_item_id'
KEY = ['round_id', 'indicator_id', 'body_id', 'item_id']


def upgrade():
    with op.batch_alter_table('computed_item') as batch:
        batch.add_column(sa.Column('met', sa.Boolean, server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column('amount', sa.Numeric(18, 2), server_default='1', nullable=False))
        batch.drop_constraint(BEFORE, type_='unique')
        batch.create_unique_constraint(AFTER, [*KEY[:3], 'stream', 'item_id'])
    op.execute('UPDATE computed_item SET met = (kept AND closed_on <= due_on) '
               'WHERE closed_on IS NOT NULL')
    with op.batch_alter_table('computed_item') as batch:
        batch.alter_column('met', existing_type=sa.Boolean(), server_default=None)


def downgrade():
    with op.batch_alter_table('computed_item') as batch:
        batch.drop_constraint(AFTER, type_='unique')
        batch.create_unique_constraint(BEFORE, KEY)
        for name in ('met', 'amount'):
            batch.drop_column(name)
