"""every stream knows the key field of its things, and what a breach harms"""

import sqlalchemy as sa
from alembic import op


revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None

TABLES = (
    'complaint', 'court_case', 'invoice', 'pledge', 'rectification', 'remedial_point',
)  # fmt: skip
"""What nobody has said of the rows that are there stays unknown. A commitment had a field."""


def upgrade():
    for table in TABLES:
        op.add_column(table, sa.Column('key_field', sa.String(40), nullable=True))
        op.create_index(f'ix_{table}_key_field', table, ['key_field'])
    for table in (*TABLES, 'commitment'):
        op.add_column(table, sa.Column('harm', sa.String(40), nullable=True))


def downgrade():
    for table in (*TABLES, 'commitment'):
        op.drop_column(table, 'harm')
    for table in TABLES:
        op.drop_index(f'ix_{table}_key_field', table)
        op.drop_column(table, 'key_field')
