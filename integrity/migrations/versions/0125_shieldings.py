"""what a court's approval of a reorganisation shields"""

import sqlalchemy as sa
from alembic import op


revision = '0125'
down_revision = '0124'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()
KEYS = (
    ('record_id', 'credit_record'),
    ('entry_id', 'list_entry'),
    ('deciding_id', 'subject'),
    ('first_decider_id', 'user'),
    ('decided_by_id', 'user'),
    ('confirmed_by_id', 'user'),
    ('time_limit_id', 'time_limit'),
)


def upgrade():
    op.create_table(
        'shielding',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('court', TEXT, nullable=False),
        sa.Column('number', TEXT, nullable=False),
        sa.Column('ruled_on', sa.Date, nullable=False),
        sa.Column('shielded_on', sa.Date),
        sa.Column('confirmed_by_id', sa.Integer),
        sa.Column('contested_why', TEXT, server_default='', nullable=False),
        sa.Column('end_document', TEXT, server_default='', nullable=False),
        sa.Column('court_ended_on', sa.Date),
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
        sa.PrimaryKeyConstraint('id', name='pk_shielding'),
        sa.CheckConstraint(
            '(record_id IS NULL) <> (entry_id IS NULL)', name='ck_shielding_one_thing'
        ),
        *(
            sa.ForeignKeyConstraint([column], [f'{there}.id'], name=f'fk_shielding_{column}')
            for column, there in KEYS
        ),
    )
    for column in ('state', 'record_id', 'entry_id', 'deciding_id', 'due_on', 'step_due_on'):
        op.create_index(f'ix_shielding_{column}', 'shielding', [column])
    is_open = sa.text('closed_on IS NULL')
    for thing in ('record', 'entry'):
        still = {'sqlite_where': is_open, 'postgresql_where': is_open}
        name = f'uq_shielding_open_{thing}'
        op.create_index(name, 'shielding', [f'{thing}_id'], unique=True, **still)
    for table in ('credit_record', 'list_entry'):
        shielded = sa.Column('shielded', sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column(table, shielded)


def downgrade():
    for table in ('credit_record', 'list_entry'):
        with op.batch_alter_table(table) as batch:
            batch.drop_column('shielded')
    op.drop_table('shielding')
