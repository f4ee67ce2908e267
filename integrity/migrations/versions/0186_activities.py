"""what bodies did for publicity and education, and what was exposed of them"""

import sqlalchemy as sa
from alembic import op


revision = '0186'
down_revision = '0185'
branch_labels = None
depends_on = None

CODE = sa.String(40)


def upgrade():
    op.create_table(
        'activity',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('kind', CODE, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('channel', sa.String(100), nullable=False),
        sa.Column('people', sa.Integer),
        sa.Column('address', sa.Text, nullable=False, server_default=''),
        sa.Column('text', sa.Text, nullable=False, server_default=''),
        sa.Column('entered_by_id', sa.Integer),
        sa.Column('entered_by_name', sa.Text, nullable=False),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_activity'),
        sa.UniqueConstraint(
            'kind', 'subject_id', 'on', 'title', name='uq_activity_kind_subject_id_on_title'
        ),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_activity_subject_id'),
        sa.ForeignKeyConstraint(['entered_by_id'], ['user.id'], name='fk_activity_entered_by_id'),
    )
    for column in ('kind', 'state', 'subject_id', 'on', 'step_due_on'):
        op.create_index(f'ix_activity_{column}', 'activity', [column])


def downgrade():
    op.drop_table('activity')
