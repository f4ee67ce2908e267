"""which body was asked to help to verify an objection, by when, and when it answered"""

import sqlalchemy as sa
from alembic import op

revision = '0177'
down_revision = '0176'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('objection') as batch:
        batch.add_column(sa.Column('helper_id', sa.Integer))
        batch.add_column(sa.Column('help_until', sa.Date))
        batch.add_column(sa.Column('helped_on', sa.Date))
        batch.create_foreign_key('fk_objection_helper_id', 'subject', ['helper_id'], ['id'])


def downgrade():
    with op.batch_alter_table('objection') as batch:
        batch.drop_constraint('fk_objection_helper_id', type_='foreignkey')
        batch.drop_column('helped_on')
        batch.drop_column('help_until')
        batch.drop_column('helper_id')
