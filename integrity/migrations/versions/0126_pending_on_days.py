"""what was pending against a record or an entry at the end of each day"""

import sqlalchemy as sa
from alembic import op


revision = '0126'
down_revision = '0125'
branch_labels = None
depends_on = None

NAMES = ('record_version', 'entry_version')


def upgrade():
    for name in NAMES:
        suspended = sa.Column('suspended', sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column(name, sa.Column('pending', sa.String(40), nullable=True))
        op.add_column(name, suspended)
        shielded = sa.Column('shielded', sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column(name, shielded)


def downgrade():
    for name in NAMES:
        with op.batch_alter_table(name) as batch:
            batch.drop_column('shielded')
            batch.drop_column('suspended')
            batch.drop_column('pending')
