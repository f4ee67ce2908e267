"""the voucher by which a payment of the finance department is known"""

import sqlalchemy as sa
from alembic import op


revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('payment') as batch_op:
        batch_op.add_column(sa.Column('voucher', sa.String(80), nullable=True))
        batch_op.create_unique_constraint('uq_payment_voucher', ['voucher'])


def downgrade():
    with op.batch_alter_table('payment') as batch_op:
        batch_op.drop_constraint('uq_payment_voucher', type_='unique')
        batch_op.drop_column('voucher')
