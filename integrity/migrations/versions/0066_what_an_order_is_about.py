"""an order to put right says which of the four problems of public bodies it is about"""

import sqlalchemy as sa
from alembic import op


revision = '0066'
down_revision = '0065'
branch_labels = None
depends_on = None

PROBLEMS = {
    'promise-broken': [
        ('commitments', 'overdue'),
        ('commitments', 'not-fulfilled'),
        ('commitments', 'compensation-late'),
        ('complaints', 'upheld'),
    ],
    'arrears': [('arrears', 'unpaid-after-due-day')],
    'judgment-refused': [('courts', 'not-performed')],
}
USUAL = {
    'commitments': 'promise-broken',
    'complaints': 'promise-broken',
    'arrears': 'arrears',
    'courts': 'judgment-refused',
}


def upgrade():
    with op.batch_alter_table('rectification') as batch:
        batch.add_column(sa.Column('problem', sa.String(40)))
    order = sa.table('rectification', *map(sa.column, ('record_id', 'stream', 'problem')))
    record = sa.table('credit_record', *map(sa.column, ('id', 'stream', 'rule')))
    put = sa.update(order)
    for problem, rules in PROBLEMS.items():
        for stream, rule in rules:
            ids = sa.select(record.c.id).where(record.c.stream == stream, record.c.rule == rule)
            op.execute(put.where(order.c.record_id.in_(ids)).values(problem=problem))
    inherited = sa.select(record.c.id).where(record.c.rule == 'not-taken-over')
    op.execute(put.where(order.c.record_id.in_(inherited)).values(problem='old-promises-ignored'))
    for stream, problem in USUAL.items():
        of_item = (order.c.record_id.is_(None), order.c.stream == stream)
        op.execute(put.where(*of_item).values(problem=problem))


def downgrade():
    with op.batch_alter_table('rectification') as batch:
        batch.drop_column('problem')
