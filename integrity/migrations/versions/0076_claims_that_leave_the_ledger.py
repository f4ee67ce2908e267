"""no claim leaves the ledger of clearing without the supplier's word

What ended before stays ended: it was never asked about.
"""

import sqlalchemy as sa
from alembic import op


revision = '0076'
down_revision = '0075'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'arrears_striking',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('invoice_id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('asked_on', sa.Date, nullable=False),
        sa.Column('settled_on', sa.Date),
        sa.Column('substitute', sa.String(40)),
        sa.Column('words', sa.Text, nullable=False),
        sa.Column('report', sa.Text, nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.ForeignKeyConstraint(
            ['invoice_id'], ['invoice.id'], name='fk_arrears_striking_invoice_id_invoice'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_arrears_striking'),
    )
    for name in ('invoice_id', 'step_due_on'):
        op.create_index(f'ix_arrears_striking_{name}', 'arrears_striking', [name])


def downgrade():
    op.drop_table('arrears_striking')
