"""decisions that must become public, and what was stated of a month or a quarter"""

import sqlalchemy as sa
from alembic import op


revision = '0144'
down_revision = '0143'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'made_decision',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('act', sa.String(40), nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('number', sa.Text, nullable=False),
        sa.Column('decided_on', sa.Date, nullable=False),
        sa.Column('due_on', sa.Date, nullable=False),
        sa.Column('source', sa.Text, nullable=False),
        sa.Column('entered_by_name', sa.Text, nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('why', sa.Text, server_default='', nullable=False),
        sa.Column('answer', sa.Text, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_made_decision'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_made_decision_body_id'),
        sa.UniqueConstraint(
            'body_id', 'act', 'number', name='uq_made_decision_body_id_act_number'
        ),
    )
    op.create_index('ix_made_decision_due_on', 'made_decision', ['due_on'])
    op.create_index('ix_made_decision_step_due_on', 'made_decision', ['step_due_on'])
    op.create_table(
        'publicity_bulletin',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('period', sa.String(10), nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('figures', sa.JSON, nullable=False),
        sa.Column('by_id', sa.Integer),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_publicity_bulletin'),
        sa.ForeignKeyConstraint(['by_id'], ['user.id'], name='fk_publicity_bulletin_by_id'),
    )
    op.create_index('ix_publicity_bulletin_period', 'publicity_bulletin', ['period'])


def downgrade():
    for table in ('publicity_bulletin', 'made_decision'):
        op.drop_table(table)
