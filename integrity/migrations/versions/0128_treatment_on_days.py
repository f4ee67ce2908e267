"""what a repair made of a record or an entry, at the end of each day

Only versions of days on which the repair was there already are told it: of each thing its last.
"""

import sqlalchemy as sa
from alembic import op


revision = '0128'
down_revision = '0127'
branch_labels = None
depends_on = None

NAMES = {'record_version': 'credit_record', 'entry_version': 'list_entry'}


def upgrade():
    for name, thing in NAMES.items():
        op.add_column(name, sa.Column('treatment', sa.String(40), nullable=True))
        op.execute(
            f'UPDATE {name} SET treatment = (SELECT t.treatment FROM {thing} t '
            f'WHERE t.id = {name}.thing_id) WHERE "on" = (SELECT max(v."on") FROM {name} v '
            f'WHERE v.thing_id = {name}.thing_id) AND EXISTS (SELECT 1 FROM {thing} t '
            f'WHERE t.id = {name}.thing_id AND t.treatment IS NOT NULL)'
        )


def downgrade():
    for name in NAMES:
        with op.batch_alter_table(name) as batch:
            batch.drop_column('treatment')
