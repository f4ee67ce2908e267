"""a record is told by a notice: its days are empty until that is served; why a paper was made"""

import sqlalchemy as sa
from alembic import op


revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None

DAYS = ('notified_on', 'object_until')


def upgrade():
    with op.batch_alter_table('credit_record') as table:
        for name in DAYS:
            table.alter_column(name, existing_type=sa.Date(), nullable=True)
    op.add_column('document', sa.Column('why', sa.Text(), nullable=False, server_default=''))


def downgrade():
    op.drop_column('document', 'why')
    untold = "UPDATE credit_record SET {0} = since WHERE {0} IS NULL"
    for name in DAYS:
        op.execute(untold.format(name))
    with op.batch_alter_table('credit_record') as table:
        for name in DAYS:
            table.alter_column(name, existing_type=sa.Date(), nullable=False)
