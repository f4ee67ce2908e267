"""the library of documents on which rules, measures and lists rest"""

import sqlalchemy as sa
from alembic import op


revision = '0094'
down_revision = '0093'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'policy_document',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('cited_as', sa.Text, nullable=False),
        sa.Column('title', sa.Text, nullable=False),
        sa.Column('number', sa.Text, server_default='', nullable=False),
        sa.Column('organ', sa.Text, nullable=False),
        sa.Column('level', sa.String(40), nullable=False),
        sa.Column('effective_from', sa.Date),
        sa.Column('effective_to', sa.Date),
        sa.Column('replaced_by_id', sa.Integer),
        sa.Column('url', sa.Text, server_default='', nullable=False),
        sa.Column('verified', sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_policy_document'),
        sa.UniqueConstraint('cited_as', name='uq_policy_document_cited_as'),
        sa.ForeignKeyConstraint(
            ['replaced_by_id'], ['policy_document.id'], name='fk_policy_document_replaced_by_id'
        ),
    )
    op.create_index('ix_policy_document_level', 'policy_document', ['level'])


def downgrade():
    op.drop_table('policy_document')
