"""codes that break the rule, kept after a second look"""

import sqlalchemy as sa
from alembic import op


revision = '0154'
down_revision = '0153'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'kept_code',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('code', sa.String(18), nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('source', sa.Text, nullable=False),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_kept_code'),
        sa.UniqueConstraint('code', name='uq_kept_code_code'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_kept_code_subject_id_subject'),
    )
    op.create_index('ix_kept_code_subject_id', 'kept_code', ['subject_id'])


def downgrade():
    op.drop_table('kept_code')
