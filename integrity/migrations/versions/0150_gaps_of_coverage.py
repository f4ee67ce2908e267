"""why approvals had no check, as their body explains and the office takes"""

import sqlalchemy as sa
from alembic import op


revision = '0150'
down_revision = '0149'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()


def upgrade():
    with op.batch_alter_table('approval') as batch:
        batch.add_column(sa.Column('gap_reason', WORD))
        batch.add_column(sa.Column('gap_why', TEXT, server_default='', nullable=False))
        batch.add_column(sa.Column('gap_by', TEXT, server_default='', nullable=False))
        batch.add_column(sa.Column('gap_at', sa.DateTime(timezone=True)))
        batch.create_check_constraint(
            'explained_says_why', "gap_reason IS NULL OR gap_why <> ''"
        )
    op.create_table(
        'coverage_gap',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('month', sa.Date, nullable=False),
        sa.Column('number', sa.Integer, nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('answer', TEXT, server_default='', nullable=False),
        sa.Column('answered_by_name', TEXT, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_coverage_gap'),
        sa.UniqueConstraint('body_id', 'month', name='uq_coverage_gap_body_id_month'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_coverage_gap_body_id'),
    )
    for column in ('state', 'step_due_on'):
        op.create_index(f'ix_coverage_gap_{column}', 'coverage_gap', [column])


def downgrade():
    op.drop_table('coverage_gap')
    with op.batch_alter_table('approval') as batch:
        batch.drop_constraint('explained_says_why', type_='check')
        for column in ('gap_at', 'gap_by', 'gap_why', 'gap_reason'):
            batch.drop_column(column)
