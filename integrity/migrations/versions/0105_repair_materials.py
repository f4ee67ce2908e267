"""what is handed in with an application for repair, by kind of record and severity"""

import sqlalchemy as sa
from alembic import op


revision = '0105'
down_revision = '0104'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()


def upgrade():
    op.create_table(
        'repair_material',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', WORD, nullable=False),
        sa.Column('stream', WORD, nullable=False),
        sa.Column('grade', sa.String(80), nullable=False),
        sa.Column('name', TEXT, nullable=False),
        sa.Column('how', TEXT, nullable=False),
        sa.Column('way', WORD, nullable=False),
        sa.Column('required', sa.Boolean(), nullable=False),
        sa.Column('wording', TEXT, nullable=False),
        sa.Column('legal_basis', TEXT, nullable=False),
        sa.Column('effective_from', sa.Date(), nullable=True),
        sa.Column('effective_to', sa.Date(), nullable=True),
        sa.Column('verified', WORD, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_repair_material'),
        sa.UniqueConstraint('code', name='uq_repair_material_code'),
    )


def downgrade():
    op.drop_table('repair_material')
