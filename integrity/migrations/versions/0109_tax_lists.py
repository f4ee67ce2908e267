"""lists of taxpayers by grade, adopted by two"""

import sqlalchemy as sa
from alembic import op


revision = '0109'
down_revision = '0108'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'tax_list',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('year', sa.Integer, nullable=False),
        sa.Column('published_on', sa.Date, nullable=False),
        sa.Column('whole', sa.Boolean, nullable=False),
        sa.Column('body_id', sa.Integer),
        sa.Column('entered_by_name', sa.Text, nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('first_by_id', sa.Integer),
        sa.Column('second_by_id', sa.Integer),
        sa.Column('adopted_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_tax_list'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_tax_list_body_id'),
        *(
            sa.ForeignKeyConstraint([name], ['user.id'], name=f'fk_tax_list_{name}')
            for name in ('first_by_id', 'second_by_id')
        ),
        sa.CheckConstraint('first_by_id <> second_by_id', name='ck_tax_list_two_people'),
        sa.CheckConstraint(
            "state <> 'adopted-list' OR (first_by_id IS NOT NULL AND second_by_id IS NOT NULL)",
            name='ck_tax_list_adopted_by_two',
        ),
    )
    for name in ('state', 'step_due_on'):
        op.create_index(f'ix_tax_list_{name}', 'tax_list', [name])
    is_open = sa.text("state IN ('entered-list', 'agreed-list')")
    op.create_index(
        'uq_tax_list_open', 'tax_list', ['year', 'published_on'], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )
    op.create_table(
        'tax_row',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('list_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('grade', sa.String(40), nullable=False),
        sa.Column('note', sa.Text, server_default='', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_tax_row'),
        sa.UniqueConstraint('list_id', 'subject_id', name='uq_tax_row_list_id_subject_id'),
        sa.ForeignKeyConstraint(['list_id'], ['tax_list.id'], name='fk_tax_row_list_id'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_tax_row_subject_id'),
    )
    op.create_index('ix_tax_row_subject_id', 'tax_row', ['subject_id'])


def downgrade():
    op.drop_table('tax_row')
    op.drop_table('tax_list')
