"""complaints that others took, and their numbers there"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('source', sa.String(length=40), nullable=False, server_default='')
        )
        batch_op.add_column(
            sa.Column('external_id', sa.String(length=80), nullable=False, server_default='')
        )


def downgrade():
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_column('external_id')
        batch_op.drop_column('source')
