"""receivers of pushes are called when something has changed"""

import sqlalchemy as sa
from alembic import op


revision = '0114'
down_revision = '0113'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        'push_hook',
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('url', sa.Text, nullable=False),
        sa.Column('sealed', sa.Text, nullable=False),
        sa.Column('old_sealed', sa.Text, nullable=False),
        sa.Column('old_until', MOMENT),
        sa.Column('paused_at', MOMENT),
        sa.Column('since', MOMENT, nullable=False),
        sa.PrimaryKeyConstraint('body_id', name='pk_push_hook'),
        sa.ForeignKeyConstraint(
            ['body_id'], ['receiver.body_id'], name='fk_push_hook_body_id'
        ),
    )
    op.add_column('envelope', sa.Column('hook_id', sa.Integer))
    op.create_index(
        'uq_envelope_hook_id_made_at', 'envelope', ['hook_id', 'made_at'], unique=True
    )


def downgrade():
    op.execute("DELETE FROM envelope WHERE hook_id IS NOT NULL")
    op.drop_index('uq_envelope_hook_id_made_at', 'envelope')
    with op.batch_alter_table('envelope') as batch:
        batch.drop_column('hook_id')
    op.drop_table('push_hook')
