"""who has an entry takes note of what changed"""

import sqlalchemy as sa
from alembic import op


revision = '0120'
down_revision = '0119'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'push_note',
        sa.Column('push_id', sa.Integer, nullable=False),
        sa.Column('change_id', sa.Integer, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('push_id', 'change_id', name='pk_push_note'),
        sa.ForeignKeyConstraint(['push_id'], ['push.id'], name='fk_push_note_push_id'),
        sa.ForeignKeyConstraint(['change_id'], ['entry_change.id'], name='fk_push_note_change_id'),
    )
    op.create_index('ix_push_note_change_id', 'push_note', ['change_id'])
    op.add_column('entry_change', sa.Column('due_on', sa.Date))


def downgrade():
    with op.batch_alter_table('entry_change') as batch:
        batch.drop_column('due_on')
    op.drop_table('push_note')
