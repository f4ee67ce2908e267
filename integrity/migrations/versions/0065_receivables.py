"""a supplier has a debt confirmed, to raise money on it"""

import sqlalchemy as sa
from alembic import op


revision = '0065'
down_revision = '0064'
branch_labels = None
depends_on = None

MONEY = sa.Numeric(18, 2)


def upgrade():
    op.create_table(
        'receivable',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('invoice_id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('amount', MONEY, nullable=False),
        sa.Column('lender', sa.Text, nullable=False),
        sa.Column('asked_on', sa.Date, nullable=False),
        sa.Column('answered_on', sa.Date),
        sa.Column('confirmed', MONEY),
        sa.Column('words', sa.Text, nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.CheckConstraint('amount > 0', name=op.f('ck_receivable_amount')),
        sa.ForeignKeyConstraint(
            ['invoice_id'], ['invoice.id'], name='fk_receivable_invoice_id_invoice'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_receivable'),
    )
    for name in ('invoice_id', 'step_due_on'):
        op.create_index(f'ix_receivable_{name}', 'receivable', [name])


def downgrade():
    op.drop_table('receivable')
