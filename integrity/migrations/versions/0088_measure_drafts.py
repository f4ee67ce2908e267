"""departments keep their lists of measures, version by version"""

import sqlalchemy as sa
from alembic import op


revision = '0088'
down_revision = '0087'
branch_labels = None
depends_on = None

ADDED = ('base_item', 'conditions', 'matters', 'clerk')


def words(name):
    return sa.Column(name, sa.Text, server_default='', nullable=False)


def upgrade():
    # Without making the table anew: other rows refer to its rows.
    for name in (*ADDED, 'ended_why'):
        op.add_column('measure', words(name))
    op.add_column(
        'measure', sa.Column('family', sa.String(40), server_default='', nullable=False)
    )
    op.add_column('measure', sa.Column('version', sa.Integer, server_default='1', nullable=False))
    for name in ('superseded_on', 'ended_on'):
        op.add_column('measure', sa.Column(name, sa.Date))
    op.execute(
        'ALTER TABLE measure ADD COLUMN owner_id INTEGER'
        ' CONSTRAINT fk_measure_owner_id REFERENCES subject (id)'
    )
    op.execute('UPDATE measure SET family = code')
    op.create_index('ix_measure_owner_id', 'measure', ['owner_id'])
    op.create_index('uq_measure_family_version', 'measure', ['family', 'version'], unique=True)
    _drafts()


def _drafts():
    op.create_table(
        'measure_draft',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('owner_id', sa.Integer),
        sa.Column('replaces_id', sa.Integer),
        sa.Column('ending', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('reasons', sa.Text, nullable=False),
        sa.Column('drafted_by_id', sa.Integer),
        sa.Column('drafted_by_name', sa.Text, nullable=False),
        sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reviewed_by_id', sa.Integer),
        sa.Column('reviewed_on', sa.Date),
        sa.Column('put_by_id', sa.Integer),
        sa.Column('put_on', sa.Date),
        sa.Column('measure_id', sa.Integer),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('category', sa.String(40), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ('name', 'content', 'applies_to')),
        *(words(name) for name in ('lists', 'grounds', 'sizes', 'organ')),
        sa.Column('period', sa.String(40), server_default='', nullable=False),
        *(words(name) for name in ADDED),
        *(sa.Column(name, sa.Text, nullable=False) for name in ('executing_unit', 'legal_basis')),
        sa.Column('basis_level', sa.String(40), nullable=False),
        sa.Column('effective_from', sa.Date),
        sa.Column('effective_to', sa.Date),
        sa.Column('verified', sa.String(40), nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_measure_draft'),
        sa.ForeignKeyConstraint(['owner_id'], ['subject.id'], name='fk_measure_draft_owner_id'),
        *(
            sa.ForeignKeyConstraint([name], ['measure.id'], name=f'fk_measure_draft_{name}')
            for name in ('replaces_id', 'measure_id')
        ),
        *(
            sa.ForeignKeyConstraint([name], ['user.id'], name=f'fk_measure_draft_{name}')
            for name in ('drafted_by_id', 'reviewed_by_id', 'put_by_id')
        ),
        sa.UniqueConstraint('measure_id', name='uq_measure_draft_measure_id'),
        sa.CheckConstraint(
            'reviewed_by_id <> drafted_by_id', name='ck_measure_draft_reviewed_by_another'
        ),
        sa.CheckConstraint('put_by_id <> reviewed_by_id', name='ck_measure_draft_put_by_another'),
        sa.CheckConstraint(
            "state <> 'done' OR (reviewed_by_id IS NOT NULL AND put_by_id IS NOT NULL)",
            name='ck_measure_draft_done_by_two',
        ),
        sa.CheckConstraint(
            'NOT ending OR replaces_id IS NOT NULL', name='ck_measure_draft_ends_something'
        ),
    )
    for name in ('state', 'owner_id', 'kind', 'step_due_on'):
        op.create_index(f'ix_measure_draft_{name}', 'measure_draft', [name])
    is_open = sa.text("state IN ('drafted', 'submitted', 'reviewed')")
    op.create_index(
        'uq_measure_draft_open', 'measure_draft', ['replaces_id'], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )


def downgrade():
    op.drop_table('measure_draft')
    op.drop_index('uq_measure_family_version', table_name='measure')
    op.drop_index('ix_measure_owner_id', table_name='measure')
    with op.batch_alter_table('measure') as batch:
        for name in (
            *ADDED, 'ended_why', 'family', 'version', 'superseded_on', 'ended_on', 'owner_id',
        ):
            batch.drop_column(name)
