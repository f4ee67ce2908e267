"""contracts of government, and what each side owes under them"""

import sqlalchemy as sa
from alembic import op


revision = '0063'
down_revision = '0062'
branch_labels = None
depends_on = None

WORDS = """
CREATE INDEX ix_contract_node_words ON contract_node
USING gin (pairs(folded(ref) || '\n' || folded(title)))
"""


def upgrade():
    op.create_table('contract',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('counterparty_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('amount', sa.Numeric(precision=18, scale=2), nullable=True),
    sa.Column('matter', sa.String(40), nullable=True),
    sa.Column('size', sa.String(40), nullable=True),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('signed_by', sa.Text(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('legality', sa.String(40), nullable=False),
    sa.Column('legality_no', sa.Text(), nullable=False),
    sa.Column('legality_on', sa.Date(), nullable=True),
    sa.Column('legality_by', sa.Text(), nullable=False),
    sa.Column('fairness', sa.String(40), nullable=False),
    sa.Column('fairness_no', sa.Text(), nullable=False),
    sa.Column('fairness_on', sa.Date(), nullable=True),
    sa.Column('fairness_by', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('registered_by_id', sa.Integer(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=40), nullable=True),
    sa.Column('external_id', sa.String(length=80), nullable=True),
    sa.Column('step_since', sa.Date(), nullable=True),
    sa.Column('step_due_on', sa.Date(), nullable=True),
    sa.Column('moves', sa.Integer(), server_default='0', nullable=False),
    sa.CheckConstraint("NOT public OR kind = 'procurement'", name=op.f('ck_contract_published_by_law')),
    sa.CheckConstraint('amount > 0', name=op.f('ck_contract_amount')),
    sa.CheckConstraint('subject_id <> counterparty_id', name=op.f('ck_contract_two_parties')),
    sa.ForeignKeyConstraint(['counterparty_id'], ['subject.id'], name=op.f('fk_contract_counterparty_id')),
    sa.ForeignKeyConstraint(['registered_by_id'], ['subject.id'], name=op.f('fk_contract_registered_by_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_contract_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract')),
    sa.UniqueConstraint('ref', name=op.f('uq_contract_ref')),
    sa.UniqueConstraint('source', 'external_id', name=op.f('uq_contract_source_external_id'))
    )
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_counterparty_id'), ['counterparty_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_step_due_on'), ['step_due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_subject_id'), ['subject_id'], unique=False)

    op.create_table('contract_node',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('counterparty_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('owing', sa.String(40), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('amount', sa.Numeric(precision=18, scale=2), nullable=True),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('keeper_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('starts_as', sa.Text(), nullable=False),
    sa.Column('agreed_amount', sa.Integer(), nullable=True),
    sa.Column('agreed_unit', sa.String(40), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('claimed_on', sa.Date(), nullable=True),
    sa.Column('claim_received_on', sa.Date(), nullable=True),
    sa.Column('time_limit_id', sa.Integer(), nullable=True),
    sa.Column('step_since', sa.Date(), nullable=True),
    sa.Column('step_due_on', sa.Date(), nullable=True),
    sa.Column('moves', sa.Integer(), server_default='0', nullable=False),
    sa.Column('key_field', sa.String(40), nullable=True),
    sa.Column('harm', sa.String(40), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_contract_node_amount')),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_node_contract_id')),
    sa.ForeignKeyConstraint(['counterparty_id'], ['subject.id'], name=op.f('fk_contract_node_counterparty_id')),
    sa.ForeignKeyConstraint(['keeper_id'], ['user.id'], name=op.f('fk_contract_node_keeper_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_contract_node_subject_id')),
    sa.ForeignKeyConstraint(['time_limit_id'], ['time_limit.id'], name=op.f('fk_contract_node_time_limit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_node')),
    sa.UniqueConstraint('contract_id', 'place', name=op.f('uq_contract_node_contract_id_place')),
    sa.UniqueConstraint('ref', name=op.f('uq_contract_node_ref'))
    )
    with op.batch_alter_table('contract_node', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_node_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_node_counterparty_id'), ['counterparty_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_node_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_node_key_field'), ['key_field'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_node_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_node_step_due_on'), ['step_due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_node_subject_id'), ['subject_id'], unique=False)

    if op.get_bind().dialect.name == 'postgresql':
        op.execute(WORDS)


def downgrade():
    with op.batch_alter_table('contract_node', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_node_subject_id'))
        batch_op.drop_index(batch_op.f('ix_contract_node_step_due_on'))
        batch_op.drop_index(batch_op.f('ix_contract_node_state'))
        batch_op.drop_index(batch_op.f('ix_contract_node_key_field'))
        batch_op.drop_index(batch_op.f('ix_contract_node_due_on'))
        batch_op.drop_index(batch_op.f('ix_contract_node_counterparty_id'))
        batch_op.drop_index(batch_op.f('ix_contract_node_contract_id'))

    op.drop_table('contract_node')
    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contract_subject_id'))
        batch_op.drop_index(batch_op.f('ix_contract_step_due_on'))
        batch_op.drop_index(batch_op.f('ix_contract_state'))
        batch_op.drop_index(batch_op.f('ix_contract_kind'))
        batch_op.drop_index(batch_op.f('ix_contract_counterparty_id'))

    op.drop_table('contract')
