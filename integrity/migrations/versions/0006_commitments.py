"""commitments"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('commitment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('measured', sa.Text(), nullable=False),
    sa.Column('body_text', sa.Text(), nullable=False),
    sa.Column('category', sa.String(40), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('source_title', sa.Text(), nullable=False),
    sa.Column('source_date', sa.String(length=10), nullable=False),
    sa.Column('source_issuer', sa.Text(), nullable=False),
    sa.Column('source_locator', sa.Text(), nullable=False),
    sa.Column('lead_words', sa.Text(), nullable=False),
    sa.Column('support_words', sa.Text(), nullable=False),
    sa.Column('due_words', sa.Text(), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=True),
    sa.Column('drafted_by', sa.Text(), nullable=False),
    sa.Column('signed_by_id', sa.Integer(), nullable=True),
    sa.Column('signed_by', sa.Text(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('signed_text', sa.Text(), nullable=False),
    sa.Column('signed_sha256', sa.String(length=64), nullable=False),
    sa.Column('published_by', sa.Text(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reported_by_id', sa.Integer(), nullable=True),
    sa.Column('reported_by', sa.Text(), nullable=False),
    sa.Column('verified_by', sa.Text(), nullable=False),
    sa.Column('verified_on', sa.Date(), nullable=True),
    sa.Column('second_source', sa.Text(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_commitment_subject_id')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_commitment_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment')),
    sa.UniqueConstraint('ref', name=op.f('uq_commitment_ref'))
    )
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_category'), ['category'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_outcome'), ['outcome'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_published_at'), ['published_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_commitment_subject_id'), ['subject_id'], unique=False)

    op.create_table('progress',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=True),
    sa.Column('percent', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.CheckConstraint('percent IS NULL OR percent BETWEEN 0 AND 100', name=op.f('ck_progress_percent')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_progress_commitment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_progress'))
    )
    with op.batch_alter_table('progress', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_progress_commitment_id'), ['commitment_id'], unique=False)



def downgrade():
    with op.batch_alter_table('progress', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_progress_commitment_id'))

    op.drop_table('progress')
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitment_subject_id'))
        batch_op.drop_index(batch_op.f('ix_commitment_state'))
        batch_op.drop_index(batch_op.f('ix_commitment_published_at'))
        batch_op.drop_index(batch_op.f('ix_commitment_outcome'))
        batch_op.drop_index(batch_op.f('ix_commitment_due_on'))
        batch_op.drop_index(batch_op.f('ix_commitment_category'))

    op.drop_table('commitment')
