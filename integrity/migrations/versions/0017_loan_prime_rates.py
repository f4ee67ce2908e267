"""one-year loan prime rates by the day they were published"""

import sqlalchemy as sa
from alembic import op


revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('loan_prime_rate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('one_year', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('verified', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_prime_rate')),
    sa.UniqueConstraint('published_on', name=op.f('uq_loan_prime_rate_published_on'))
    )


def downgrade():
    op.drop_table('loan_prime_rate')
