"""envelopes that wait are found in the order in which they are due"""

import sqlalchemy as sa
from alembic import op


revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None

WAITS = sa.text('ended_at IS NULL')


def upgrade():
    op.drop_index('ix_envelope_state_next_at', 'envelope')
    op.create_index(
        'ix_envelope_open',
        'envelope',
        ['channel', 'next_at', 'id'],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade():
    op.drop_index('ix_envelope_open', 'envelope')
    op.create_index('ix_envelope_state_next_at', 'envelope', ['state', 'next_at'])
