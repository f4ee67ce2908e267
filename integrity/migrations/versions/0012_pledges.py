"""pledges of enterprises and organisations"""

import sqlalchemy as sa
from alembic import op


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('pledge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('matter', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('received_by_id', sa.Integer(), nullable=True),
    sa.Column('pledged_on', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('registered_by', sa.Text(), nullable=False),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.Column('fact_on', sa.Date(), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('checked_by', sa.Text(), nullable=False),
    sa.Column('second_source', sa.Text(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=True),
    sa.Column('external_id', sa.String(length=80), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('due_on >= pledged_on AND valid_until >= pledged_on', name=op.f('ck_pledge_days')),
    sa.CheckConstraint("kind NOT IN ('approval', 'tax') OR received_by_id IS NOT NULL", name=op.f('ck_pledge_received')),
    sa.CheckConstraint('subject_id <> received_by_id', name=op.f('ck_pledge_two_parties')),
    sa.ForeignKeyConstraint(['received_by_id'], ['subject.id'], name=op.f('fk_pledge_received_by_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_pledge_subject_id')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_pledge_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge')),
    sa.UniqueConstraint('ref', name=op.f('uq_pledge_ref')),
    sa.UniqueConstraint('source', 'external_id', name=op.f('uq_pledge_source_external_id'))
    )
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pledge_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_pledge_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_pledge_received_by_id'), ['received_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_pledge_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_pledge_subject_id'), ['subject_id'], unique=False)


def downgrade():
    with op.batch_alter_table('pledge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pledge_subject_id'))
        batch_op.drop_index(batch_op.f('ix_pledge_state'))
        batch_op.drop_index(batch_op.f('ix_pledge_received_by_id'))
        batch_op.drop_index(batch_op.f('ix_pledge_kind'))
        batch_op.drop_index(batch_op.f('ix_pledge_due_on'))

    op.drop_table('pledge')
