"""the version of the lists counted as they move, and the order of the register's feed"""

import sqlalchemy as sa
from alembic import op


revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

GOES_ON = """
INSERT INTO version_counter (name, moves)
SELECT 'lists', max(id) FROM audit_event WHERE thing IN ('list_entry', 'credit_record')
HAVING max(id) IS NOT NULL
"""


def upgrade():
    op.create_table(
        'version_counter',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=40), nullable=False),
        sa.Column('moves', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_version_counter'),
    )
    op.create_index('ix_version_counter_name', 'version_counter', ['name'])
    op.execute(GOES_ON)
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(
            'CREATE INDEX ix_commitment_newest '
            'ON commitment (published_at DESC NULLS LAST, id DESC)'
        )


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP INDEX ix_commitment_newest')
    op.drop_table('version_counter')
