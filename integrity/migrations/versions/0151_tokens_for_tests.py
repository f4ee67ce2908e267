"""tokens for tests, and what was answered to them"""

import sqlalchemy as sa
from alembic import op


revision = '0151'
down_revision = '0150'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('token', sa.Column('test', sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        'trial_check',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(50), nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('answers', sa.LargeBinary, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_trial_check'),
        sa.UniqueConstraint('ref', name='uq_trial_check_ref'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_trial_check_body_id'),
    )
    op.create_index('ix_trial_check_at', 'trial_check', ['at'])


def downgrade():
    op.drop_table('trial_check')
    op.drop_column('token', 'test')
