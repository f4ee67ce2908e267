"""a database knows by which keys it is read"""

import sqlalchemy as sa
from alembic import op


revision = '0161'
down_revision = '0160'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'key_mark',
        sa.Column('name', sa.Text, nullable=False),
        sa.Column('mark', sa.Text, nullable=False),
        sa.Column('since', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('name', name='pk_key_mark'),
    )


def downgrade():
    op.drop_table('key_mark')
