"""claims for compensation of what a changed plan or policy cost"""

import sqlalchemy as sa
from alembic import op


revision = '0081'
down_revision = '0080'
branch_labels = None
depends_on = None

CODE = sa.String(40)
MONEY = sa.Numeric(18, 2)
SIDES = ('subject_id', 'claimant_id', 'finder_id')
INDEXED = (*SIDES, 'state', 'due_on', 'step_due_on', 'key_field')
FOUND_BY_OTHERS = 'finder_id <> subject_id AND finder_id <> claimant_id'
WORDS = """
CREATE INDEX ix_loss_claim_words ON loss_claim USING gin (
pairs(folded(ref) || '\n' || folded(title) || '\n' || folded(text)))
"""


def upgrade():
    op.create_table(
        'loss_claim',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('outcome', CODE),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('claimant_id', sa.Integer, nullable=False),
        sa.Column('finder_id', sa.Integer),
        sa.Column('cause', CODE, nullable=False),
        sa.Column('basis', sa.Text, nullable=False),
        sa.Column('sought', MONEY, nullable=False),
        sa.Column('granted', MONEY),
        sa.Column('received_on', sa.Date, nullable=False),
        sa.Column('decided_on', sa.Date),
        sa.Column('statement', sa.Text, nullable=False),
        sa.Column('finding', sa.Text, nullable=False),
        sa.Column('report', sa.Text, nullable=False),
        sa.Column('ruling', sa.Text, nullable=False),
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
        sa.PrimaryKeyConstraint('id', name='pk_loss_claim'),
        sa.UniqueConstraint('ref', name='uq_loss_claim_ref'),
        sa.CheckConstraint('subject_id <> claimant_id', name=op.f('ck_loss_claim_two_parties')),
        sa.CheckConstraint(FOUND_BY_OTHERS, name=op.f('ck_loss_claim_nobody_finds_for_itself')),
        sa.CheckConstraint('sought > 0', name=op.f('ck_loss_claim_sought')),
        sa.CheckConstraint(
            'granted > 0 AND granted <= sought', name=op.f('ck_loss_claim_granted')
        ),
        *(
            sa.ForeignKeyConstraint([side], ['subject.id'], name=f'fk_loss_claim_{side}')
            for side in SIDES
        ),
        sa.ForeignKeyConstraint(
            ['time_limit_id'], ['time_limit.id'], name='fk_loss_claim_time_limit_id'
        ),
    )
    for column in INDEXED:
        op.create_index(f'ix_loss_claim_{column}', 'loss_claim', [column])
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(WORDS)


def downgrade():
    op.drop_table('loss_claim')
