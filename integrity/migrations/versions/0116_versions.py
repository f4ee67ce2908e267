"""what a record and an entry were at the end of each day on which they changed

What was before today cannot be told any more, so nothing is made up: each begins as it is now.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op


revision = '0116'
down_revision = '0115'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()
KEPT = {
    'credit_record': (
        sa.Column('state', WORD, nullable=False),
        sa.Column('notified_on', sa.Date),
        sa.Column('object_until', sa.Date),
        sa.Column('scale', WORD),
        sa.Column('grade', WORD),
        sa.Column('decided_on', sa.Date),
        sa.Column('decided_by_name', TEXT),
        sa.Column('public', sa.Boolean, nullable=False),
        sa.Column('repairable_on', sa.Date),
        sa.Column('until', sa.Date),
        sa.Column('closed_on', sa.Date),
        sa.Column('superseded_by_id', sa.Integer),
    ),
    'list_entry': (
        sa.Column('state', WORD, nullable=False),
        sa.Column('record_id', sa.Integer),
        sa.Column('reasons', TEXT, nullable=False),
        sa.Column('listed_on', sa.Date),
        sa.Column('until', sa.Date),
        sa.Column('disputed', sa.Boolean, nullable=False),
        sa.Column('outcome', WORD),
        sa.Column('removed_on', sa.Date),
    ),
}
NAMES = {'credit_record': 'record_version', 'list_entry': 'entry_version'}


def upgrade():
    today = datetime.now(ZoneInfo('Asia/Shanghai')).date()
    for thing, columns in KEPT.items():
        name, words = NAMES[thing], ', '.join(column.name for column in columns)
        op.create_table(
            name,
            sa.Column('thing_id', sa.Integer, nullable=False),
            sa.Column('on', sa.Date, nullable=False),
            *columns,
            sa.PrimaryKeyConstraint('thing_id', 'on', name=f'pk_{name}'),
            sa.ForeignKeyConstraint(['thing_id'], [f'{thing}.id'], name=f'fk_{name}_thing_id'),
        )
        op.create_index(f'ix_{name}_on', name, ['on'])
        op.execute(
            sa.text(
                f'INSERT INTO {name} (thing_id, "on", {words}) SELECT id, :today, {words} FROM {thing}'
            ).bindparams(sa.bindparam('today', today, sa.Date))
        )


def downgrade():
    for name in NAMES.values():
        op.drop_table(name)
