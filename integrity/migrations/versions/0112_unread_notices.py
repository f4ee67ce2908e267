"""notices that nobody opened on a desk are reminded of and then served another way"""

import sqlalchemy as sa
from alembic import op


revision = '0112'
down_revision = '0111'
branch_labels = None
depends_on = None


def upgrade():
    for name in ('reminded_on', 'unread_on'):
        op.add_column('delivery', sa.Column(name, sa.Date))


def downgrade():
    with op.batch_alter_table('delivery') as batch:
        for name in ('reminded_on', 'unread_on'):
            batch.drop_column(name)
