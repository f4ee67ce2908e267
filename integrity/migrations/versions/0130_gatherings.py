"""what should come by the catalogue, and the data sets that came"""

import sqlalchemy as sa
from alembic import op


revision = '0130'
down_revision = '0129'
branch_labels = None
depends_on = None

CODE = sa.String(40)


def upgrade():
    for table in ('catalogue_item', 'catalogue_draft'):
        op.add_column(table, sa.Column('columns', sa.Text, server_default='', nullable=False))
    op.create_table(
        'source_duty',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('code', CODE, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('ended_on', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_source_duty'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_source_duty_body_id'),
    )
    for name in ('code', 'body_id'):
        op.create_index(f'ix_source_duty_{name}', 'source_duty', [name])
    _unique('source_duty', 'current', ['code', 'body_id'], 'ended_on IS NULL')
    _gatherings()
    _rows()


def _unique(table, name, columns, where):
    op.create_index(
        f'uq_{table}_{name}', table, columns, unique=True,
        sqlite_where=sa.text(where), postgresql_where=sa.text(where),
    )


def _gatherings():
    op.create_table(
        'gathering',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('duty_id', sa.Integer, nullable=False),
        sa.Column('item_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('first', sa.Date, nullable=False),
        sa.Column('last', sa.Date, nullable=False),
        sa.Column('deliver_by', sa.Date, nullable=False),
        sa.Column('settled_on', sa.Date),
        sa.Column('rows', sa.Integer, server_default='0', nullable=False),
        sa.Column('zero_by_name', sa.Text, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_gathering'),
        sa.ForeignKeyConstraint(['duty_id'], ['source_duty.id'], name='fk_gathering_duty_id'),
        sa.ForeignKeyConstraint(['item_id'], ['catalogue_item.id'], name='fk_gathering_item_id'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_gathering_body_id'),
        sa.CheckConstraint(
            "state <> 'zero-reported' OR zero_by_name <> ''", name='ck_gathering_zero_has_a_name'
        ),
        sa.CheckConstraint(
            "state = 'owed' OR settled_on IS NOT NULL", name='ck_gathering_settled_on_a_day'
        ),
    )
    for name in ('state', 'duty_id', 'item_id', 'body_id', 'deliver_by', 'step_due_on'):
        op.create_index(f'ix_gathering_{name}', 'gathering', [name])
    op.create_index('uq_gathering_period', 'gathering', ['duty_id', 'first'], unique=True)


def _rows():
    op.create_table(
        'gathered_row',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('item_id', sa.Integer, nullable=False),
        sa.Column('code', CODE, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('gathering_id', sa.Integer, nullable=False),
        sa.Column('key', sa.Text, nullable=False),
        sa.Column('content', sa.JSON, nullable=False),
        sa.Column('sealed', sa.Text, server_default='', nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('replaced_at', sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint('id', name='pk_gathered_row'),
        *(
            sa.ForeignKeyConstraint([name], [target], name=f'fk_gathered_row_{name}')
            for name, target in (
                ('item_id', 'catalogue_item.id'), ('body_id', 'subject.id'),
                ('subject_id', 'subject.id'), ('gathering_id', 'gathering.id'),
            )
        ),
    )
    for name in ('item_id', 'body_id', 'subject_id', 'gathering_id'):
        op.create_index(f'ix_gathered_row_{name}', 'gathered_row', [name])
    _unique(
        'gathered_row', 'current', ['code', 'body_id', 'subject_id', 'key'], 'replaced_at IS NULL'
    )


def downgrade():
    for table in ('gathered_row', 'gathering', 'source_duty'):
        op.drop_table(table)
    for table in ('catalogue_draft', 'catalogue_item'):
        with op.batch_alter_table(table) as batch:
            batch.drop_column('columns')
