"""scores that are computed from what streams know, with the items behind them"""

import sqlalchemy as sa
from alembic import op


revision = '0167'
down_revision = '0166'
branch_labels = None
depends_on = None

ADDED = ('figure', 'anchors')


def upgrade():
    for name in ADDED:
        op.add_column('indicator', sa.Column(name, sa.Text, server_default='', nullable=False))
    op.add_column('evaluation_round', sa.Column('counted_until', sa.Date))
    op.create_table(
        'computed_item',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('round_id', sa.Integer, nullable=False),
        sa.Column('indicator_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('stream', sa.String(40), nullable=False),
        sa.Column('item_id', sa.Integer, nullable=False),
        sa.Column('ref', sa.Text, nullable=False),
        sa.Column('due_on', sa.Date, nullable=False),
        sa.Column('closed_on', sa.Date),
        sa.Column('kept', sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_computed_item'),
        sa.ForeignKeyConstraint(
            ['round_id'], ['evaluation_round.id'], name='fk_computed_item_round_id'
        ),
        sa.ForeignKeyConstraint(
            ['indicator_id'], ['indicator.id'], name='fk_computed_item_indicator_id'
        ),
        sa.ForeignKeyConstraint(
            ['body_id'], ['subject.id'], name='fk_computed_item_body_id'
        ),
        sa.UniqueConstraint(
            'round_id', 'indicator_id', 'body_id', 'item_id',
            name='uq_computed_item_round_id_indicator_id_body_id_item_id',
        ),
    )
    op.create_index(
        'ix_computed_item_body_id', 'computed_item', ['body_id']
    )


def downgrade():
    op.drop_table('computed_item')
    op.drop_column('evaluation_round', 'counted_until')
    for name in ADDED:
        op.drop_column('indicator', name)
