"""what is owed for an answer of a check, and objections to what was done with it"""

import sqlalchemy as sa
from alembic import op


revision = '0149'
down_revision = '0148'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()
BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INDEXED = ('state', 'body_id', 'about_id', 'step_due_on')


def upgrade():
    op.create_table(
        'check_duty',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('check_id', BIG, nullable=False),
        sa.Column('key', sa.String(100), nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('about_id', sa.Integer, nullable=False),
        sa.Column('verdict', WORD, nullable=False),
        sa.Column('checked_on', sa.Date, nullable=False),
        sa.Column('contested_why', TEXT, server_default='', nullable=False),
        sa.Column('answer', TEXT, server_default='', nullable=False),
        sa.Column('answered_by_name', TEXT, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_check_duty'),
        sa.UniqueConstraint('check_id', 'key', name='uq_check_duty_check_id_key'),
        sa.ForeignKeyConstraint(
            ['check_id'], ['credit_check.id'], name='fk_check_duty_check_id'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_check_duty_body_id'),
        sa.ForeignKeyConstraint(['about_id'], ['subject.id'], name='fk_check_duty_about_id'),
        sa.CheckConstraint(
            "state <> 'outcome-contested' OR contested_why <> ''",
            name='ck_check_duty_contested_says_why',
        ),
        sa.CheckConstraint(
            "state NOT IN ('outcome-returned', 'outcome-kept') OR answer <> ''",
            name='ck_check_duty_answered_says_why',
        ),
    )
    for column in INDEXED:
        op.create_index(f'ix_check_duty_{column}', 'check_duty', [column])


def downgrade():
    op.drop_table('check_duty')
