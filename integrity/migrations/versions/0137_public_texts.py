"""the text that was released for the public; what is public already stays as it is"""

import sqlalchemy as sa
from alembic import op


revision = '0137'
down_revision = '0136'
branch_labels = None
depends_on = None

WAS_PUBLIC = {
    'list_entry': ('reasons', "state IN ('listed', 'shown', 'removed')"),
    'repair': ('promise', "state NOT IN ('filed', 'incomplete')"),
}


def upgrade():
    for table, (full, public) in WAS_PUBLIC.items():
        op.add_column(
            table, sa.Column('public_text', sa.Text(), server_default='', nullable=False)
        )
        op.execute(f'UPDATE {table} SET public_text = {full} WHERE {public}')


def downgrade():
    for table in WAS_PUBLIC:
        with op.batch_alter_table(table) as batch:
            batch.drop_column('public_text')
