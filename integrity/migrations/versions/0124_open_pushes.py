"""find what bodies have not answered without reading what they have"""

import sqlalchemy as sa
from alembic import op


revision = '0124'
down_revision = '0123'
branch_labels = None
depends_on = None


def upgrade():
    is_open = sa.text('closed_on IS NULL')
    op.create_index(
        'ix_push_open',
        'push',
        ['due_on', 'body_id', 'kind'],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade():
    op.drop_index('ix_push_open', 'push')
