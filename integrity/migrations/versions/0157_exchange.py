"""platforms with which rows are exchanged, and what became of each row"""

import sqlalchemy as sa
from alembic import op

revision = '0157'
down_revision = '0156'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'exchange_platform',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('connector', sa.String(40), nullable=False),
        sa.Column('name', sa.Text, nullable=False),
        sa.Column('url', sa.Text, nullable=False),
        sa.Column('sealed', sa.Text, nullable=False),
        sa.Column('items', sa.JSON, nullable=False),
        sa.Column('read_until', sa.BigInteger, nullable=False),
        sa.Column('cursor', sa.Text, nullable=False),
        sa.Column('paused_at', sa.DateTime(timezone=True)),
        sa.Column('failures', sa.Integer, nullable=False),
        sa.Column('error', sa.Text, nullable=False),
        sa.Column('next_at', sa.DateTime(timezone=True)),
        sa.Column('lease_until', sa.DateTime(timezone=True)),
        sa.Column('compared_at', sa.DateTime(timezone=True)),
        sa.Column('differences', sa.JSON),
        sa.PrimaryKeyConstraint('id', name='pk_exchange_platform'),
    )
    op.create_table(
        'exchange_row',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('platform_id', sa.Integer, nullable=False),
        sa.Column('item', sa.String(40), nullable=False),
        sa.Column('key', sa.Text, nullable=False),
        sa.Column('version', sa.BigInteger, nullable=False),
        sa.Column('removal', sa.Boolean, nullable=False),
        sa.Column('body_id', sa.Integer),
        sa.Column('gathered_id', sa.Integer),
        sa.Column('standing', sa.String(40), nullable=False),
        sa.Column('told', sa.Boolean, nullable=False),
        sa.Column('receipt', sa.Text, nullable=False),
        sa.Column('reason', sa.Text, nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint('id', name='pk_exchange_row'),
        sa.ForeignKeyConstraint(
            ['platform_id'], ['exchange_platform.id'], name='fk_exchange_row_platform_id'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_exchange_row_body_id'),
        sa.UniqueConstraint(
            'platform_id', 'key', 'version', name='uq_exchange_row_platform_id_key_version'
        ),
    )
    op.create_index('ix_exchange_row_body_id', 'exchange_row', ['body_id'])
    op.create_index(
        'ix_exchange_row_platform_id_standing_id', 'exchange_row', ['platform_id', 'standing', 'id']
    )


def downgrade():
    for table in ('exchange_row', 'exchange_platform'):
        op.drop_table(table)
