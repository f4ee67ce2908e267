"""on what personal data in an item of the catalogue is handled"""

import sqlalchemy as sa
from alembic import op


revision = '0158'
down_revision = '0157'
branch_labels = None
depends_on = None

TABLES = ('catalogue_item', 'catalogue_draft')
SHIPPED = (
    'ML-JD-01', 'ML-JD-02', 'ML-JD-03', 'ML-JD-04', 'ML-JD-05', 'ML-JD-06', 'ML-JD-07',
    'ML-JD-08', 'ML-SJ-04',
)


def upgrade():
    for name in TABLES:
        op.add_column(name, sa.Column('person_ground', sa.String(40)))
        table = sa.table(name, sa.column('code'), sa.column('person_ground'))
        shipped = sa.update(table).where(table.c.code.in_(SHIPPED))
        op.execute(shipped.values(person_ground='duty'))


def downgrade():
    for name in TABLES:
        op.drop_column(name, 'person_ground')
