"""kinds of duty, settlements with days of their own, bodies and notes of a case"""

import sqlalchemy as sa
from alembic import op


revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('court_case') as batch:
        batch.add_column(sa.Column('duty', sa.String(40), server_default='money', nullable=False))
        batch.add_column(sa.Column('conduct', sa.Text, server_default='', nullable=False))
        batch.add_column(sa.Column('conduct_done_on', sa.Date))
        batch.add_column(sa.Column('charge', sa.Text, server_default='', nullable=False))
    op.create_table(
        'case_body',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('case_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('part', sa.String(40), nullable=False),
        sa.Column('agrees', sa.Boolean),
        sa.Column('words', sa.Text, nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['court_case.id'], name='fk_case_body_case_id'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_case_body_subject_id'),
        sa.PrimaryKeyConstraint('id', name='pk_case_body'),
        sa.UniqueConstraint(
            'case_id', 'subject_id', 'part', name='uq_case_body_case_id_subject_id_part'
        ),
    )
    op.create_index('ix_case_body_case_id', 'case_body', ['case_id'])
    op.create_index('ix_case_body_subject_id', 'case_body', ['subject_id'])
    op.create_table(
        'settlement',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('case_id', sa.Integer, nullable=False),
        sa.Column('agreed_on', sa.Date, nullable=False),
        sa.Column('old_due_on', sa.Date),
        sa.Column('confirmed_on', sa.Date),
        sa.Column('ended_on', sa.Date),
        sa.Column('broken', sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['court_case.id'], name='fk_settlement_case_id'),
        sa.PrimaryKeyConstraint('id', name='pk_settlement'),
    )
    op.create_index('ix_settlement_case_id', 'settlement', ['case_id'])
    op.create_table(
        'settlement_part',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('settlement_id', sa.Integer, nullable=False),
        sa.Column('due_on', sa.Date, nullable=False),
        sa.Column('amount', sa.Numeric(18, 2), nullable=False),
        sa.Column('what', sa.Text, nullable=False),
        sa.Column('performed_on', sa.Date),
        sa.CheckConstraint('amount >= 0', name='ck_settlement_part_amount'),
        sa.ForeignKeyConstraint(
            ['settlement_id'], ['settlement.id'], name='fk_settlement_part_settlement_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_settlement_part'),
        sa.UniqueConstraint(
            'settlement_id', 'due_on', name='uq_settlement_part_settlement_id_due_on'
        ),
    )
    op.create_index('ix_settlement_part_settlement_id', 'settlement_part', ['settlement_id'])
    op.create_table(
        'case_note',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('case_id', sa.Integer, nullable=False),
        sa.Column('reason', sa.String(40), nullable=False),
        sa.Column('words', sa.Text, nullable=False),
        sa.Column('contact_on', sa.Date),
        sa.Column('next_step', sa.Text, nullable=False),
        sa.Column('next_on', sa.Date, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        sa.ForeignKeyConstraint(['case_id'], ['court_case.id'], name='fk_case_note_case_id'),
        sa.PrimaryKeyConstraint('id', name='pk_case_note'),
    )
    op.create_index('ix_case_note_case_id', 'case_note', ['case_id'])


def downgrade():
    for table in ('case_note', 'settlement_part', 'settlement', 'case_body'):
        op.drop_table(table)
    op.execute("UPDATE court_case SET state = 'performing' WHERE state = 'agreed'")
    op.execute("UPDATE court_case SET state = 'assigned' WHERE state = 'refused'")
    with op.batch_alter_table('court_case') as batch:
        for column in ('charge', 'conduct_done_on', 'conduct', 'duty'):
            batch.drop_column(column)
