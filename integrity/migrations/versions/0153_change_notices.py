"""the notice of a change of an entry to its subject; of what changed before, none is made"""

import sqlalchemy as sa
from alembic import op


revision = '0153'
down_revision = '0152'
branch_labels = None
depends_on = None

IS_OPEN = sa.text(
    "noticed_on IS NULL AND kind IN ('expired', 'measure-ended', 'reviewed', 'sued', "
    "'suspended', 'resumed', 'concluded')"
)


def upgrade():
    op.add_column('entry_change', sa.Column('noticed_on', sa.Date))
    op.execute('UPDATE entry_change SET noticed_on = CURRENT_DATE')
    op.create_index(
        'ix_entry_change_open', 'entry_change', ['id'],
        sqlite_where=IS_OPEN, postgresql_where=IS_OPEN,
    )


def downgrade():
    op.drop_index('ix_entry_change_open', 'entry_change')
    op.drop_column('entry_change', 'noticed_on')
