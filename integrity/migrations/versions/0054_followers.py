"""who has no account may follow something by mail"""

import sqlalchemy as sa
from alembic import op


revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        'follow',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('key', sa.String(200), nullable=False),
        sa.Column('sealed', sa.Text, nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('asked_at', MOMENT, nullable=False),
        sa.Column('confirmed_at', MOMENT),
        sa.Column('told_until', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_follow'),
        sa.UniqueConstraint('kind', 'key', 'digest', name='uq_follow_kind_key_digest'),
    )
    op.create_index('ix_follow_digest', 'follow', ['digest'])
    with op.batch_alter_table('envelope') as batch:
        batch.alter_column('person_id', existing_type=sa.Integer, nullable=True)
        batch.add_column(sa.Column('follow_id', sa.Integer))
        batch.create_unique_constraint('uq_envelope_follow_id_made_at', ['follow_id', 'made_at'])


def downgrade():
    op.execute('DELETE FROM envelope WHERE person_id IS NULL')
    with op.batch_alter_table('envelope') as batch:
        batch.drop_constraint('uq_envelope_follow_id_made_at', type_='unique')
        batch.drop_column('follow_id')
        batch.alter_column('person_id', existing_type=sa.Integer, nullable=False)
    op.drop_table('follow')
