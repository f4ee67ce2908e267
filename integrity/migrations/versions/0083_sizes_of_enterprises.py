"""sizes of enterprises"""

import sqlalchemy as sa
from alembic import op


revision = '0083'
down_revision = '0082'
branch_labels = None
depends_on = None


def upgrade():
    """A plain column: the table is not copied, so what points to it stays."""
    size = sa.Column('size', sa.String(40), server_default='unknown', nullable=False)
    op.add_column('subject', size)


def downgrade():
    op.drop_column('subject', 'size')
