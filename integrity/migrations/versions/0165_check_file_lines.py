"""lines of files of codes are found by where they lie: a key took a fifth of what writes them"""

from alembic import op

revision = '0165'
down_revision = '0164'
branch_labels = None
depends_on = None

TABLE, INDEX = 'check_file_line', 'ix_check_file_line_file_id'


def upgrade():
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint('pk_check_file_line', type_='primary')
    op.create_index(INDEX, TABLE, ['file_id', 'line'], postgresql_using='brin')


def downgrade():
    op.drop_index(INDEX, TABLE)
    with op.batch_alter_table(TABLE) as table:
        table.create_primary_key('pk_check_file_line', ['file_id', 'line'])
