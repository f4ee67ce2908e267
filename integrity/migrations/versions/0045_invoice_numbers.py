"""the number of the tax invoice that a supplier issued"""

import sqlalchemy as sa
from alembic import op

revision = '0045'
down_revision = '0044'
branch_labels = None
depends_on = None


def upgrade():
    """Nobody was asked for it before."""
    with op.batch_alter_table('invoice') as batch:
        batch.add_column(sa.Column('invoice_no', sa.String(40), nullable=False, server_default=''))
    with op.batch_alter_table('invoice') as batch:
        batch.alter_column('invoice_no', server_default=None)


def downgrade():
    with op.batch_alter_table('invoice') as batch:
        batch.drop_column('invoice_no')
