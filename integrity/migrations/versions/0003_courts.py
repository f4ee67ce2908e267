"""courts"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('court_case',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=120), nullable=False),
    sa.Column('case_no', sa.Text(), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('court_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.Column('creditor_kind', sa.String(40), nullable=False),
    sa.Column('owed', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('performed', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('external_id', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.CheckConstraint('owed >= 0 AND performed >= 0 AND performed <= owed', name=op.f('ck_court_case_amounts')),
    sa.ForeignKeyConstraint(['court_id'], ['subject.id'], name=op.f('fk_court_case_court_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_court_case_subject_id')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_court_case_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_court_case')),
    sa.UniqueConstraint('key', name=op.f('uq_court_case_key')),
    sa.UniqueConstraint('ref', name=op.f('uq_court_case_ref')),
    sa.UniqueConstraint('source', 'external_id', name=op.f('uq_court_case_source_external_id'))
    )
    with op.batch_alter_table('court_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_court_case_court_id'), ['court_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_court_case_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_court_case_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_court_case_subject_id'), ['subject_id'], unique=False)

    op.create_table('heartbeat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('court_id', sa.Integer(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('cases >= 0', name=op.f('ck_heartbeat_cases')),
    sa.ForeignKeyConstraint(['court_id'], ['subject.id'], name=op.f('fk_heartbeat_court_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_heartbeat')),
    sa.UniqueConstraint('court_id', 'on', name=op.f('uq_heartbeat_court_id_on'))
    )


def downgrade():
    op.drop_table('heartbeat')
    with op.batch_alter_table('court_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_court_case_subject_id'))
        batch_op.drop_index(batch_op.f('ix_court_case_state'))
        batch_op.drop_index(batch_op.f('ix_court_case_due_on'))
        batch_op.drop_index(batch_op.f('ix_court_case_court_id'))

    op.drop_table('court_case')
