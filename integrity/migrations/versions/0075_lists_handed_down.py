"""lists of cases that are handed down from above"""

import sqlalchemy as sa
from alembic import op


revision = '0075'
down_revision = '0074'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'handed_down',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('list_no', sa.String(60), nullable=False),
        sa.Column('handed_by', sa.Text, nullable=False),
        sa.Column('handed_on', sa.Date, nullable=False),
        sa.Column('answer_by', sa.Date),
        sa.Column('case_no', sa.Text, nullable=False),
        sa.Column('key', sa.String(80), nullable=False),
        sa.Column('body_name', sa.Text, nullable=False),
        sa.Column('amount', sa.Numeric(18, 2)),
        sa.Column('decision', sa.String(40)),
        sa.Column('case_id', sa.Integer),
        sa.Column('words', sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ['case_id'], ['court_case.id'], name='fk_handed_down_case_id_court_case'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_handed_down'),
        sa.UniqueConstraint('list_no', 'key', name='uq_handed_down_list_no_key'),
    )
    op.create_index('ix_handed_down_key', 'handed_down', ['key'])


def downgrade():
    op.drop_table('handed_down')
