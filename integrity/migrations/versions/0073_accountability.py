"""leads handed over for accountability, and inquiries before appointments"""

import sqlalchemy as sa
from alembic import op


revision = '0073'
down_revision = '0072'
branch_labels = None
depends_on = None


def words(name):
    return sa.Column(name, sa.Text, server_default='', nullable=False)


def steps():
    return (
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
    )


def upgrade():
    op.create_table(
        'referral',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('record_id', sa.Integer),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('receiver', sa.Text, nullable=False),
        sa.Column('content', sa.Text, nullable=False),
        sa.Column('materials', sa.Text, nullable=False),
        words('names'),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_name', sa.Text, nullable=False),
        sa.Column('sent_on', sa.Date),
        words('receipt_no'),
        sa.Column('receipt_on', sa.Date),
        words('outcome_no'),
        sa.Column('outcome_on', sa.Date),
        words('outcome'),
        *steps(),
        sa.PrimaryKeyConstraint('id', name='pk_referral'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_referral_subject_id'),
        sa.ForeignKeyConstraint(['record_id'], ['credit_record.id'], name='fk_referral_record_id'),
        sa.CheckConstraint(
            "state <> 'answered' OR (outcome_no <> '' AND outcome_on IS NOT NULL)",
            name='ck_referral_answered_in_writing',
        ),
    )
    for name in ('subject_id', 'state', 'step_due_on'):
        op.create_index(f'ix_referral_{name}', 'referral', [name])
    op.create_table(
        'inquiry',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('sender', sa.Text, nullable=False),
        sa.Column('letter_no', sa.Text, nullable=False),
        sa.Column('letter_on', sa.Date, nullable=False),
        sa.Column('received_on', sa.Date, nullable=False),
        sa.Column('number_of', sa.Integer, nullable=False),
        words('names'),
        sa.Column('state', sa.String(40), nullable=False),
        words('reply'),
        sa.Column('replied_on', sa.Date),
        sa.Column('made_by_name', sa.Text, nullable=False),
        *steps(),
        sa.PrimaryKeyConstraint('id', name='pk_inquiry'),
        sa.UniqueConstraint('sender', 'letter_no', name='uq_inquiry_sender_letter_no'),
    )
    for name in ('state', 'step_due_on'):
        op.create_index(f'ix_inquiry_{name}', 'inquiry', [name])


def downgrade():
    op.drop_table('inquiry')
    op.drop_table('referral')
