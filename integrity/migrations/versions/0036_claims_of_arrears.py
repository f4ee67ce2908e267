"""payments that wait for somebody's word, disputes with a ground and an end, plans agreed to"""

import sqlalchemy as sa
from alembic import op


revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

OVER = "('paid', 'rejected')"


def upgrade():
    op.create_table(
        'dispute',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('invoice_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('ground', sa.String(40), nullable=False),
        sa.Column('amount', sa.Numeric(18, 2), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('evidence', sa.Text(), nullable=False),
        sa.Column('raised_on', sa.Date(), nullable=False),
        sa.Column('decided_on', sa.Date(), nullable=True),
        sa.Column('owed', sa.Numeric(18, 2), nullable=True),
        sa.Column('moves', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('step_since', sa.Date(), nullable=True),
        sa.Column('step_due_on', sa.Date(), nullable=True),
        sa.CheckConstraint('amount > 0', name='ck_dispute_amount'),
        sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name='fk_dispute_invoice_id'),
        sa.PrimaryKeyConstraint('id', name='pk_dispute'),
        sa.UniqueConstraint('invoice_id', name='uq_dispute_invoice_id'),
    )
    op.create_index('ix_dispute_step_due_on', 'dispute', ['step_due_on'])
    with op.batch_alter_table('payment') as batch_op:
        batch_op.add_column(sa.Column('state', sa.String(40), server_default='reported', nullable=False))
        batch_op.add_column(sa.Column('received_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('counted_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('source', sa.String(40), nullable=True))
        batch_op.add_column(sa.Column('moves', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('step_since', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('step_due_on', sa.Date(), nullable=True))
        batch_op.create_index('ix_payment_step_due_on', ['step_due_on'])
    with op.batch_alter_table('invoice') as batch_op:
        batch_op.add_column(
            sa.Column('excused', sa.Numeric(18, 2), nullable=False, server_default='0')
        )
        batch_op.add_column(sa.Column('contested_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('plan_agreed_on', sa.Date(), nullable=True))
    _convert()
    with op.batch_alter_table('payment') as batch_op:
        batch_op.alter_column('state', existing_type=sa.String(40), server_default=None)
        batch_op.alter_column('received_on', existing_type=sa.Date(), nullable=False)
    with op.batch_alter_table('invoice') as batch_op:
        batch_op.alter_column('excused', existing_type=sa.Numeric(18, 2), server_default=None)
        batch_op.drop_column('answer_by')
        batch_op.drop_column('forward_by')


def _convert():
    """What the debtor alone had ended before is marked so; what is open waits for a second word."""
    for statement in (
        "UPDATE invoice SET step_since = registered_on WHERE state = 'registered'",
        "UPDATE invoice SET step_due_on = forward_by WHERE state = 'accepted'",
        "UPDATE invoice SET step_since = forwarded_on, step_due_on = answer_by"
        " WHERE state = 'forwarded'",
        # plans that the supplier never agreed to
        "UPDATE invoice SET state = 'proposed' WHERE state = 'planned'",
        "UPDATE payment SET received_on = paid_on",
        f"UPDATE payment SET state = 'confirmed', counted_on = paid_on, source = 'earlier'"
        f" WHERE invoice_id IN (SELECT id FROM invoice WHERE state IN {OVER})",
        # what went to court is owed until it has spoken
        "UPDATE invoice SET disputed = 0, outcome = NULL, closed_on = NULL"
        " WHERE state = 'disputed'",
        "INSERT INTO dispute (invoice_id, state, ground, amount, words, evidence, raised_on)"
        " SELECT id, 'raised', 'unstated', disputed, '', '',"
        " COALESCE(forwarded_on, registered_on) FROM invoice"
        f" WHERE disputed > 0 AND state NOT IN {OVER}",
        # a part that was contested when the rest was paid is open again
        "INSERT INTO dispute (invoice_id, state, ground, amount, words, evidence, raised_on)"
        " SELECT id, 'raised', 'unstated', disputed, '', '',"
        " COALESCE(forwarded_on, registered_on) FROM invoice"
        " WHERE disputed > 0 AND state = 'paid'",
        "UPDATE invoice SET state = 'verified', outcome = NULL, contested_on = closed_on,"
        " closed_on = NULL WHERE disputed > 0 AND state = 'paid'",
        f"UPDATE invoice SET paid = 0 WHERE state NOT IN {OVER} AND contested_on IS NULL",
        "UPDATE invoice SET contested_on = (SELECT raised_on FROM dispute"
        " WHERE dispute.invoice_id = invoice.id) WHERE disputed = amount AND state <> 'rejected'",
    ):
        op.execute(statement)


def downgrade():
    with op.batch_alter_table('invoice') as batch_op:
        batch_op.add_column(sa.Column('forward_by', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('answer_by', sa.Date(), nullable=True))
    for statement in (
        "UPDATE invoice SET forward_by = step_due_on WHERE state = 'accepted'",
        "UPDATE invoice SET answer_by = step_due_on WHERE state IN ('forwarded', 'extended')",
        "UPDATE invoice SET state = 'forwarded' WHERE state = 'extended'",
        "UPDATE invoice SET state = 'planned' WHERE state = 'proposed'",
        "UPDATE invoice SET state = 'rejected', outcome = 'rejected' WHERE state = 'not_owed'",
    ):
        op.execute(statement)
    with op.batch_alter_table('invoice') as batch_op:
        batch_op.drop_column('plan_agreed_on')
        batch_op.drop_column('contested_on')
        batch_op.drop_column('excused')
    with op.batch_alter_table('payment') as batch_op:
        batch_op.drop_index('ix_payment_step_due_on')
        for name in (
            'step_due_on', 'step_since', 'moves', 'source', 'counted_on', 'received_on', 'state',
        ):
            batch_op.drop_column(name)
    op.drop_index('ix_dispute_step_due_on', 'dispute')
    op.drop_table('dispute')
