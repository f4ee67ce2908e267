"""agreed terms that can be counted again, why a term starts, what a run could not do"""

import sqlalchemy as sa
from alembic import op


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

TABLES = (
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
AGREED = """
UPDATE invoice SET agreed_amount = agreed_days, agreed_unit = 'day'
WHERE agreed_days IS NOT NULL AND term_id IS NULL AND starts_on IS NOT NULL
"""
STARTS_AS = """
UPDATE invoice SET starts_as = CASE
    WHEN settled_on IS NOT NULL THEN '双方确认结算金额之日'
    WHEN accepted_on IS NOT NULL AND accepted_on = starts_on THEN '验收合格之日'
    WHEN acceptance_by IS NOT NULL AND acceptance_by = starts_on
    THEN '视为验收合格之日（拖延验收的，为约定的验收期限届满之日）'
    ELSE '交付之日' END
WHERE starts_on IS NOT NULL
"""


def upgrade():
    for table in TABLES:
        op.add_column(
            table, sa.Column('starts_as', sa.Text(), nullable=False, server_default='')
        )
        op.add_column(table, sa.Column('agreed_amount', sa.Integer(), nullable=True))
        op.add_column(table, sa.Column('agreed_unit', sa.String(length=40), nullable=True))
    op.execute(AGREED)
    op.execute(STARTS_AS)
    op.add_column('job_run', sa.Column('faults', sa.JSON(), nullable=False, server_default='[]'))


def downgrade():
    op.drop_column('job_run', 'faults')
    for table in reversed(TABLES):
        for column in ('agreed_unit', 'agreed_amount', 'starts_as'):
            op.drop_column(table, column)
