"""who read which part of whose file, and what became of an objection to it"""

import sqlalchemy as sa
from alembic import op


revision = '0136'
down_revision = '0135'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()
INDEXED = ('subject_id', 'state', 'body_id', 'asked_at', 'step_due_on')


def upgrade():
    op.create_table(
        'file_reading',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('part', WORD, nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('purpose', WORD, nullable=False),
        sa.Column('matter', TEXT, nullable=False),
        sa.Column('document', TEXT, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('asked_by_id', sa.Integer, nullable=False),
        sa.Column('asked_by_name', TEXT, nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('consent_by_id', sa.Integer),
        sa.Column('consent_by_name', TEXT, server_default='', nullable=False),
        sa.Column('consent_why', TEXT, server_default='', nullable=False),
        sa.Column('open_until', sa.Date),
        sa.Column('contested_why', TEXT, server_default='', nullable=False),
        sa.Column('answered_by_name', TEXT, server_default='', nullable=False),
        sa.Column('why', TEXT, server_default='', nullable=False),
        sa.Column('consequence', TEXT, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_file_reading'),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_file_reading_subject_id'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_file_reading_body_id'),
        sa.ForeignKeyConstraint(
            ['asked_by_id'], ['user.id'], name='fk_file_reading_asked_by_id'
        ),
        sa.ForeignKeyConstraint(
            ['consent_by_id'], ['user.id'], name='fk_file_reading_consent_by_id'
        ),
        sa.CheckConstraint(
            "matter <> '' AND document <> ''", name='ck_file_reading_says_what_for'
        ),
        sa.CheckConstraint(
            'consent_by_id <> asked_by_id', name='ck_file_reading_consent_by_another'
        ),
        sa.CheckConstraint(
            "part = 'shared' OR open_until IS NULL OR consent_by_id IS NOT NULL",
            name='ck_file_reading_restricted_by_consent',
        ),
        sa.CheckConstraint(
            "state <> 'improper' OR consequence <> ''",
            name='ck_file_reading_improper_has_consequence',
        ),
    )
    for column in INDEXED:
        op.create_index(f'ix_file_reading_{column}', 'file_reading', [column])


def downgrade():
    op.drop_table('file_reading')
