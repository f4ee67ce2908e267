"""checks that keep what files of codes were answered, and the files in which approvals were checked"""

import sqlalchemy as sa
from alembic import op

revision = '0172'
down_revision = '0171'
branch_labels = None
depends_on = None

TABLE = 'check_file_part'


def upgrade():
    big = sa.BigInteger().with_variant(sa.Integer, 'sqlite')
    op.create_table(
        TABLE,
        sa.Column('check_id', big, autoincrement=False, nullable=False),
        sa.Column('file_id', sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint('check_id', name=f'pk_{TABLE}'),
        sa.ForeignKeyConstraint(['check_id'], ['credit_check.id'], name=f'fk_{TABLE}_check_id'),
        sa.ForeignKeyConstraint(['file_id'], ['check_file.id'], name=f'fk_{TABLE}_file_id'),
    )
    op.create_index(f'ix_{TABLE}_file_id', TABLE, ['file_id'])
    op.add_column('approval', sa.Column('check_file_id', sa.Integer))


def downgrade():
    with op.batch_alter_table('approval') as batch:
        batch.drop_column('check_file_id')
    op.drop_index(f'ix_{TABLE}_file_id', TABLE)
    op.drop_table(TABLE)
