"""the catalogue in versions, changed by what is proposed and approved by two"""

import sqlalchemy as sa
from alembic import op


revision = '0127'
down_revision = '0126'
branch_labels = None
depends_on = None

CODE = sa.String(40)
CYCLES = {'实时': 'at once', '每日': 'daily', '每月': 'monthly', '每年': 'yearly'}


def upgrade():
    with op.batch_alter_table('catalogue_item') as batch:
        batch.drop_constraint('uq_catalogue_item_code', type_='unique')
        batch.add_column(sa.Column('version', sa.Integer, server_default='1', nullable=False))
        batch.add_column(sa.Column('period', CODE, server_default='', nullable=False))
        batch.add_column(sa.Column('since', sa.Date))
        batch.add_column(sa.Column('until', sa.Date))
    _cycles(CYCLES, 'yearly')
    with op.batch_alter_table('catalogue_item') as batch:
        batch.alter_column('cycle', existing_type=sa.Text, type_=CODE, existing_nullable=False)
    op.create_index('uq_catalogue_item_version', 'catalogue_item', ['code', 'version'], unique=True)
    current = sa.text('until IS NULL')
    op.create_index(
        'uq_catalogue_item_current', 'catalogue_item', ['code'], unique=True,
        sqlite_where=current, postgresql_where=current,
    )
    _drafts()


def _cycles(words, other):
    item = sa.table('catalogue_item', sa.column('cycle', sa.Text))
    op.execute(item.update().values(cycle=sa.case(words, value=item.c.cycle, else_=other)))


def _drafts():
    op.create_table(
        'catalogue_draft',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('code', CODE, nullable=False),
        sa.Column('body_id', sa.Integer),
        sa.Column('replaces_id', sa.Integer),
        sa.Column('ending', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('begins_on', sa.Date),
        sa.Column('reasons', sa.Text, nullable=False),
        sa.Column('drafted_by_id', sa.Integer),
        sa.Column('drafted_by_name', sa.Text, nullable=False),
        sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reviewed_by_id', sa.Integer),
        sa.Column('reviewed_on', sa.Date),
        sa.Column('approved_by_id', sa.Integer),
        sa.Column('approved_on', sa.Date),
        sa.Column('item_id', sa.Integer),
        sa.Column('name', sa.Text, nullable=False),
        sa.Column('category', CODE, nullable=False),
        sa.Column('sense', CODE, nullable=False),
        sa.Column('applies_to', sa.Text, nullable=False),
        sa.Column('source', sa.Text, nullable=False),
        sa.Column('cycle', CODE, nullable=False),
        sa.Column('sharing', CODE, nullable=False),
        sa.Column('condition', sa.Text, server_default='', nullable=False),
        sa.Column('publicity', CODE, nullable=False),
        sa.Column('period', CODE, server_default='', nullable=False),
        sa.Column('stream', CODE, server_default='', nullable=False),
        sa.Column('rule', CODE, server_default='', nullable=False),
        sa.Column('legal_basis', sa.Text, nullable=False),
        sa.Column('basis_level', CODE, nullable=False),
        sa.Column('effective_from', sa.Date),
        sa.Column('effective_to', sa.Date),
        sa.Column('verified', CODE, nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_catalogue_draft'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_catalogue_draft_body_id'),
        *(
            sa.ForeignKeyConstraint([name], ['catalogue_item.id'], name=f'fk_catalogue_draft_{name}')
            for name in ('replaces_id', 'item_id')
        ),
        *(
            sa.ForeignKeyConstraint([name], ['user.id'], name=f'fk_catalogue_draft_{name}')
            for name in ('drafted_by_id', 'reviewed_by_id', 'approved_by_id')
        ),
        sa.UniqueConstraint('item_id', name='uq_catalogue_draft_item_id'),
        sa.CheckConstraint(
            'reviewed_by_id <> drafted_by_id', name='ck_catalogue_draft_reviewed_by_another'
        ),
        sa.CheckConstraint(
            'approved_by_id <> reviewed_by_id', name='ck_catalogue_draft_approved_by_another'
        ),
        sa.CheckConstraint(
            "state <> 'done' OR (reviewed_by_id IS NOT NULL AND approved_by_id IS NOT NULL)",
            name='ck_catalogue_draft_done_by_two',
        ),
        sa.CheckConstraint(
            'NOT ending OR replaces_id IS NOT NULL', name='ck_catalogue_draft_ends_something'
        ),
    )
    for name in ('state', 'body_id', 'category', 'stream', 'step_due_on'):
        op.create_index(f'ix_catalogue_draft_{name}', 'catalogue_draft', [name])
    is_open = sa.text("state IN ('drafted', 'submitted', 'reviewed')")
    op.create_index(
        'uq_catalogue_draft_open', 'catalogue_draft', ['code'], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )


def downgrade():
    op.drop_table('catalogue_draft')
    op.execute('DELETE FROM catalogue_item WHERE until IS NOT NULL')
    op.drop_index('uq_catalogue_item_current', table_name='catalogue_item')
    op.drop_index('uq_catalogue_item_version', table_name='catalogue_item')
    with op.batch_alter_table('catalogue_item') as batch:
        batch.alter_column('cycle', existing_type=CODE, type_=sa.Text, existing_nullable=False)
        for name in ('version', 'period', 'since', 'until'):
            batch.drop_column(name)
        batch.create_unique_constraint('uq_catalogue_item_code', ['code'])
    _cycles({word: name for name, word in CYCLES.items()}, '')
