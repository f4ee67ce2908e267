"""arrears"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('invoice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('creditor_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('contract_no', sa.Text(), nullable=False),
    sa.Column('contract_name', sa.Text(), nullable=False),
    sa.Column('contract_signed_on', sa.Date(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=False),
    sa.Column('accepted_on', sa.Date(), nullable=True),
    sa.Column('acceptance_by', sa.Date(), nullable=True),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('agreed_days', sa.Integer(), nullable=True),
    sa.Column('agreed_rate', sa.Numeric(precision=9, scale=4), nullable=True),
    sa.Column('amount', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('disputed', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('paid', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('rejection', sa.String(40), nullable=True),
    sa.Column('court_case_no', sa.Text(), nullable=False),
    sa.Column('registered_on', sa.Date(), nullable=False),
    sa.Column('forward_by', sa.Date(), nullable=True),
    sa.Column('forwarded_on', sa.Date(), nullable=True),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=40), nullable=True),
    sa.Column('external_id', sa.String(length=80), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('amount > 0', name=op.f('ck_invoice_amount')),
    sa.CheckConstraint('disputed >= 0 AND disputed <= amount', name=op.f('ck_invoice_disputed')),
    sa.CheckConstraint('paid >= 0 AND paid <= amount', name=op.f('ck_invoice_paid')),
    sa.CheckConstraint('subject_id <> creditor_id', name=op.f('ck_invoice_two_parties')),
    sa.ForeignKeyConstraint(['creditor_id'], ['subject.id'], name=op.f('fk_invoice_creditor_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_invoice_subject_id')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_invoice_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invoice')),
    sa.UniqueConstraint('ref', name=op.f('uq_invoice_ref')),
    sa.UniqueConstraint('source', 'external_id', name=op.f('uq_invoice_source_external_id'))
    )
    with op.batch_alter_table('invoice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invoice_creditor_id'), ['creditor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_invoice_subject_id'), ['subject_id'], unique=False)

    op.create_table('instalment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_instalment_amount')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_instalment_invoice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instalment'))
    )
    with op.batch_alter_table('instalment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_instalment_invoice_id'), ['invoice_id'], unique=False)

    op.create_table('payment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invoice_id', sa.Integer(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('amount', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_payment_amount')),
    sa.ForeignKeyConstraint(['invoice_id'], ['invoice.id'], name=op.f('fk_payment_invoice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment'))
    )
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_invoice_id'), ['invoice_id'], unique=False)



def downgrade():
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payment_invoice_id'))

    op.drop_table('payment')
    with op.batch_alter_table('instalment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_instalment_invoice_id'))

    op.drop_table('instalment')
    with op.batch_alter_table('invoice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invoice_subject_id'))
        batch_op.drop_index(batch_op.f('ix_invoice_state'))
        batch_op.drop_index(batch_op.f('ix_invoice_due_on'))
        batch_op.drop_index(batch_op.f('ix_invoice_creditor_id'))

    op.drop_table('invoice')
