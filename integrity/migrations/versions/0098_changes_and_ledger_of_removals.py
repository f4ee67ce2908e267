"""what is told of an entry while it is listed, and what a body deleted where when it ended"""

import sqlalchemy as sa
from alembic import op

revision = '0098'
down_revision = '0097'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'entry_change',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('entry_id', sa.Integer, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_entry_change'),
        sa.ForeignKeyConstraint(['entry_id'], ['list_entry.id'], name='fk_entry_change_entry_id'),
    )
    op.create_index('ix_entry_change_entry_id', 'entry_change', ['entry_id'])
    with op.batch_alter_table('push') as batch:
        batch.add_column(sa.Column('cleared', sa.JSON, nullable=False, server_default='{}'))
        batch.add_column(sa.Column('digest', sa.String(64), nullable=False, server_default=''))


def downgrade():
    with op.batch_alter_table('push') as batch:
        for name in ('cleared', 'digest'):
            batch.drop_column(name)
    op.drop_table('entry_change')
