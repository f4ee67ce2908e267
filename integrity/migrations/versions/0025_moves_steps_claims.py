"""how often a thing was moved, since when and by when somebody must act, what is only claimed"""

import sqlalchemy as sa
from alembic import op


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

STEPS = (
    'commitment',
    'complaint',
    'court_case',
    'credit_record',
    'invoice',
    'list_entry',
    'objection',
    'pledge',
    'rectification',
    'remedial_point',
    'repair',
)
MOVES = (
    *STEPS,
    'acceptance',
    'change_request',
    'contact_request',
    'evaluation_round',
    'milestone',
    'push',
    'upload',
    'user',
)
DUE = (
    'commitment',
    'complaint',
    'court_case',
    'invoice',
    'objection',
    'pledge',
    'push',
    'rectification',
    'remedial_point',
    'repair',
)


def upgrade():
    for table in MOVES:
        op.add_column(table, sa.Column('moves', sa.Integer(), nullable=False, server_default='0'))
    for table in STEPS:
        op.add_column(table, sa.Column('step_since', sa.Date(), nullable=True))
        op.add_column(table, sa.Column('step_due_on', sa.Date(), nullable=True))
        op.create_index(f'ix_{table}_step_due_on', table, ['step_due_on'])
    for table in DUE:
        op.add_column(table, sa.Column('claimed_on', sa.Date(), nullable=True))
        op.add_column(table, sa.Column('claim_received_on', sa.Date(), nullable=True))


def downgrade():
    for table in reversed(DUE):
        op.drop_column(table, 'claim_received_on')
        op.drop_column(table, 'claimed_on')
    for table in reversed(STEPS):
        op.drop_index(f'ix_{table}_step_due_on', table)
        op.drop_column(table, 'step_due_on')
        op.drop_column(table, 'step_since')
    for table in reversed(MOVES):
        op.drop_column(table, 'moves')
