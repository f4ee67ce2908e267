"""interest is owed until it is paid; retention, deposits, and payments put right"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import sqlalchemy as sa
from alembic import op


revision = '0064'
down_revision = '0063'
branch_labels = None
depends_on = None

MONEY = sa.Numeric(18, 2)
WORD = sa.String(40)
ZERO = {'server_default': '0', 'nullable': False}
FIRST = date(2020, 9, 1)
STATUTORY = Decimal('0.0005')
INVOICE = sa.table(
    'invoice',
    *(sa.column(n) for n in ('id', 'state', 'outcome', 'size')),
    *(sa.column(n, sa.Date) for n in ('closed_on', 'due_on', 'starts_on', 'delivered_on')),
    sa.column('contract_signed_on', sa.Date),
    *(sa.column(n, MONEY) for n in ('amount', 'excused', 'interest_owed')),
    sa.column('agreed_rate', sa.Numeric(9, 4)),
)
PAYMENT = sa.table(
    'payment',
    sa.column('invoice_id'),
    sa.column('counted_on', sa.Date),
    sa.column('amount', MONEY),
    sa.column('principal', MONEY),
    sa.column('order'),
)
LPR = sa.table(
    'loan_prime_rate', sa.column('published_on', sa.Date), sa.column('one_year', sa.Numeric(9, 4))
)


def upgrade():
    with op.batch_alter_table('invoice') as batch:
        batch.add_column(sa.Column('nature', WORD, server_default='price', nullable=False))
        batch.add_column(sa.Column('condition', WORD, server_default='none', nullable=False))
        batch.add_column(sa.Column('released_on', sa.Date))
        batch.add_column(sa.Column('waived_on', sa.Date))
        batch.add_column(sa.Column('interest_paid', MONEY, **ZERO))
        batch.add_column(sa.Column('interest_owed', MONEY, **ZERO))
    with op.batch_alter_table('payment') as batch:
        batch.add_column(sa.Column('order', WORD, server_default='law', nullable=False))
        batch.add_column(sa.Column('principal', MONEY, **ZERO))
        batch.add_column(sa.Column('interest', MONEY, **ZERO))
        batch.add_column(sa.Column('corrects_id', sa.Integer))
        batch.add_column(
            sa.Column('by_creditor', sa.Boolean, server_default=sa.false(), nullable=False)
        )
        batch.create_foreign_key(
            'fk_payment_corrects_id_payment', 'payment', ['corrects_id'], ['id']
        )
        batch.drop_constraint(op.f('ck_payment_amount'), type_='check')
        batch.create_check_constraint(
            op.f('ck_payment_amount'), 'amount > 0 OR amount = 0 AND corrects_id IS NOT NULL'
        )
    op.create_index('ix_payment_corrects_id', 'payment', ['corrects_id'])
    _count()


def _count():
    """Payments went to principal until now; interest that ran on it meanwhile is still owed."""
    counted = PAYMENT.c.counted_on.is_not(None)
    covered = {'principal': PAYMENT.c.amount, 'order': 'principal'}
    op.execute(PAYMENT.update().where(counted).values(**covered))
    db = op.get_bind()
    late = sa.and_(INVOICE.c.state == 'paid', INVOICE.c.closed_on > INVOICE.c.due_on)
    rates = db.execute(sa.select(LPR).order_by(LPR.c.published_on)).all()
    for invoice in db.execute(sa.select(INVOICE).where(late)).all():
        wanted = sa.select(PAYMENT.c.counted_on, PAYMENT.c.amount)
        wanted = wanted.where(PAYMENT.c.invoice_id == invoice.id, counted)
        owed = _interest(invoice, db.execute(wanted).all(), rates)
        if owed:
            changed = {'state': 'interest', 'interest_owed': owed, 'outcome': None}
            this = INVOICE.c.id == invoice.id
            db.execute(INVOICE.update().where(this).values(closed_on=None, **changed))


def _interest(invoice, payments, rates):
    left, first, yuan_days = invoice.amount - invoice.excused, invoice.due_on, Decimal(0)
    for day, amount in sorted(payments):
        if day > first:
            yuan_days += max(left, Decimal(0)) * (day - first).days
            first = day
        left -= amount
    bears = yuan_days * _percent(invoice, rates) / 36500
    return bears.quantize(Decimal('0.01'), ROUND_HALF_UP)


def _percent(invoice, rates):
    """A year, as agreed but at least the LPR at signing, else as the law says."""
    start = invoice.starts_on or invoice.delivered_on
    protected = invoice.size != 'large' and start >= FIRST
    if invoice.agreed_rate is None:
        return STATUTORY * 36500 if protected else Decimal(0)
    signed_on = invoice.contract_signed_on
    known = [r.one_year for r in rates if signed_on and r.published_on <= signed_on]
    return max(invoice.agreed_rate, known[-1] if known and protected else Decimal(0))


def downgrade():
    """What was paid as interest or put right cannot be told in the old tables: it stays paid."""
    last = sa.select(sa.func.max(PAYMENT.c.counted_on)).where(PAYMENT.c.invoice_id == INVOICE.c.id)
    paid = {'state': 'paid', 'outcome': 'paid', 'closed_on': last.scalar_subquery()}
    op.execute(INVOICE.update().where(INVOICE.c.state == 'interest').values(**paid))
    ended = INVOICE.c.outcome.in_(('with_interest', 'waived'))
    op.execute(INVOICE.update().where(ended).values(outcome='paid'))
    op.execute("UPDATE payment SET state = 'denied' WHERE state IN ('replaced', 'doubted')")
    op.execute('UPDATE payment SET corrects_id = NULL')
    op.execute('DELETE FROM payment WHERE amount = 0')
    op.drop_index('ix_payment_corrects_id', 'payment')
    with op.batch_alter_table('payment') as batch:
        batch.drop_constraint(op.f('ck_payment_amount'), type_='check')
        batch.create_check_constraint(op.f('ck_payment_amount'), 'amount > 0')
        batch.drop_constraint('fk_payment_corrects_id_payment', type_='foreignkey')
        for name in ('by_creditor', 'corrects_id', 'interest', 'principal', 'order'):
            batch.drop_column(name)
    with op.batch_alter_table('invoice') as batch:
        for name in ('interest_owed', 'interest_paid', 'waived_on', 'released_on'):
            batch.drop_column(name)
        batch.drop_column('condition')
        batch.drop_column('nature')
