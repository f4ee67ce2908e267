"""who stands behind a subject, and which measures reach them"""

import sqlalchemy as sa
from alembic import op


revision = '0104'
down_revision = '0103'
branch_labels = None
depends_on = None

ENDS = ('subject_id', 'related_id')


def upgrade():
    op.create_table(
        'relation',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('related_id', sa.Integer, nullable=False),
        sa.Column('role', sa.String(40), nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        sa.Column('source', sa.Text, nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entered_by_name', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_relation'),
        sa.UniqueConstraint(
            'subject_id', 'related_id', 'role', 'since',
            name='uq_relation_subject_id_related_id_role_since',
        ),
        sa.CheckConstraint('subject_id <> related_id', name=op.f('ck_relation_of_two')),
        sa.CheckConstraint(
            'until IS NULL OR until >= since', name=op.f('ck_relation_ends_after_it_begins')
        ),
        *(
            sa.ForeignKeyConstraint([end], ['subject.id'], name=f'fk_relation_{end}')
            for end in ENDS
        ),
    )
    for end in ENDS:
        op.create_index(f'ix_relation_{end}', 'relation', [end])
    op.create_table(
        'related_reach',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('measure', sa.String(40), nullable=False),
        sa.Column('role', sa.String(40), nullable=False),
        sa.Column('held', sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_related_reach'),
        sa.UniqueConstraint('measure', 'role', name='uq_related_reach_measure_role'),
    )


def downgrade():
    op.drop_table('related_reach')
    op.drop_table('relation')
