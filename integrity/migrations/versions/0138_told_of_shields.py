"""to whom what is shielded is owed, who is told of it"""

import sqlalchemy as sa
from alembic import op


revision = '0138'
down_revision = '0137'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('shielding') as batch:
        batch.add_column(sa.Column('told_id', sa.Integer))
        batch.create_foreign_key('fk_shielding_told_id', 'subject', ['told_id'], ['id'])
    op.create_index('ix_shielding_told_id', 'shielding', ['told_id'])


def downgrade():
    op.drop_index('ix_shielding_told_id', 'shielding')
    with op.batch_alter_table('shielding') as batch:
        batch.drop_constraint('fk_shielding_told_id', type_='foreignkey')
        batch.drop_column('told_id')
