"""the text of a record that was released for the public; what counts stays as it is"""

import sqlalchemy as sa
from alembic import op


revision = '0155'
down_revision = '0154'
branch_labels = None
depends_on = None


def upgrade():
    column = sa.Column('public_text', sa.Text(), server_default='', nullable=False)
    op.add_column('credit_record', column)
    op.execute('UPDATE credit_record SET public_text = summary WHERE decided_on IS NOT NULL')


def downgrade():
    with op.batch_alter_table('credit_record') as batch:
        batch.drop_column('public_text')
