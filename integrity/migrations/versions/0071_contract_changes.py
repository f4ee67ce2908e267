"""lawful changes of contracts, and the stages of PPP projects"""

import sqlalchemy as sa
from alembic import op


revision = '0071'
down_revision = '0070'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'contract_change',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('contract_id', sa.Integer, nullable=False),
        sa.Column('node_id', sa.Integer),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('ground', sa.String(40), nullable=False),
        sa.Column('authority', sa.Text, nullable=False),
        sa.Column('document', sa.Text, nullable=False),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('new_day', sa.Date),
        sa.Column('compensation', sa.Numeric(18, 2), nullable=False),
        sa.Column('pay_on', sa.Date),
        sa.Column('harm', sa.Text, nullable=False),
        sa.Column('answer', sa.Text, nullable=False),
        sa.Column('ruling', sa.Text, nullable=False),
        sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('proposed_by', sa.Text, nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.CheckConstraint('compensation >= 0', name=op.f('ck_contract_change_compensation')),
        sa.CheckConstraint(
            "kind <> 'amend' OR new_day IS NOT NULL", name=op.f('ck_contract_change_amended')
        ),
        sa.ForeignKeyConstraint(
            ['contract_id'], ['contract.id'], name='fk_contract_change_contract_id'
        ),
        sa.ForeignKeyConstraint(
            ['node_id'], ['contract_node.id'], name='fk_contract_change_node_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_contract_change'),
    )
    for column in ('contract_id', 'state', 'step_due_on'):
        op.create_index(f'ix_contract_change_{column}', 'contract_change', [column])
    op.create_table(
        'contract_stage',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('contract_id', sa.Integer, nullable=False),
        sa.Column('stage', sa.String(40), nullable=False),
        sa.Column('post', sa.Text, nullable=False),
        sa.Column('duty', sa.Text, nullable=False),
        sa.Column('from_on', sa.Date, nullable=False),
        sa.Column('to_on', sa.Date),
        sa.CheckConstraint('to_on >= from_on', name=op.f('ck_contract_stage_period')),
        sa.ForeignKeyConstraint(
            ['contract_id'], ['contract.id'], name='fk_contract_stage_contract_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_contract_stage'),
    )
    op.create_index('ix_contract_stage_contract_id', 'contract_stage', ['contract_id'])


def downgrade():
    op.drop_table('contract_stage')
    op.drop_table('contract_change')
