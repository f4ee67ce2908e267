"""what becomes of what was repaired, what was missing, and the look on the spot"""

import sqlalchemy as sa
from alembic import op


revision = '0110'
down_revision = '0109'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()
OF_REPAIR = (
    ('asked_on', sa.Date(), None),
    ('asked_for', TEXT, ''),
    ('visit_by', TEXT, ''),
    ('visit_on', sa.Date(), None),
    ('visit_found', TEXT, ''),
    ('visited_on', sa.Date(), None),
    ('treatment', WORD, None),
    ('treated_under', TEXT, ''),
)


def upgrade():
    op.create_table(
        'repair_treatment',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', WORD, nullable=False),
        sa.Column('stream', WORD, nullable=False),
        sa.Column('grade', sa.String(80), nullable=False),
        sa.Column('treatment', WORD, nullable=False),
        sa.Column('visit', sa.Boolean(), nullable=False),
        sa.Column('legal_basis', TEXT, nullable=False),
        sa.Column('effective_from', sa.Date(), nullable=True),
        sa.Column('effective_to', sa.Date(), nullable=True),
        sa.Column('verified', WORD, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_repair_treatment'),
        sa.UniqueConstraint('code', name='uq_repair_treatment_code'),
    )
    for name, kind, default in OF_REPAIR:
        nullable = default is None
        op.add_column(
            'repair', sa.Column(name, kind, nullable=nullable, server_default=default)
        )
    for table in ('credit_record', 'list_entry'):
        op.add_column(table, sa.Column('treatment', WORD, nullable=True))


def downgrade():
    for table in ('credit_record', 'list_entry'):
        with op.batch_alter_table(table) as batch:
            batch.drop_column('treatment')
    with op.batch_alter_table('repair') as batch:
        for name, _kind, _default in OF_REPAIR:
            batch.drop_column(name)
    op.drop_table('repair_treatment')
