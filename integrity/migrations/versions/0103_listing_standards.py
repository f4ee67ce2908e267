"""what a listing needs, ground by ground, and the notice that urged before it"""

import sqlalchemy as sa
from alembic import op


revision = '0103'
down_revision = '0102'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()


def upgrade():
    op.create_table(
        'listing_standard',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', WORD, nullable=False),
        sa.Column('basis', WORD, nullable=False),
        sa.Column('ground', WORD, nullable=False),
        sa.Column('documents', TEXT, nullable=False),
        sa.Column('before', TEXT, nullable=False),
        sa.Column('leave', TEXT, nullable=False),
        sa.Column('legal_basis', TEXT, nullable=False),
        sa.Column('effective_from', sa.Date(), nullable=True),
        sa.Column('effective_to', sa.Date(), nullable=True),
        sa.Column('verified', WORD, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_listing_standard'),
        sa.UniqueConstraint('code', name='uq_listing_standard_code'),
    )
    op.create_index('ix_listing_standard_basis', 'listing_standard', ['basis'])
    op.add_column('list_entry', sa.Column('urged', TEXT, nullable=False, server_default=''))
    op.add_column('list_entry', sa.Column('urged_on', sa.Date(), nullable=True))


def downgrade():
    with op.batch_alter_table('list_entry') as batch:
        batch.drop_column('urged')
        batch.drop_column('urged_on')
    op.drop_table('listing_standard')
