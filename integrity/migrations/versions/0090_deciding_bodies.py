"""which body's people decide an objection or a repair"""

import sqlalchemy as sa
from alembic import op


revision = '0090'
down_revision = '0089'
branch_labels = None
depends_on = None


def upgrade():
    for table in ('objection', 'repair'):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column('deciding_id', sa.Integer))
            batch.create_foreign_key(f'fk_{table}_deciding_id', 'subject', ['deciding_id'], ['id'])
        op.create_index(f'ix_{table}_deciding_id', table, ['deciding_id'])


def downgrade():
    for table in ('objection', 'repair'):
        op.drop_index(f'ix_{table}_deciding_id', table)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f'fk_{table}_deciding_id', type_='foreignkey')
            batch.drop_column('deciding_id')
