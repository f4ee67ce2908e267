"""windows for checks inside pages of other systems, and the sites that may show them"""

import sqlalchemy as sa
from alembic import op


revision = '0139'
down_revision = '0138'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('token', sa.Column('sites', sa.JSON(), nullable=False, server_default='[]'))
    op.create_table(
        'check_window',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('token_id', sa.Integer(), nullable=False),
        sa.Column('site', sa.Text(), nullable=False),
        sa.Column('officer', sa.Text(), nullable=False),
        sa.Column('purpose', sa.Text(), nullable=False),
        sa.Column('matter', sa.Text(), nullable=False),
        sa.Column('case_no', sa.Text(), server_default='', nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['token_id'], ['token.id'], name=op.f('fk_check_window_token_id_token')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_check_window')),
        sa.UniqueConstraint('digest', name=op.f('uq_check_window_digest')),
    )
    op.create_index(op.f('ix_check_window_ends_at'), 'check_window', ['ends_at'])
    op.create_index(op.f('ix_check_window_token_id'), 'check_window', ['token_id'])


def downgrade():
    op.drop_table('check_window')
    op.drop_column('token', 'sites')
