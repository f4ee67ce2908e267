"""the sums of a contract are reconciled by who owes, who is owed, and finance"""

import sqlalchemy as sa
from alembic import op


revision = '0078'
down_revision = '0077'
branch_labels = None
depends_on = None

MONEY = sa.Numeric(18, 2)
SUMS = ('amount', 'paid', 'excused', 'disputed', 'unpaid', 'interest')


def upgrade():
    op.create_table(
        'arrears_sheet',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('invoice_id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('as_of', sa.Date, nullable=False),
        sa.Column('certified_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.ForeignKeyConstraint(
            ['invoice_id'], ['invoice.id'], name='fk_arrears_sheet_invoice_id_invoice'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_arrears_sheet'),
    )
    op.create_table(
        'arrears_sheet_line',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('sheet_id', sa.Integer, nullable=False),
        sa.Column('invoice_id', sa.Integer, nullable=False),
        *(sa.Column(name, MONEY, nullable=False) for name in SUMS),
        sa.ForeignKeyConstraint(
            ['sheet_id'], ['arrears_sheet.id'], name='fk_arrears_sheet_line_sheet_id_arrears_sheet'
        ),
        sa.ForeignKeyConstraint(
            ['invoice_id'], ['invoice.id'], name='fk_arrears_sheet_line_invoice_id_invoice'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_arrears_sheet_line'),
    )
    op.create_table(
        'arrears_sheet_word',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('line_id', sa.Integer, nullable=False),
        sa.Column('party', sa.String(40), nullable=False),
        sa.Column('agrees', sa.Boolean, nullable=False),
        sa.Column('words', sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ['line_id'],
            ['arrears_sheet_line.id'],
            name='fk_arrears_sheet_word_line_id_arrears_sheet_line',
        ),
        sa.PrimaryKeyConstraint('id', name='pk_arrears_sheet_word'),
        sa.UniqueConstraint('line_id', 'party', name='uq_arrears_sheet_word_line_id_party'),
    )
    for table, names in INDEXED.items():
        for name in names:
            op.create_index(f'ix_{table}_{name}', table, [name])


INDEXED = {
    'arrears_sheet': ('invoice_id', 'step_due_on'),
    'arrears_sheet_line': ('sheet_id', 'invoice_id'),
}


def downgrade():
    for name in ('word', 'line'):
        op.drop_table(f'arrears_sheet_{name}')
    op.drop_table('arrears_sheet')
