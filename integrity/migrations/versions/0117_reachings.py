"""whom an entry reaches through a relation, and what each executing body did about it"""

import sqlalchemy as sa
from alembic import op


revision = '0117'
down_revision = '0116'
branch_labels = None
depends_on = None

LINKS = {
    'entry_id': 'list_entry', 'relation_id': 'relation', 'issuer_id': 'subject',
    'told_by_id': 'user', 'heard_by_id': 'user', 'taken_by_id': 'user', 'answered_by_id': 'user',
}
WORDS = ('statement', 'objection', 'appeal', 'ended_why')
DAYS = (
    'served_on', 'statement_due', 'applied_on', 'objected_on', 'appealed_on', 'ended_on',
    'step_since', 'step_due_on',
)


def upgrade():
    op.create_table(
        'reaching',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('outcome', sa.String(40)),
        *(
            sa.Column(link, sa.Integer, nullable=link not in ('entry_id', 'relation_id'))
            for link in LINKS
        ),
        sa.Column('found_on', sa.Date, nullable=False),
        *(sa.Column(word, sa.Text, nullable=False) for word in WORDS),
        *(sa.Column(day, sa.Date) for day in DAYS),
        sa.Column('moves', sa.Integer, nullable=False, server_default='0'),
        sa.PrimaryKeyConstraint('id', name='pk_reaching'),
        sa.UniqueConstraint(
            'entry_id', 'relation_id', name='uq_reaching_entry_id_relation_id'
        ),
        sa.CheckConstraint('told_by_id <> heard_by_id', name=op.f('ck_reaching_applied_by_two')),
        sa.CheckConstraint(
            "outcome <> 'not-so' OR ended_why <> ''", name=op.f('ck_reaching_not_so_says_why')
        ),
        *(
            sa.ForeignKeyConstraint([link], [f'{table}.id'], name=f'fk_reaching_{link}')
            for link, table in LINKS.items()
        ),
    )
    for column in ('state', 'relation_id', 'issuer_id', 'step_due_on'):
        op.create_index(f'ix_reaching_{column}', 'reaching', [column])
    op.create_table(
        'reach_order',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('reaching_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('applied', sa.Boolean),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('sent_on', sa.Date, nullable=False),
        sa.Column('answered_on', sa.Date),
        sa.Column('dropped_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, nullable=False, server_default='0'),
        sa.PrimaryKeyConstraint('id', name='pk_reach_order'),
        sa.UniqueConstraint(
            'reaching_id', 'body_id', name='uq_reach_order_reaching_id_body_id'
        ),
        sa.ForeignKeyConstraint(
            ['reaching_id'], ['reaching.id'], name='fk_reach_order_reaching_id'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_reach_order_body_id'),
    )
    for column in ('state', 'body_id', 'step_due_on'):
        op.create_index(f'ix_reach_order_{column}', 'reach_order', [column])


def downgrade():
    op.drop_table('reach_order')
    op.drop_table('reaching')
