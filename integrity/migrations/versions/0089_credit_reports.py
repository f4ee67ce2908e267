"""credit reports and certificates, and who asked for them"""

import sqlalchemy as sa
from alembic import op


revision = '0089'
down_revision = '0088'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'credit_report',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('number', sa.String(40), nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('content', sa.JSON, nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('state_digest', sa.String(64), nullable=False),
        sa.Column('by_id', sa.Integer, nullable=True),
        sa.Column('by_name', sa.Text, server_default='', nullable=False),
        sa.Column('body_id', sa.Integer, nullable=True),
        sa.Column('shown', sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint('id', name='pk_credit_report'),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_credit_report_subject_id'
        ),
        sa.ForeignKeyConstraint(['by_id'], ['user.id'], name='fk_credit_report_by_id'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_credit_report_body_id'),
        sa.UniqueConstraint('number', name='uq_credit_report_number'),
        sa.CheckConstraint(
            "(kind = 'counter' AND shown IS NOT NULL) OR (kind <> 'counter' AND shown IS NULL)",
            name='ck_credit_report_who_came_was_shown',
        ),
        sa.CheckConstraint(
            "kind IN ('public', 'certificate') OR by_id IS NOT NULL",
            name='ck_credit_report_not_for_anybody',
        ),
    )
    for column in ('kind', 'subject_id', 'at', 'body_id'):
        op.create_index(f'ix_credit_report_{column}', 'credit_report', [column])


def downgrade():
    op.drop_table('credit_report')
