"""reports that a body still uses an entry whose removal it confirmed"""

import sqlalchemy as sa
from alembic import op


revision = '0113'
down_revision = '0112'
branch_labels = None
depends_on = None

CODE = sa.String(40)
SIDES = ('subject_id', 'claimant_id', 'finder_id', 'deciding_id')
PEOPLE = ('proposed_by_id', 'decided_by_id')
INDEXED = (*SIDES, 'push_id', 'state', 'due_on', 'step_due_on', 'key_field')
FOUND = """outcome IS NULL OR outcome = 'withdrawn' OR (proposed_by_id IS NOT NULL
AND decided_by_id IS NOT NULL AND decided_on IS NOT NULL)"""
WORDS = """
CREATE INDEX ix_remnant_words ON remnant USING gin (
pairs(folded(ref) || '\n' || folded(title) || '\n' || folded(text)))
"""


def upgrade():
    op.create_table(
        'remnant',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('outcome', CODE),
        sa.Column('source', CODE, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('claimant_id', sa.Integer, nullable=False),
        sa.Column('finder_id', sa.Integer),
        sa.Column('deciding_id', sa.Integer),
        sa.Column('push_id', sa.Integer, nullable=False),
        sa.Column('check_id', sa.Integer),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('seen_on', sa.Date, nullable=False),
        sa.Column('statement', sa.Text, nullable=False),
        sa.Column('found', CODE),
        sa.Column('finding', sa.Text, nullable=False),
        sa.Column('proposed_by_id', sa.Integer),
        sa.Column('decided_by_id', sa.Integer),
        sa.Column('decided_on', sa.Date),
        sa.Column('key_field', CODE),
        sa.Column('harm', CODE),
        sa.Column('due_on', sa.Date),
        sa.Column('first_due_on', sa.Date),
        sa.Column('starts_on', sa.Date),
        sa.Column('starts_as', sa.Text, nullable=False),
        sa.Column('agreed_amount', sa.Integer),
        sa.Column('agreed_unit', CODE),
        sa.Column('due_basis', sa.Text, nullable=False),
        sa.Column('provisional', sa.Boolean, nullable=False),
        sa.Column('closed_on', sa.Date),
        sa.Column('claimed_on', sa.Date),
        sa.Column('claim_received_on', sa.Date),
        sa.Column('time_limit_id', sa.Integer),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_remnant'),
        sa.UniqueConstraint('ref', name='uq_remnant_ref'),
        sa.CheckConstraint(
            'finder_id <> subject_id', name=op.f('ck_remnant_nobody_finds_for_itself')
        ),
        sa.CheckConstraint(
            'deciding_id <> subject_id', name=op.f('ck_remnant_nobody_decides_for_itself')
        ),
        sa.CheckConstraint('proposed_by_id <> decided_by_id', name=op.f('ck_remnant_found_by_two')),
        sa.CheckConstraint(FOUND, name=op.f('ck_remnant_found_by_somebody')),
        *(
            sa.ForeignKeyConstraint([side], ['subject.id'], name=f'fk_remnant_{side}')
            for side in SIDES
        ),
        *(
            sa.ForeignKeyConstraint([person], ['user.id'], name=f'fk_remnant_{person}')
            for person in PEOPLE
        ),
        sa.ForeignKeyConstraint(['push_id'], ['push.id'], name='fk_remnant_push_id'),
        sa.ForeignKeyConstraint(['check_id'], ['credit_check.id'], name='fk_remnant_check_id'),
        sa.ForeignKeyConstraint(
            ['time_limit_id'], ['time_limit.id'], name='fk_remnant_time_limit_id'
        ),
    )
    for column in INDEXED:
        op.create_index(f'ix_remnant_{column}', 'remnant', [column])
    is_open = sa.text('closed_on IS NULL')
    op.create_index(
        'uq_remnant_open',
        'remnant',
        ['push_id'],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(WORDS)
    op.add_column('push', sa.Column('reused_on', sa.Date))


def downgrade():
    with op.batch_alter_table('push') as batch:
        batch.drop_column('reused_on')
    op.drop_table('remnant')
