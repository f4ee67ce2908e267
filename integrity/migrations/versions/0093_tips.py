"""reports on enterprises, and the department that owes an answer"""

import sqlalchemy as sa
from alembic import op


revision = '0093'
down_revision = '0092'
branch_labels = None
depends_on = None

CODE = sa.String(40)
WORDS = """
CREATE INDEX ix_tip_words ON tip USING gin (
pairs(folded(ref) || '\n' || folded(title)))
"""
INDEXED = ('state', 'act_id', 'subject_id', 'reported_id', 'heard_by', 'silent_on', 'due_on')
INDEXED += ('step_due_on', 'key_field')


def upgrade():
    moment = sa.DateTime(timezone=True)
    op.create_table(
        'tip',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('secret_hash', sa.Text, nullable=False),
        sa.Column('once', sa.String(40), nullable=False),
        sa.Column('received_at', moment, nullable=False),
        sa.Column('noted_at', moment),
        sa.Column('title', sa.Text, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('outcome', CODE),
        sa.Column('refusal', CODE),
        sa.Column('act_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer),
        sa.Column('reported_id', sa.Integer),
        sa.Column('reported_name', sa.Text, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('confidential', sa.Boolean, nullable=False),
        sa.Column('allegation', sa.Text, nullable=False),
        sa.Column('invited_on', sa.Date),
        sa.Column('notified_on', sa.Date),
        sa.Column('heard_by', sa.Date),
        sa.Column('response', sa.Text, nullable=False),
        sa.Column('finding', sa.Text, nullable=False),
        sa.Column('found_on', sa.Date),
        sa.Column('silent_on', sa.Date),
        sa.Column('disputes', sa.Integer, nullable=False),
        sa.Column('missed_on', sa.Date),
        sa.Column('ended_on', sa.Date),
        sa.Column('erased_on', sa.Date),
        sa.Column('erased_why', sa.Text, nullable=False),
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
        sa.PrimaryKeyConstraint('id', name='pk_tip'),
        sa.UniqueConstraint('ref', name='uq_tip_ref'),
        sa.UniqueConstraint('once', name='uq_tip_once'),
        sa.CheckConstraint(
            'reported_id <> subject_id', name=op.f('ck_tip_nobody_finds_for_itself')
        ),
        sa.CheckConstraint('disputes BETWEEN 0 AND 1', name=op.f('ck_tip_disputed_once')),
        sa.ForeignKeyConstraint(['act_id'], ['offence.id'], name='fk_tip_act_id'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_tip_subject_id'),
        sa.ForeignKeyConstraint(['reported_id'], ['subject.id'], name='fk_tip_reported_id'),
        sa.ForeignKeyConstraint(['time_limit_id'], ['time_limit.id'], name='fk_tip_time_limit_id'),
    )
    for column in INDEXED:
        op.create_index(f'ix_tip_{column}', 'tip', [column])
    op.create_table(
        'tip_message',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('tip_id', sa.Integer, nullable=False),
        sa.Column('side', CODE, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', moment, nullable=False),
        sa.Column('question', sa.Boolean, nullable=False),
        sa.Column('office_only', sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_tip_message'),
        sa.ForeignKeyConstraint(['tip_id'], ['tip.id'], name='fk_tip_message_tip_id'),
    )
    op.create_index('ix_tip_message_tip_id', 'tip_message', ['tip_id'])
    op.create_table(
        'tip_contact',
        sa.Column('tip_id', sa.Integer, nullable=False),
        sa.Column('sealed', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('tip_id', name='pk_tip_contact'),
        sa.ForeignKeyConstraint(['tip_id'], ['tip.id'], name='fk_tip_contact_tip_id'),
    )
    op.create_table(
        'tip_contact_request',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('tip_id', sa.Integer, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('reason', sa.Text, nullable=False),
        sa.Column('asked_by_id', sa.Integer, nullable=False),
        sa.Column('asked_by_name', sa.Text, nullable=False),
        sa.Column('asked_at', moment, nullable=False),
        sa.Column('decided_by_id', sa.Integer),
        sa.Column('decided_by_name', sa.Text, nullable=False),
        sa.Column('decided_at', moment),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('open_until', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_tip_contact_request'),
        sa.CheckConstraint(
            'decided_by_id IS NULL OR decided_by_id <> asked_by_id',
            name=op.f('ck_tip_contact_request_two_people'),
        ),
        sa.ForeignKeyConstraint(['tip_id'], ['tip.id'], name='fk_tip_contact_request_tip_id'),
        *(
            sa.ForeignKeyConstraint([who], ['user.id'], name=f'fk_tip_contact_request_{who}')
            for who in ('asked_by_id', 'decided_by_id')
        ),
    )
    for column in ('tip_id', 'state', 'step_due_on'):
        op.create_index(f'ix_tip_contact_request_{column}', 'tip_contact_request', [column])
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(WORDS)


def downgrade():
    for table in ('tip_contact_request', 'tip_contact', 'tip_message', 'tip'):
        op.drop_table(table)
