"""listings are initiated by the department that decided what they stand on"""

import sqlalchemy as sa
from alembic import op


revision = '0102'
down_revision = '0101'
branch_labels = None
depends_on = None

TEXT = {'nullable': False, 'server_default': ''}
BODIES = ('initiated_by_id', 'acting_id')


def upgrade():
    for name in BODIES:  # without making the table anew: others refer to it
        op.execute(
            f'ALTER TABLE list_entry ADD COLUMN {name} INTEGER'
            f' CONSTRAINT fk_list_entry_{name} REFERENCES subject (id)'
        )
        op.create_index(f'ix_list_entry_{name}', 'list_entry', [name])
    for name in ('document_number', 'document_by'):
        op.add_column('list_entry', sa.Column(name, sa.Text(), **TEXT))


def downgrade():
    op.execute("UPDATE late_step SET who = 'office' WHERE who = 'issuer' AND thing = 'list_entry'")
    for name in BODIES:
        op.drop_index(f'ix_list_entry_{name}', table_name='list_entry')
    with op.batch_alter_table('list_entry') as batch:
        for name in (*BODIES, 'document_number', 'document_by'):
            batch.drop_column(name)
