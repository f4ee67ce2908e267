"""the papers of a commission"""

import sqlalchemy as sa
from alembic import op


revision = '0184'
down_revision = '0183'
branch_labels = None
depends_on = None

TABLE = 'commission_paper'


def upgrade():
    op.create_table(
        TABLE,
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('round_id', sa.Integer, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('body_id', sa.Integer),
        sa.Column('on_day', sa.Date, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('by_body_id', sa.Integer),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=f'pk_{TABLE}'),
        sa.ForeignKeyConstraint(
            ['round_id'], ['evaluation_round.id'], name=f'fk_{TABLE}_round_id'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=f'fk_{TABLE}_body_id'),
        sa.ForeignKeyConstraint(['by_body_id'], ['subject.id'], name=f'fk_{TABLE}_by_body_id'),
    )
    for name in ('round_id', 'body_id'):
        op.create_index(f'ix_{TABLE}_{name}', TABLE, [name])


def downgrade():
    op.drop_table(TABLE)
