"""what evaluators ask bodies for, and what they give"""

import sqlalchemy as sa
from alembic import op


revision = '0173'
down_revision = '0172'
branch_labels = None
depends_on = None

TABLE = 'evaluation_material'


def upgrade():
    op.create_table(
        TABLE,
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('assignment_id', sa.Integer, nullable=False),
        sa.Column('indicator_id', sa.Integer),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('what', sa.Text, nullable=False),
        sa.Column('asked_by_name', sa.Text, nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answer', sa.Text, server_default='', nullable=False),
        sa.Column('answered_by_name', sa.Text, server_default='', nullable=False),
        sa.Column('answered_on', sa.Date),
        sa.Column('supplied_late', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name=f'pk_{TABLE}'),
        sa.ForeignKeyConstraint(
            ['assignment_id'], ['assignment.id'], name=f'fk_{TABLE}_assignment_id'
        ),
        sa.ForeignKeyConstraint(
            ['indicator_id'], ['indicator.id'], name=f'fk_{TABLE}_indicator_id'
        ),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=f'fk_{TABLE}_subject_id'),
    )
    for name in ('state', 'assignment_id', 'subject_id', 'step_due_on'):
        op.create_index(f'ix_{TABLE}_{name}', TABLE, [name])


def downgrade():
    op.drop_table(TABLE)
