"""surveys that were withdrawn"""

import sqlalchemy as sa
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'survey', sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True)
    )
    for name in ('withdrawn_by', 'withdrawn_why'):
        op.add_column('survey', sa.Column(name, sa.Text(), nullable=False, server_default=''))


def downgrade():
    for name in ('withdrawn_why', 'withdrawn_by', 'withdrawn_at'):
        op.drop_column('survey', name)
