"""early warnings"""

import sqlalchemy as sa
from alembic import op


revision = '0079'
down_revision = '0078'
branch_labels = None
depends_on = None

CODE = sa.String(40)
IS_OPEN = sa.text('ended_on IS NULL')


def upgrade():
    op.create_table(
        'early_warning',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('rule', CODE, nullable=False),
        sa.Column('stream', CODE, nullable=False),
        sa.Column('key', sa.String(120), nullable=False),
        sa.Column('item_id', sa.Integer),
        sa.Column('item_ref', sa.String(120), nullable=False),
        sa.Column('subject_id', sa.Integer),
        sa.Column('code', CODE, nullable=False),
        sa.Column('counted', sa.Integer),
        sa.Column('threshold', sa.Integer, nullable=False),
        sa.Column('within', sa.Integer, nullable=False),
        sa.Column('day', sa.Date),
        sa.Column('raised_on', sa.Date, nullable=False),
        sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('late_on', sa.Date),
        sa.Column('ended_on', sa.Date),
        sa.Column('ending', CODE),
        sa.PrimaryKeyConstraint('id', name='pk_early_warning'),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_early_warning_subject_id'
        ),
    )
    for column in ('subject_id', 'ended_on'):
        op.create_index(f'ix_early_warning_{column}', 'early_warning', [column])
    op.create_index('ix_early_warning_item', 'early_warning', ['stream', 'item_id'])
    op.create_index(
        'ux_early_warning_open',
        'early_warning',
        ['rule', 'stream', 'key'],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def downgrade():
    op.drop_table('early_warning')
