"""licences and penalties that were made public, and the files with which they came"""

import sqlalchemy as sa
from alembic import op


revision = '0143'
down_revision = '0142'
branch_labels = None
depends_on = None

IN_FORCE = sa.text("state IN ('disclosed', 'said-to-be-annulled', 'annulled-in-law')")


def upgrade():
    op.create_table(
        'posting_file',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('layout', sa.String(40), nullable=False),
        sa.Column('body_id', sa.Integer),
        sa.Column('by_id', sa.Integer),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ('rows', 'added', 'updated', 'unchanged', 'refused', 'late')
        ),
        sa.PrimaryKeyConstraint('id', name='pk_posting_file'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_posting_file_body_id'),
        sa.ForeignKeyConstraint(['by_id'], ['user.id'], name='fk_posting_file_by_id'),
    )
    op.create_index('ix_posting_file_body_id', 'posting_file', ['body_id'])
    op.create_index('ix_posting_file_on', 'posting_file', ['on'])
    op.create_table(
        'refused_row',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('file_id', sa.Integer, nullable=False),
        sa.Column('line', sa.Integer, nullable=False),
        sa.Column('why', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_refused_row'),
        sa.ForeignKeyConstraint(
            ['file_id'], ['posting_file.id'], name='fk_refused_row_file_id'
        ),
    )
    op.create_index('ix_refused_row_file_id', 'refused_row', ['file_id'])
    _postings()


def _postings():
    op.create_table(
        'posting',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('layout', sa.String(40), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('source_id', sa.Integer, nullable=False),
        sa.Column('party_id', sa.Integer),
        sa.Column('party_name', sa.Text, nullable=False),
        sa.Column('party_key', sa.String(64), nullable=False),
        sa.Column('number', sa.Text, nullable=False),
        sa.Column('item', sa.Text, nullable=False),
        sa.Column('decided_on', sa.Date, nullable=False),
        sa.Column('due_on', sa.Date),
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        sa.Column('public', sa.Boolean, nullable=False),
        sa.Column('said', sa.JSON, nullable=False),
        sa.Column('sealed', sa.Text),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('file_id', sa.Integer, nullable=False),
        sa.Column('line', sa.Integer, nullable=False),
        sa.Column('corrects_id', sa.Integer),
        sa.Column('annulment', sa.String(40)),
        sa.Column('annulled_on', sa.Date),
        sa.Column('annulled_by', sa.Text, server_default='', nullable=False),
        sa.Column('why', sa.Text, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_posting'),
        sa.UniqueConstraint('corrects_id', name='uq_posting_corrects_id'),
        *(
            sa.ForeignKeyConstraint([name], ['subject.id'], name=f'fk_posting_{name}')
            for name in ('body_id', 'source_id', 'party_id')
        ),
        sa.ForeignKeyConstraint(
            ['file_id'], ['posting_file.id'], name='fk_posting_file_id'
        ),
        sa.ForeignKeyConstraint(
            ['corrects_id'], ['posting.id'], name='fk_posting_corrects_id'
        ),
        sa.CheckConstraint(
            "layout NOT IN ('penalty-of-person', 'licence-of-person') "
            'OR (NOT public AND party_id IS NULL)',
            name='ck_posting_person_never_public',
        ),
    )
    op.create_index(
        'uq_posting_in_force',
        'posting',
        ['body_id', 'number', 'item', 'party_key', 'layout'],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_index('ix_posting_file_line', 'posting', ['file_id', 'line'])
    op.create_index('ix_posting_body_due', 'posting', ['body_id', 'due_on'])
    op.create_index('ix_posting_decided', 'posting', ['decided_on', 'id'])
    op.create_index('ix_posting_party_id', 'posting', ['party_id'])
    op.create_index('ix_posting_step_due_on', 'posting', ['step_due_on'])


def downgrade():
    for table in ('posting', 'refused_row', 'posting_file'):
        op.drop_table(table)
