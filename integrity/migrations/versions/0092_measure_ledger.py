"""the ledger of measures and files under review, and measures that lost their basis"""

import sqlalchemy as sa
from alembic import op


revision = '0092'
down_revision = '0091'
branch_labels = None
depends_on = None


def steps():
    return (
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
    )


def upgrade():
    op.create_table(
        'ledger_row',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('measure_id', sa.Integer),
        sa.Column('file_title', sa.Text, nullable=False),
        sa.Column('matter', sa.String(40), nullable=False),
        sa.Column('fault', sa.Text, nullable=False),
        sa.Column('owner_id', sa.Integer),
        sa.Column('entered_on', sa.Date, nullable=False),
        sa.Column('settle_by', sa.Date),
        sa.Column('plan', sa.String(40)),
        *(
            sa.Column(name, sa.Text, server_default='', nullable=False)
            for name in ('plan_words', 'result', 'paper_no')
        ),
        sa.Column('reported_by_id', sa.Integer),
        sa.Column('settled_on', sa.Date),
        *steps(),
        sa.PrimaryKeyConstraint('id', name='pk_ledger_row'),
        sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name='fk_ledger_row_measure_id'),
        sa.ForeignKeyConstraint(['owner_id'], ['subject.id'], name='fk_ledger_row_owner_id'),
        sa.ForeignKeyConstraint(
            ['reported_by_id'], ['user.id'], name='fk_ledger_row_reported_by_id'
        ),
        sa.CheckConstraint(
            "measure_id IS NOT NULL OR file_title <> ''", name='ck_ledger_row_of_something'
        ),
    )
    for name in ('state', 'owner_id', 'step_due_on'):
        op.create_index(f'ix_ledger_row_{name}', 'ledger_row', [name])
    is_open = sa.text("state IN ('entered', 'planned', 'reported')")
    op.create_index(
        'uq_ledger_row_open', 'ledger_row', ['measure_id'], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )
    op.create_table(
        'detachment',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('entry_id', sa.Integer, nullable=False),
        sa.Column('measure_id', sa.Integer, nullable=False),
        sa.Column('fault', sa.Text, nullable=False),
        sa.Column('found_on', sa.Date, nullable=False),
        sa.Column('first_by_id', sa.Integer),
        sa.Column('second_by_id', sa.Integer),
        sa.Column('ended_on', sa.Date),
        *steps(),
        sa.PrimaryKeyConstraint('id', name='pk_detachment'),
        sa.ForeignKeyConstraint(['entry_id'], ['list_entry.id'], name='fk_detachment_entry_id'),
        sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name='fk_detachment_measure_id'),
        *(
            sa.ForeignKeyConstraint([name], ['user.id'], name=f'fk_detachment_{name}')
            for name in ('first_by_id', 'second_by_id')
        ),
        sa.CheckConstraint('first_by_id <> second_by_id', name='ck_detachment_two_people'),
        sa.CheckConstraint(
            "state <> 'detached' OR (first_by_id IS NOT NULL AND second_by_id IS NOT NULL)",
            name='ck_detachment_detached_by_two',
        ),
    )
    for name in ('state', 'entry_id', 'step_due_on'):
        op.create_index(f'ix_detachment_{name}', 'detachment', [name])
    is_open = sa.text("state IN ('found-without-basis', 'agreed-by-one')")
    op.create_index(
        'uq_detachment_open', 'detachment', ['entry_id', 'measure_id'], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )


def downgrade():
    op.drop_table('detachment')
    op.drop_table('ledger_row')
