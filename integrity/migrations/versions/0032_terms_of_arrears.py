"""what a contract says about size and day of payment"""

import sqlalchemy as sa
from alembic import op


revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('invoice') as batch_op:
        batch_op.add_column(
            sa.Column('size', sa.String(40), nullable=False, server_default='unknown')
        )
        batch_op.add_column(sa.Column('agreed_due_on', sa.Date(), nullable=True))
    with op.batch_alter_table('invoice') as batch_op:
        batch_op.alter_column('size', existing_type=sa.String(40), server_default=None)


def downgrade():
    with op.batch_alter_table('invoice') as batch_op:
        batch_op.drop_column('agreed_due_on')
        batch_op.drop_column('size')
