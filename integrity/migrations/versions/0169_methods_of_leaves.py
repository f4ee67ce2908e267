"""leaves that are answered with yes or no, add, deduct or bar a grade"""

import sqlalchemy as sa
from alembic import op


revision = '0169'
down_revision = '0168'
branch_labels = None
depends_on = None

WEIGHT = 'ck_indicator_weight_of_100'


def upgrade():
    with op.batch_alter_table('indicator') as batch:
        batch.add_column(
            sa.Column('method', sa.String(40), server_default='rated', nullable=False)
        )
        batch.add_column(sa.Column('cap', sa.Numeric(18, 2)))
        batch.add_column(sa.Column('bars', sa.String(20), server_default='', nullable=False))
        batch.drop_constraint(op.f(WEIGHT), type_='check')
        batch.create_check_constraint(op.f(WEIGHT), 'weight >= 0 AND weight <= 100')


def downgrade():
    op.execute("UPDATE indicator SET weight = 0.01 WHERE weight = 0")
    with op.batch_alter_table('indicator') as batch:
        batch.drop_constraint(op.f(WEIGHT), type_='check')
        batch.create_check_constraint(op.f(WEIGHT), 'weight > 0 AND weight <= 100')
        for name in ('method', 'cap', 'bars'):
            batch.drop_column(name)
