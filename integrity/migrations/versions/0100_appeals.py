"""appeals against the answer to an objection, and who decided a remedy"""

import sqlalchemy as sa
from alembic import op


revision = '0100'
down_revision = '0099'
branch_labels = None
depends_on = None

TABLES = ('objection', 'repair')


def upgrade():
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column('decided_by_id', sa.Integer))
            batch.create_foreign_key(f'fk_{table}_decided_by_id', 'user', ['decided_by_id'], ['id'])
            if table == 'objection':
                batch.add_column(sa.Column('answer_served_on', sa.Date))
                batch.add_column(sa.Column('appeal_until', sa.Date))
    op.create_table(
        'appeal',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('objection_id', sa.Integer, nullable=False),
        sa.Column('record_id', sa.Integer),
        sa.Column('entry_id', sa.Integer),
        sa.Column('statement', sa.Text, nullable=False),
        sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('filed_by', sa.Text, nullable=False),
        sa.Column('on_paper', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('received_on', sa.Date, nullable=False),
        sa.Column('deciding_id', sa.Integer),
        sa.Column('first_decider_id', sa.Integer),
        sa.Column('first_reasons', sa.Text, server_default='', nullable=False),
        sa.Column('reasons', sa.Text, nullable=False),
        sa.Column('decided_by_name', sa.Text),
        sa.Column('decided_by_id', sa.Integer),
        sa.Column('due_on', sa.Date),
        sa.Column('first_due_on', sa.Date),
        sa.Column('starts_on', sa.Date),
        sa.Column('starts_as', sa.Text, nullable=False),
        sa.Column('agreed_amount', sa.Integer),
        sa.Column('agreed_unit', sa.String(40)),
        sa.Column('due_basis', sa.Text, nullable=False),
        sa.Column('provisional', sa.Boolean, nullable=False),
        sa.Column('closed_on', sa.Date),
        sa.Column('claimed_on', sa.Date),
        sa.Column('claim_received_on', sa.Date),
        sa.Column('time_limit_id', sa.Integer),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_appeal'),
        sa.UniqueConstraint('objection_id', name='uq_appeal_objection_id'),
        sa.CheckConstraint('(record_id IS NULL) <> (entry_id IS NULL)', name='ck_appeal_one_thing'),
        *(
            sa.ForeignKeyConstraint([column], [f'{there}.id'], name=f'fk_appeal_{column}')
            for column, there in (
                ('objection_id', 'objection'),
                ('record_id', 'credit_record'),
                ('entry_id', 'list_entry'),
                ('deciding_id', 'subject'),
                ('first_decider_id', 'user'),
                ('decided_by_id', 'user'),
                ('time_limit_id', 'time_limit'),
            )
        ),
    )
    for column in ('state', 'record_id', 'entry_id', 'deciding_id', 'due_on', 'step_due_on'):
        op.create_index(f'ix_appeal_{column}', 'appeal', [column])
    is_open = sa.text('closed_on IS NULL')
    for thing in ('record', 'entry'):
        still = {'sqlite_where': is_open, 'postgresql_where': is_open}
        op.create_index(f'uq_appeal_open_{thing}', 'appeal', [f'{thing}_id'], unique=True, **still)


def downgrade():
    op.drop_table('appeal')
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f'fk_{table}_decided_by_id', type_='foreignkey')
            batch.drop_column('decided_by_id')
            if table == 'objection':
                batch.drop_column('appeal_until')
                batch.drop_column('answer_served_on')
