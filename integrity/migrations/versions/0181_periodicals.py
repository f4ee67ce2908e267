"""reports of a period, and what was counted for them, item by item"""

import sqlalchemy as sa
from alembic import op


revision = '0181'
down_revision = '0180'
branch_labels = None
depends_on = None

CODE = sa.String(40)
LASTING = sa.text("state NOT IN ('periodical-dropped', 'periodical-taken-back')")


def upgrade():
    op.create_table(
        'tally',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('first_on', sa.Date, nullable=False),
        sa.Column('last_on', sa.Date, nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('stated', sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_tally'),
    )
    op.create_table(
        'tally_item',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('tally_id', sa.Integer, nullable=False),
        sa.Column('figure', CODE, nullable=False),
        sa.Column('stream', CODE, nullable=False),
        sa.Column('item_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_tally_item'),
        sa.UniqueConstraint(
            'tally_id', 'figure', 'stream', 'item_id', name='uq_tally_item_tally_id_figure_stream_item_id'
        ),
        sa.ForeignKeyConstraint(['tally_id'], ['tally.id'], name='fk_tally_item_tally_id'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_tally_item_subject_id'),
    )
    op.create_table(
        'periodical',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', CODE, nullable=False),
        sa.Column('kind', CODE, nullable=False),
        sa.Column('audience', CODE, nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('chosen', sa.JSON, nullable=False),
        sa.Column('opening', sa.Text, nullable=False),
        sa.Column('closing', sa.Text, nullable=False),
        sa.Column('tally_id', sa.Integer, nullable=False),
        sa.Column('first_on', sa.Date, nullable=False),
        sa.Column('last_on', sa.Date, nullable=False),
        sa.Column('previous_id', sa.Integer),
        sa.Column('drafted_by_id', sa.Integer),
        sa.Column('drafted_by_name', sa.Text, nullable=False),
        sa.Column('approved_by_id', sa.Integer),
        sa.Column('published_on', sa.Date),
        sa.Column('why', sa.Text, nullable=False, server_default=''),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_periodical'),
        sa.UniqueConstraint('ref', name='uq_periodical_ref'),
        sa.CheckConstraint(
            'approved_by_id <> drafted_by_id', name='ck_periodical_approved_by_another'
        ),
        sa.CheckConstraint(
            "state <> 'periodical-published' OR approved_by_id IS NOT NULL",
            name='ck_periodical_published_by_two',
        ),
        sa.ForeignKeyConstraint(['tally_id'], ['tally.id'], name='fk_periodical_tally_id'),
        sa.ForeignKeyConstraint(
            ['previous_id'], ['periodical.id'], name='fk_periodical_previous_id'
        ),
        sa.ForeignKeyConstraint(
            ['drafted_by_id'], ['user.id'], name='fk_periodical_drafted_by_id'
        ),
        sa.ForeignKeyConstraint(
            ['approved_by_id'], ['user.id'], name='fk_periodical_approved_by_id'
        ),
    )
    op.create_index('ix_periodical_state', 'periodical', ['state'])
    op.create_index('ix_periodical_step_due_on', 'periodical', ['step_due_on'])
    op.create_index(
        'uq_periodical_period',
        'periodical',
        ['kind', 'audience', 'first_on', 'last_on'],
        unique=True,
        sqlite_where=LASTING,
        postgresql_where=LASTING,
    )


def downgrade():
    for table in ('periodical', 'tally_item', 'tally'):
        op.drop_table(table)
