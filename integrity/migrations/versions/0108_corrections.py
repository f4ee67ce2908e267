"""a record that is wrong is corrected by a successor, by two people"""

import sqlalchemy as sa
from alembic import op


revision = '0108'
down_revision = '0107'
branch_labels = None
depends_on = None

RECORD, REMEDIES = 'credit_record', ('objection', 'appeal')


def upgrade():
    op.execute(  # without making the table anew: others refer to it
        f'ALTER TABLE {RECORD} ADD COLUMN superseded_by_id INTEGER'
        f' CONSTRAINT fk_{RECORD}_superseded_by_id REFERENCES {RECORD} (id)'
    )
    op.create_index(f'ix_{RECORD}_superseded_by_id', RECORD, ['superseded_by_id'], unique=True)
    op.create_table(
        'record_correction',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('record_id', sa.Integer, nullable=False),
        sa.Column('successor_id', sa.Integer),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('deciding_id', sa.Integer),
        sa.Column('with_remedy', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('rule', sa.String(40), nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('ruled_on', sa.Date),
        sa.Column('summary', sa.Text, nullable=False),
        sa.Column('document', sa.Text, nullable=False),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('first_by_id', sa.Integer),
        sa.Column('second_by_id', sa.Integer),
        sa.Column('proposed_on', sa.Date, nullable=False),
        sa.Column('decided_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_record_correction'),
        sa.CheckConstraint('first_by_id <> second_by_id', name='ck_record_correction_two_people'),
        sa.CheckConstraint(
            "state <> 'made' OR (first_by_id IS NOT NULL AND second_by_id IS NOT NULL "
            "AND successor_id IS NOT NULL)",
            name='ck_record_correction_made_by_two',
        ),
        *(
            sa.ForeignKeyConstraint([column], [f'{there}.id'], name=f'fk_record_correction_{column}')
            for column, there in (
                ('record_id', RECORD),
                ('successor_id', RECORD),
                ('deciding_id', 'subject'),
                ('first_by_id', 'user'),
                ('second_by_id', 'user'),
            )
        ),
    )
    for column in ('record_id', 'state', 'deciding_id', 'step_due_on'):
        op.create_index(f'ix_record_correction_{column}', 'record_correction', [column])
    is_open = sa.text("state = 'proposed-correction'")
    op.create_index(
        'uq_record_correction_open', 'record_correction', ['record_id'], unique=True, sqlite_where=is_open,
        postgresql_where=is_open,
    )
    for table in REMEDIES:
        op.execute(
            f'ALTER TABLE {table} ADD COLUMN correction_id INTEGER'
            f' CONSTRAINT fk_{table}_correction_id REFERENCES record_correction (id)'
        )


def downgrade():
    for table in REMEDIES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column('correction_id')
    op.drop_table('record_correction')
    op.drop_index(f'ix_{RECORD}_superseded_by_id', RECORD)
    op.execute(f"UPDATE {RECORD} SET state = 'withdrawn' WHERE state = 'corrected'")
    with op.batch_alter_table(RECORD) as batch:
        batch.drop_column('superseded_by_id')
