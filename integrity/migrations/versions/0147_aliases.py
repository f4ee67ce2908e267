"""what bodies are called in papers of a place"""

import sqlalchemy as sa
from alembic import op


revision = '0147'
down_revision = '0146'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'alias',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('word', sa.Text, nullable=False),
        sa.Column('key', sa.Text, nullable=False),
        sa.Column('place', sa.Text, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=True),
        sa.Column('source_id', sa.Integer, nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_alias'),
        sa.UniqueConstraint('key', 'place', name='uq_alias_key_place'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_alias_subject_id_subject'),
        sa.ForeignKeyConstraint(['source_id'], ['subject.id'], name='fk_alias_source_id_subject'),
    )
    op.create_index('ix_alias_subject_id', 'alias', ['subject_id'])


def downgrade():
    op.drop_table('alias')
