"""records"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('category', sa.String(40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('applies_to', sa.Text(), nullable=False),
    sa.Column('executing_unit', sa.Text(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.Column('basis_level', sa.String(40), nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=True),
    sa.Column('effective_to', sa.Date(), nullable=True),
    sa.Column('verified', sa.String(40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure')),
    sa.UniqueConstraint('code', name=op.f('uq_measure_code'))
    )
    with op.batch_alter_table('measure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_measure_kind'), ['kind'], unique=False)

    op.create_table('credit_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=36), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('officer', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('matter', sa.Text(), nullable=False),
    sa.Column('case_no', sa.Text(), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('list_version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer_digest', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_credit_check_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_check')),
    sa.UniqueConstraint('ref', name=op.f('uq_credit_check_ref'))
    )
    with op.batch_alter_table('credit_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credit_check_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_check_body_id'), ['body_id'], unique=False)

    op.create_table('credit_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stream', sa.String(length=40), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('notified_on', sa.Date(), nullable=False),
    sa.Column('object_by', sa.Date(), nullable=False),
    sa.Column('scale', sa.String(length=40), nullable=True),
    sa.Column('grade', sa.String(length=40), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('repairable_on', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_credit_record_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_record')),
    sa.UniqueConstraint('stream', 'item_id', 'rule', name=op.f('uq_credit_record_stream_item_id_rule'))
    )
    with op.batch_alter_table('credit_record', schema=None) as batch_op:
        batch_op.create_index('ix_credit_record_state_object_by', ['state', 'object_by'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_record_subject_id'), ['subject_id'], unique=False)

    op.create_table('receiver',
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_receiver_body_id')),
    sa.PrimaryKeyConstraint('body_id', name=op.f('pk_receiver'))
    )
    op.create_table('check_outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=100), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('officer', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome = 'applied' OR why <> ''", name=op.f('ck_check_outcome_not_applied_says_why')),
    sa.ForeignKeyConstraint(['check_id'], ['credit_check.id'], name=op.f('fk_check_outcome_check_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_outcome')),
    sa.UniqueConstraint('check_id', 'key', name=op.f('uq_check_outcome_check_id_key'))
    )
    op.create_table('check_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=100), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.String(40), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['credit_check.id'], name=op.f('fk_check_result_check_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_check_result_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_result')),
    sa.UniqueConstraint('check_id', 'key', name=op.f('uq_check_result_check_id_key'))
    )
    with op.batch_alter_table('check_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_result_subject_id'), ['subject_id'], unique=False)

    op.create_table('first_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['token_id'], ['token.id'], name=op.f('fk_first_answer_token_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_first_answer')),
    sa.UniqueConstraint('token_id', 'key', name=op.f('uq_first_answer_token_id_key'))
    )
    with op.batch_alter_table('first_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_first_answer_at'), ['at'], unique=False)

    op.create_table('list_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=True),
    sa.Column('ground', sa.String(40), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('nominated_by', sa.Text(), nullable=False),
    sa.Column('nominated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('notified_on', sa.Date(), nullable=True),
    sa.Column('statement_due', sa.Date(), nullable=True),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('stated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_decider_id', sa.Integer(), nullable=True),
    sa.Column('first_decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_reasons', sa.Text(), nullable=False),
    sa.Column('second_decider_id', sa.Integer(), nullable=True),
    sa.Column('second_decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('second_reasons', sa.Text(), nullable=False),
    sa.Column('listed_on', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('until_basis', sa.Text(), nullable=False),
    sa.Column('removed_on', sa.Date(), nullable=True),
    sa.Column('removed_why', sa.Text(), nullable=False),
    sa.Column('disputed', sa.Boolean(), nullable=False),
    sa.CheckConstraint("state <> 'removed' OR (outcome IS NOT NULL AND removed_on IS NOT NULL)", name=op.f('ck_list_entry_removed_with_outcome')),
    sa.CheckConstraint("state NOT IN ('listed', 'removed') OR (first_decider_id IS NOT NULL AND second_decider_id IS NOT NULL AND listed_on IS NOT NULL)", name=op.f('ck_list_entry_listed_by_two')),
    sa.CheckConstraint('first_decider_id <> second_decider_id', name=op.f('ck_list_entry_two_deciders')),
    sa.ForeignKeyConstraint(['first_decider_id'], ['user.id'], name=op.f('fk_list_entry_first_decider_id')),
    sa.ForeignKeyConstraint(['record_id'], ['credit_record.id'], name=op.f('fk_list_entry_record_id')),
    sa.ForeignKeyConstraint(['second_decider_id'], ['user.id'], name=op.f('fk_list_entry_second_decider_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_list_entry_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_entry')),
    sa.UniqueConstraint('kind', 'record_id', name=op.f('uq_list_entry_kind_record_id'))
    )
    with op.batch_alter_table('list_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_list_entry_record_id'), ['record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_list_entry_state'), ['state'], unique=False)
        batch_op.create_index('ix_list_entry_state_until', ['state', 'until'], unique=False)
        batch_op.create_index(batch_op.f('ix_list_entry_subject_id'), ['subject_id'], unique=False)

    op.create_table('objection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('filed_by', sa.Text(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['record_id'], ['credit_record.id'], name=op.f('fk_objection_record_id')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_objection_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objection'))
    )
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_objection_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_record_id'), ['record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_objection_state'), ['state'], unique=False)

    op.create_table('repair',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('promise', sa.Text(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('filed_by', sa.Text(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['record_id'], ['credit_record.id'], name=op.f('fk_repair_record_id')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_repair_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_repair'))
    )
    with op.batch_alter_table('repair', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_repair_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_repair_record_id'), ['record_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_repair_state'), ['state'], unique=False)

    op.create_table('entry_measure',
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('measure_id', sa.Integer(), nullable=False),
    sa.Column('attached_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['list_entry.id'], name=op.f('fk_entry_measure_entry_id')),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name=op.f('fk_entry_measure_measure_id')),
    sa.PrimaryKeyConstraint('entry_id', 'measure_id', name=op.f('pk_entry_measure'))
    )
    with op.batch_alter_table('entry_measure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_measure_measure_id'), ['measure_id'], unique=False)

    op.create_table('push',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_by', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("outcome IS NULL OR outcome <> 'not-applied' OR why <> ''", name=op.f('ck_push_not_applied_says_why')),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_push_body_id')),
    sa.ForeignKeyConstraint(['entry_id'], ['list_entry.id'], name=op.f('fk_push_entry_id')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_push_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push')),
    sa.UniqueConstraint('entry_id', 'body_id', 'kind', name=op.f('uq_push_entry_id_body_id_kind'))
    )
    with op.batch_alter_table('push', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_push_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_push_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_push_state'), ['state'], unique=False)



def downgrade():
    with op.batch_alter_table('push', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_push_state'))
        batch_op.drop_index(batch_op.f('ix_push_due_on'))
        batch_op.drop_index(batch_op.f('ix_push_body_id'))

    op.drop_table('push')
    with op.batch_alter_table('entry_measure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entry_measure_measure_id'))

    op.drop_table('entry_measure')
    with op.batch_alter_table('repair', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_repair_state'))
        batch_op.drop_index(batch_op.f('ix_repair_record_id'))
        batch_op.drop_index(batch_op.f('ix_repair_due_on'))

    op.drop_table('repair')
    with op.batch_alter_table('objection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_objection_state'))
        batch_op.drop_index(batch_op.f('ix_objection_record_id'))
        batch_op.drop_index(batch_op.f('ix_objection_due_on'))

    op.drop_table('objection')
    with op.batch_alter_table('list_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_list_entry_subject_id'))
        batch_op.drop_index('ix_list_entry_state_until')
        batch_op.drop_index(batch_op.f('ix_list_entry_state'))
        batch_op.drop_index(batch_op.f('ix_list_entry_record_id'))

    op.drop_table('list_entry')
    with op.batch_alter_table('first_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_first_answer_at'))

    op.drop_table('first_answer')
    with op.batch_alter_table('check_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_result_subject_id'))

    op.drop_table('check_result')
    op.drop_table('check_outcome')
    op.drop_table('receiver')
    with op.batch_alter_table('credit_record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credit_record_subject_id'))
        batch_op.drop_index('ix_credit_record_state_object_by')

    op.drop_table('credit_record')
    with op.batch_alter_table('credit_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credit_check_body_id'))
        batch_op.drop_index(batch_op.f('ix_credit_check_at'))

    op.drop_table('credit_check')
    with op.batch_alter_table('measure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_measure_kind'))

    op.drop_table('measure')
