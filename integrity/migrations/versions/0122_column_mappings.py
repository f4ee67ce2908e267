"""what somebody said that the columns of a file are, of it and of others like it"""

import sqlalchemy as sa
from alembic import op


revision = '0122'
down_revision = '0121'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('upload', sa.Column('columns', sa.JSON))
    op.add_column('upload', sa.Column('meaning', sa.JSON))
    op.create_table(
        'column_mapping',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('source', sa.Integer, nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('words', sa.JSON, nullable=False),
        sa.Column('keys', sa.JSON, nullable=False),
        sa.Column('by_id', sa.Integer, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_column_mapping'),
        sa.UniqueConstraint('kind', 'source', 'digest', name='uq_column_mapping_kind_source_digest'),
        sa.ForeignKeyConstraint(['by_id'], ['user.id'], name='fk_column_mapping_by_id'),
    )


def downgrade():
    op.drop_table('column_mapping')
    op.drop_column('upload', 'meaning')
    op.drop_column('upload', 'columns')
