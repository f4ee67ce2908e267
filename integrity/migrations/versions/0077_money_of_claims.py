"""from which money, budget item and project a claim is to be paid"""

import sqlalchemy as sa
from alembic import op

revision = '0077'
down_revision = '0076'
branch_labels = None
depends_on = None

NAMES = {'budget_item': 80, 'project_code': 40}


def upgrade():
    """Nobody was asked for it before."""
    with op.batch_alter_table('invoice') as batch:
        batch.add_column(sa.Column('funding', sa.String(40)))
        for name, size in NAMES.items():
            batch.add_column(sa.Column(name, sa.String(size), nullable=False, server_default=''))
    with op.batch_alter_table('invoice') as batch:
        for name in NAMES:
            batch.alter_column(name, server_default=None)
    for name in ('funding', 'project_code'):
        op.create_index(f'ix_invoice_{name}', 'invoice', [name])


def downgrade():
    for name in ('funding', 'project_code'):
        op.drop_index(f'ix_invoice_{name}', 'invoice')
    with op.batch_alter_table('invoice') as batch:
        for name in ('funding', *NAMES):
            batch.drop_column(name)
