"""suits before enforcement, and bodies that a court lists"""

import sqlalchemy as sa
from alembic import op


revision = '0074'
down_revision = '0073'
branch_labels = None
depends_on = None

WORDS = """
CREATE INDEX ix_lawsuit_words ON lawsuit USING gin (
pairs(folded(ref) || '\n' || folded(case_no) || '\n' || folded(cause)))
"""


def upgrade():
    op.create_table(
        'lawsuit',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(120), nullable=False),
        sa.Column('case_no', sa.Text, nullable=False),
        sa.Column('key', sa.String(80), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('outcome', sa.String(40)),
        sa.Column('court_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('cause', sa.Text, nullable=False),
        sa.Column('creditor_kind', sa.String(40), nullable=False),
        sa.Column('amount', sa.Numeric(18, 2), nullable=False),
        sa.Column('sued_on', sa.Date, nullable=False),
        sa.Column('lost_on', sa.Date),
        sa.Column('enforced_as', sa.Text, nullable=False),
        sa.Column('finding', sa.Text, nullable=False),
        sa.Column('finding_no', sa.Text, nullable=False),
        sa.Column('found_on', sa.Date),
        sa.Column('due_on', sa.Date),
        sa.Column('first_due_on', sa.Date),
        sa.Column('starts_on', sa.Date),
        sa.Column('starts_as', sa.Text, nullable=False),
        sa.Column('agreed_amount', sa.Integer),
        sa.Column('agreed_unit', sa.String(40)),
        sa.Column('due_basis', sa.Text, nullable=False),
        sa.Column('provisional', sa.Boolean, nullable=False),
        sa.Column('closed_on', sa.Date),
        sa.Column('claimed_on', sa.Date),
        sa.Column('claim_received_on', sa.Date),
        sa.Column('time_limit_id', sa.Integer),
        sa.Column('key_field', sa.String(40)),
        sa.Column('harm', sa.String(40)),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.CheckConstraint('amount >= 0', name='ck_lawsuit_amount'),
        sa.ForeignKeyConstraint(['court_id'], ['subject.id'], name='fk_lawsuit_court_id_subject'),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_lawsuit_subject_id_subject'
        ),
        sa.ForeignKeyConstraint(
            ['time_limit_id'], ['time_limit.id'], name='fk_lawsuit_time_limit_id_time_limit'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_lawsuit'),
        sa.UniqueConstraint('key', name='uq_lawsuit_key'),
        sa.UniqueConstraint('ref', name='uq_lawsuit_ref'),
    )
    for column in ('court_id', 'due_on', 'key_field', 'state', 'step_due_on', 'subject_id'):
        op.create_index(f'ix_lawsuit_{column}', 'lawsuit', [column])
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(WORDS)
    op.create_table(
        'listing',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('case_id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('ground', sa.Text, nullable=False),
        sa.Column('told_on', sa.Date, nullable=False),
        sa.Column('listed_on', sa.Date),
        sa.Column('removed_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.ForeignKeyConstraint(['case_id'], ['court_case.id'], name='fk_listing_case_id_court_case'),
        sa.PrimaryKeyConstraint('id', name='pk_listing'),
    )
    op.create_index('ix_listing_case_id', 'listing', ['case_id'])
    op.create_index('ix_listing_step_due_on', 'listing', ['step_due_on'])


def downgrade():
    op.drop_table('listing')
    op.drop_table('lawsuit')
