"""the secret of a platform that signs too for some days"""

import sqlalchemy as sa
from alembic import op

revision = '0160'
down_revision = '0159'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('exchange_platform', sa.Column('old_sealed', sa.Text))
    op.add_column('exchange_platform', sa.Column('old_until', sa.DateTime(timezone=True)))


def downgrade():
    op.drop_column('exchange_platform', 'old_until')
    op.drop_column('exchange_platform', 'old_sealed')
