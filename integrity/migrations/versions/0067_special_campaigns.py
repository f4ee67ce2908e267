"""special campaigns: what bodies report of themselves, what is found, how far it is"""

import sqlalchemy as sa
from alembic import op


revision = '0067'
down_revision = '0066'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def words(name):
    return sa.Column(name, sa.Text, server_default='', nullable=False)


def upgrade():
    op.create_table(
        'campaign',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('title', sa.Text, nullable=False),
        sa.Column('demand', sa.Text, nullable=False),
        sa.Column('streams', sa.JSON, nullable=False),
        sa.Column('begins_on', sa.Date, nullable=False),
        sa.Column('ends_on', sa.Date, nullable=False),
        sa.Column('report_until', sa.Date),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('conclusion', sa.Text, nullable=False),
        sa.Column('made_at', MOMENT, nullable=False),
        sa.Column('made_by_name', sa.Text, nullable=False),
        sa.Column('closed_on', sa.Date),
        *steps(),
        sa.PrimaryKeyConstraint('id', name='pk_campaign'),
    )
    op.create_index('ix_campaign_state', 'campaign', ['state'])
    op.create_index('ix_campaign_step_due_on', 'campaign', ['step_due_on'])
    op.create_table(
        'self_report',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('campaign_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('report_until', sa.Date),
        sa.Column('words', sa.Text, nullable=False),
        sa.Column('signed_on', sa.Date),
        sa.Column('signed_by_name', sa.Text, nullable=False),
        *steps(),
        sa.PrimaryKeyConstraint('id', name='pk_self_report'),
        refers('self_report', 'campaign_id', 'campaign'),
        refers('self_report', 'subject_id', 'subject'),
        sa.UniqueConstraint(
            'campaign_id', 'subject_id', name='uq_self_report_campaign_id_subject_id'
        ),
    )
    for name in ('subject_id', 'state', 'report_until', 'step_due_on'):
        op.create_index(f'ix_self_report_{name}', 'self_report', [name])
    op.create_table(
        'finding',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('campaign_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('source', sa.String(40), nullable=False),
        sa.Column('problem', sa.String(40), nullable=False),
        sa.Column('stream', sa.String(40), server_default='', nullable=False),
        sa.Column('item_id', sa.Integer),
        sa.Column('rule', sa.String(40), server_default='', nullable=False),
        sa.Column('title', sa.Text, nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        words('lead'),
        words('owner'),
        sa.Column('found_at', MOMENT, nullable=False),
        sa.Column('found_by_name', sa.Text, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('dispute_ground', sa.String(40)),
        words('dispute'),
        sa.Column('finder_id', sa.Integer),
        words('decided_by_name'),
        words('decided_why'),
        sa.Column('order_id', sa.Integer),
        sa.Column('inspected_on', sa.Date),
        sa.Column('inspected_by_id', sa.Integer),
        words('inspected_by_name'),
        sa.Column('inspection', sa.JSON, server_default='{}', nullable=False),
        sa.Column('struck_on', sa.Date),
        sa.Column('struck_by_id', sa.Integer),
        words('struck_by_name'),
        *steps(),
        sa.PrimaryKeyConstraint('id', name='pk_finding'),
        refers('finding', 'campaign_id', 'campaign'),
        refers('finding', 'subject_id', 'subject'),
        refers('finding', 'finder_id', 'subject'),
        refers('finding', 'order_id', 'rectification'),
        refers('finding', 'inspected_by_id', 'user'),
        refers('finding', 'struck_by_id', 'user'),
        sa.UniqueConstraint(
            'campaign_id', 'stream', 'item_id', 'problem',
            name='uq_finding_campaign_id_stream_item_id_problem',
        ),
        sa.CheckConstraint('inspected_by_id <> struck_by_id', name='ck_finding_struck_by_two'),
        sa.CheckConstraint(
            "state <> 'struck' OR (inspected_by_id IS NOT NULL AND struck_by_id IS NOT NULL)",
            name='ck_finding_struck_after_a_look',
        ),
    )
    for name in ('subject_id', 'state', 'finder_id', 'order_id', 'step_due_on'):
        op.create_index(f'ix_finding_{name}', 'finding', [name])
    op.create_table(
        'weekly_progress',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('finding_id', sa.Integer, nullable=False),
        sa.Column('week', sa.Date, nullable=False),
        sa.Column('words', sa.Text, nullable=False),
        sa.Column('at', MOMENT, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_weekly_progress'),
        refers('weekly_progress', 'finding_id', 'finding'),
        sa.UniqueConstraint('finding_id', 'week', name='uq_weekly_progress_finding_id_week'),
    )


def steps():
    return (
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
    )


def refers(table, column, other):
    return sa.ForeignKeyConstraint([column], [f'{other}.id'], name=f'fk_{table}_{column}')


def downgrade():
    for table in ('weekly_progress', 'finding', 'self_report', 'campaign'):
        op.drop_table(table)
