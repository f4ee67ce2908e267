"""the information catalogue"""

import sqlalchemy as sa
from alembic import op


revision = '0082'
down_revision = '0081'
branch_labels = None
depends_on = None

CODE = sa.String(40)


def upgrade():
    op.create_table(
        'catalogue_item',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('code', CODE, nullable=False),
        sa.Column('name', sa.Text, nullable=False),
        sa.Column('category', CODE, nullable=False),
        sa.Column('sense', CODE, nullable=False),
        sa.Column('applies_to', sa.Text, nullable=False),
        sa.Column('source', sa.Text, nullable=False),
        sa.Column('cycle', sa.Text, nullable=False),
        sa.Column('sharing', CODE, nullable=False),
        sa.Column('condition', sa.Text, server_default='', nullable=False),
        sa.Column('publicity', CODE, nullable=False),
        sa.Column('stream', CODE, server_default='', nullable=False),
        sa.Column('rule', CODE, server_default='', nullable=False),
        sa.Column('legal_basis', sa.Text, nullable=False),
        sa.Column('basis_level', CODE, nullable=False),
        sa.Column('effective_from', sa.Date),
        sa.Column('effective_to', sa.Date),
        sa.Column('verified', CODE, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_catalogue_item'),
        sa.UniqueConstraint('code', name='uq_catalogue_item_code'),
    )
    op.create_index('ix_catalogue_item_category', 'catalogue_item', ['category'])
    op.create_index('ix_catalogue_item_stream', 'catalogue_item', ['stream'])


def downgrade():
    op.drop_table('catalogue_item')
