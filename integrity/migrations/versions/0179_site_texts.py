"""what an installation says of itself, and everything it said before"""

import sqlalchemy as sa
from alembic import op


revision = '0179'
down_revision = '0178'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'site_text',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('name', sa.String(40), nullable=False),
        sa.Column('words', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_site_text'),
    )
    op.create_index('ix_site_text_name', 'site_text', ['name'])


def downgrade():
    op.drop_table('site_text')
