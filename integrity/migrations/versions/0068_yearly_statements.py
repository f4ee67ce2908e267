"""what each body publishes of a year by 31 March, and its corrections"""

import sqlalchemy as sa
from alembic import op


revision = '0068'
down_revision = '0067'
branch_labels = None
depends_on = None

MONEY = sa.Numeric(18, 2)


def upgrade():
    op.create_table(
        'yearly_statement',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('year', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('publish_by', sa.Date, nullable=False),
        sa.Column('contracts', sa.Integer),
        sa.Column('amount', MONEY),
        sa.Column('registered_contracts', sa.Integer),
        sa.Column('registered_amount', MONEY),
        sa.Column('difference', sa.Text, nullable=False),
        sa.Column('published_on', sa.Date),
        sa.Column('signed_by_name', sa.Text, nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_yearly_statement'),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_yearly_statement_subject_id'
        ),
        sa.UniqueConstraint('subject_id', 'year', name='uq_yearly_statement_subject_id_year'),
    )
    for name in ('subject_id', 'state', 'step_due_on'):
        op.create_index(f'ix_yearly_statement_{name}', 'yearly_statement', [name])
    op.create_table(
        'yearly_statement_note',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('statement_id', sa.Integer, nullable=False),
        sa.Column('old_contracts', sa.Integer, nullable=False),
        sa.Column('old_amount', MONEY, nullable=False),
        sa.Column('new_contracts', sa.Integer, nullable=False),
        sa.Column('new_amount', MONEY, nullable=False),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_yearly_statement_note'),
        sa.ForeignKeyConstraint(
            ['statement_id'],
            ['yearly_statement.id'],
            name='fk_yearly_statement_note_statement_id',
        ),
    )
    op.create_index(
        'ix_yearly_statement_note_statement_id', 'yearly_statement_note', ['statement_id']
    )


def downgrade():
    op.drop_table('yearly_statement_note')
    op.drop_table('yearly_statement')
