"""typical cases, models of good faith, and their bulletins"""

import sqlalchemy as sa
from alembic import op


revision = '0097'
down_revision = '0096'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'case_bulletin',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('month', sa.Date, nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('made_by_name', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_case_bulletin'),
        sa.UniqueConstraint('month', name='uq_case_bulletin_month'),
    )
    op.create_table(
        'typical_case',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('title', sa.Text, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('sent_by_id', sa.Integer, nullable=False),
        sa.Column('sent_by_name', sa.Text, nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('subject_id', sa.Integer),
        sa.Column('is_named', sa.Boolean, nullable=False),
        sa.Column('must_hide', sa.Boolean, nullable=False),
        sa.Column('record_id', sa.Integer),
        sa.Column('entry_id', sa.Integer),
        sa.Column('published_on', sa.Date),
        sa.Column('bulletin_id', sa.Integer),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_typical_case'),
        sa.ForeignKeyConstraint(['sent_by_id'], ['subject.id'], name='fk_typical_case_sent_by_id'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_typical_case_subject_id'),
        sa.ForeignKeyConstraint(
            ['record_id'], ['credit_record.id'], name='fk_typical_case_record_id'
        ),
        sa.ForeignKeyConstraint(['entry_id'], ['list_entry.id'], name='fk_typical_case_entry_id'),
        sa.ForeignKeyConstraint(
            ['bulletin_id'], ['case_bulletin.id'], name='fk_typical_case_bulletin_id'
        ),
        sa.CheckConstraint(
            'NOT is_named OR subject_id IS NOT NULL', name='ck_typical_case_named_is_known'
        ),
        sa.CheckConstraint(
            'NOT (is_named AND must_hide)', name='ck_typical_case_who_refused_is_not_named'
        ),
        sa.CheckConstraint(
            "state <> 'published' OR published_on IS NOT NULL",
            name='ck_typical_case_published_on_a_day',
        ),
    )
    for name in ('kind', 'state', 'sent_by_id', 'subject_id', 'bulletin_id', 'step_due_on'):
        op.create_index(f'ix_typical_case_{name}', 'typical_case', [name])


def downgrade():
    op.drop_table('typical_case')
    op.drop_table('case_bulletin')
