"""which act a measure may follow, how grave it must be, and when its end was told"""

import sqlalchemy as sa
from alembic import op


revision = '0107'
down_revision = '0106'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()
SERIOUS = (
    'M-S-MKT-02', 'M-S-ADM-04', 'M-S-MKT-03', 'M-S-ADM-05', 'M-S-ADM-06', 'M-S-MKT-04',
    'M-S-ADM-07', 'M-S-GOV-15', 'M-S-GOV-16', 'M-S-GOV-17', 'M-S-GOV-18', 'M-S-ADM-27',
    'M-S-ADM-28', 'M-S-ADM-29',
)
ACTS = {
    'M-S-ADM-34': 'SX1-04', 'M-S-ADM-35': 'SX1-01', 'M-S-ADM-36': 'SX1-01',
    'M-S-ADM-37': 'SX2-05', 'M-S-ADM-27': 'SX2-17', 'M-MEMO-04': 'SX1-04',
    'M-MEMO-07': 'SX1-01',
}


def upgrade():
    # Without making the tables anew: other rows refer to their rows.
    for table in ('measure', 'measure_draft'):
        op.add_column(table, sa.Column('offences', TEXT, nullable=False, server_default=''))
        op.add_column(table, sa.Column('severity', WORD, nullable=True))
    op.add_column('entry_measure', sa.Column('told_on', sa.Date(), nullable=True))
    op.execute(
        'ALTER TABLE entry_change ADD COLUMN measure_id INTEGER'
        ' CONSTRAINT fk_entry_change_measure_id REFERENCES measure (id)'
    )
    measure = sa.table('measure', sa.column('code'), sa.column('offences'), sa.column('severity'))
    op.execute(measure.update().where(measure.c.code.in_(SERIOUS)).values(severity='serious'))
    for code, acts in ACTS.items():
        op.execute(measure.update().where(measure.c.code == code).values(offences=acts))


def downgrade():
    with op.batch_alter_table('entry_change') as batch:
        batch.drop_column('measure_id')
    op.drop_column('entry_measure', 'told_on')
    for table in ('measure_draft', 'measure'):
        op.drop_column(table, 'offences')
        op.drop_column(table, 'severity')
