"""candidates for the red list are shown before they are decided, and anybody may object"""

import sqlalchemy as sa
from alembic import op


revision = '0106'
down_revision = '0105'
branch_labels = None
depends_on = None

BEFORE = "state IN ('nominated', 'notified', 'heard', 'decided', 'listed')"
ALIVE = "state IN ('nominated', 'notified', 'heard', 'shown', 'decided', 'listed')"
BY = 'fk_list_entry_nominated_by_id'
SHOWN = 'ck_list_entry_shown_until_a_day'


def live(where):
    op.drop_index('uq_list_entry_live', table_name='list_entry')
    op.create_index(
        'uq_list_entry_live', 'list_entry', ['kind', 'subject_id'], unique=True,
        sqlite_where=sa.text(where), postgresql_where=sa.text(where),
    )


def upgrade():
    for column in (  # without making the table anew: others refer to it
        f'nominated_by_id INTEGER CONSTRAINT {BY} REFERENCES "user" (id)',
        'shown_on DATE',
        f"shown_until DATE CONSTRAINT {SHOWN} CHECK (state <> 'shown' OR shown_until IS NOT NULL)",
    ):
        op.execute(f'ALTER TABLE list_entry ADD COLUMN {column}')
    live(ALIVE)
    op.create_table(
        'review_objection',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('entry_id', sa.Integer, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('answer', sa.Text, nullable=False),
        sa.Column('decided_by_id', sa.Integer),
        sa.Column('closed_on', sa.Date),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('secret_hash', sa.Text, nullable=False),
        sa.Column('once', sa.String(40), nullable=False),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('noted_at', sa.DateTime(timezone=True)),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_review_objection'),
        sa.UniqueConstraint('ref', name='uq_review_objection_ref'),
        sa.UniqueConstraint('once', name='uq_review_objection_once'),
        sa.ForeignKeyConstraint(
            ['entry_id'], ['list_entry.id'], name='fk_review_objection_entry_id'
        ),
        sa.ForeignKeyConstraint(
            ['decided_by_id'], ['user.id'], name='fk_review_objection_decided_by_id'
        ),
    )
    for name in ('state', 'entry_id', 'step_due_on'):
        op.create_index(f'ix_review_objection_{name}', 'review_objection', [name])


def downgrade():
    op.drop_table('review_objection')
    op.execute("UPDATE list_entry SET state = 'heard' WHERE state = 'shown'")
    live(BEFORE)
    with op.batch_alter_table('list_entry') as batch:
        batch.drop_constraint(op.f(SHOWN), type_='check')
    with op.batch_alter_table('list_entry') as batch:
        for name in ('nominated_by_id', 'shown_on', 'shown_until'):
            batch.drop_column(name)
