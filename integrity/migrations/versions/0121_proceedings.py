"""reviews and lawsuits pending against what a record or an entry rests on"""

import sqlalchemy as sa
from alembic import op


revision = '0121'
down_revision = '0120'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()
KEYS = (
    ('record_id', 'credit_record'),
    ('entry_id', 'list_entry'),
    ('deciding_id', 'subject'),
    ('first_decider_id', 'user'),
    ('decided_by_id', 'user'),
    ('time_limit_id', 'time_limit'),
)


def upgrade():
    op.create_table(
        'proceeding',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('kind', WORD, nullable=False),
        sa.Column('organ', TEXT, nullable=False),
        sa.Column('number', TEXT, nullable=False),
        sa.Column('accepted_on', sa.Date, nullable=False),
        sa.Column('suspended_on', sa.Date),
        sa.Column('suspended_by', TEXT, server_default='', nullable=False),
        sa.Column('resumed_on', sa.Date),
        sa.Column('outcome', WORD),
        sa.Column('outcome_document', TEXT, server_default='', nullable=False),
        sa.Column('outcome_on', sa.Date),
        sa.Column('record_id', sa.Integer),
        sa.Column('entry_id', sa.Integer),
        sa.Column('statement', TEXT, nullable=False),
        sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('filed_by', TEXT, nullable=False),
        sa.Column('on_paper', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('received_on', sa.Date, nullable=False),
        sa.Column('deciding_id', sa.Integer),
        sa.Column('first_decider_id', sa.Integer),
        sa.Column('first_reasons', TEXT, server_default='', nullable=False),
        sa.Column('reasons', TEXT, nullable=False),
        sa.Column('decided_by_name', TEXT),
        sa.Column('decided_by_id', sa.Integer),
        sa.Column('due_on', sa.Date),
        sa.Column('first_due_on', sa.Date),
        sa.Column('starts_on', sa.Date),
        sa.Column('starts_as', TEXT, nullable=False),
        sa.Column('agreed_amount', sa.Integer),
        sa.Column('agreed_unit', WORD),
        sa.Column('due_basis', TEXT, nullable=False),
        sa.Column('provisional', sa.Boolean, nullable=False),
        sa.Column('closed_on', sa.Date),
        sa.Column('claimed_on', sa.Date),
        sa.Column('claim_received_on', sa.Date),
        sa.Column('time_limit_id', sa.Integer),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_proceeding'),
        sa.CheckConstraint(
            '(record_id IS NULL) <> (entry_id IS NULL)', name='ck_proceeding_one_thing'
        ),
        *(
            sa.ForeignKeyConstraint([column], [f'{there}.id'], name=f'fk_proceeding_{column}')
            for column, there in KEYS
        ),
    )
    for column in ('state', 'record_id', 'entry_id', 'deciding_id', 'due_on', 'step_due_on'):
        op.create_index(f'ix_proceeding_{column}', 'proceeding', [column])
    is_open = sa.text('closed_on IS NULL')
    for thing in ('record', 'entry'):
        still = {'sqlite_where': is_open, 'postgresql_where': is_open}
        name = f'uq_proceeding_open_{thing}'
        op.create_index(name, 'proceeding', [f'{thing}_id'], unique=True, **still)
    for table in ('credit_record', 'list_entry'):
        op.add_column(table, sa.Column('pending', WORD, nullable=True))
        suspended = sa.Column('suspended', sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column(table, suspended)


def downgrade():
    for table in ('credit_record', 'list_entry'):
        with op.batch_alter_table(table) as batch:
            batch.drop_column('suspended')
            batch.drop_column('pending')
    op.drop_table('proceeding')
