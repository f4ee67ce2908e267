"""how a term is counted, Order 58 between its dates, repair from the day after the minimum"""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None

BACKWARD = ('WARN-YELLOW', 'DEC-HEARING', 'COURT-NOTICE-GZ', 'SUPPLIER-CLEAN')
PERIODS = (
    'DISCLOSE-MAX',
    'PAY-PUBLISH%',
    'REP-2026-%',
    'REP-2025-MINOR-MAX',
    'REP-2025-GENERAL-%',
    'REP-2025-SEVERE-%',
    'REP-2023-%',
    'REP-2020-T%',
    'SAMR-PUB-3_',
    'SAMR-2025-%',
    'PERF-REPORT',
    'PERF-NO-%',
    'GOV-NO-HONOUR',
    'DISHONEST-TERM',
    'BAN-%',
    'LOG-%',
    'PIA-RECORD',
    'SHARE-RECORD',
    'PBOC-BAD',
    'LOCAL-2020-MAX',
    'LOCAL-RETAIN%',
)
DAY_AFTER = {
    'sqlite': "date(repairable_on, '+1 day')",
    'postgresql': 'repairable_on + 1',
}
DAY_BEFORE = {
    'sqlite': "date(repairable_on, '-1 day')",
    'postgresql': 'repairable_on - 1',
}


def upgrade():
    op.add_column(
        'term',
        sa.Column('counting', sa.String(length=40), nullable=False, server_default='limit'),
    )
    term = sa.table('term', sa.column('code'), sa.column('counting'))
    backward = term.update().where(term.c.code.in_(BACKWARD))
    op.execute(backward.values(counting='backward'))
    for pattern in PERIODS:
        op.execute(term.update().where(term.c.code.like(pattern)).values(counting='period'))
    op.execute("UPDATE term SET unit = 'working_day' WHERE code = 'PENALTY-WITHDRAW'")
    op.execute(
        "UPDATE term SET legal_basis = '行政处罚法（2021年修订）第四十八条、第八十五条'"
        " WHERE code = 'PENALTY-WITHDRAW'"
    )
    # Order 58 of 2023 takes their days; `flask rules load` brings its scale.
    op.execute("UPDATE grade SET effective_to = '2023-04-30' WHERE scale = '2020'")
    op.execute("UPDATE grade SET effective_to = '2025-06-21' WHERE scale = '2025'")
    day = DAY_AFTER[op.get_bind().dialect.name]
    op.execute(
        f'UPDATE credit_record SET repairable_on = {day} WHERE repairable_on > decided_on'
    )


def downgrade():
    day = DAY_BEFORE[op.get_bind().dialect.name]
    op.execute(
        f'UPDATE credit_record SET repairable_on = {day} WHERE repairable_on > decided_on'
    )
    op.execute("UPDATE grade SET effective_to = '2026-03-31' WHERE scale = '2025'")
    op.execute("UPDATE grade SET effective_to = '2025-06-21' WHERE scale = '2020'")
    op.execute("DELETE FROM grade WHERE scale = '2023'")
    op.execute("UPDATE term SET unit = 'day' WHERE code = 'PENALTY-WITHDRAW'")
    op.drop_column('term', 'counting')
