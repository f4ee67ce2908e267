"""what public bodies are among the others, and what became of them"""

import sqlalchemy as sa
from alembic import op


revision = '0182'
down_revision = '0181'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'body_standing',
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('type', sa.String(40)),
        sa.Column('parent_id', sa.Integer),
        sa.Column('closed_on', sa.Date),
        sa.Column('successor_id', sa.Integer),
        sa.PrimaryKeyConstraint('body_id', name='pk_body_standing'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_body_standing_body_id'),
        sa.ForeignKeyConstraint(['parent_id'], ['subject.id'], name='fk_body_standing_parent_id'),
        sa.ForeignKeyConstraint(
            ['successor_id'], ['subject.id'], name='fk_body_standing_successor_id'
        ),
    )
    op.create_index('ix_body_standing_parent_id', 'body_standing', ['parent_id'])
    op.create_index('ix_body_standing_successor_id', 'body_standing', ['successor_id'])
    op.create_table(
        'body_change',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('what', sa.String(40), nullable=False),
        sa.Column('words', sa.Text, nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('basis', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_body_change'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_body_change_body_id'),
    )
    op.create_index('ix_body_change_body_id', 'body_change', ['body_id'])


def downgrade():
    op.drop_table('body_change')
    op.drop_table('body_standing')
