"""on which paper persons were checked"""

import sqlalchemy as sa
from alembic import op


revision = '0118'
down_revision = '0117'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('credit_check', sa.Column('authorisation', sa.String(40)))
    op.add_column(
        'credit_check',
        sa.Column('authorised_by', sa.Text, nullable=False, server_default=''),
    )


def downgrade():
    with op.batch_alter_table('credit_check') as batch:
        batch.drop_column('authorised_by')
        batch.drop_column('authorisation')
