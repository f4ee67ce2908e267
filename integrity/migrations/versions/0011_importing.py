"""importing"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('job_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('argument', sa.Integer(), nullable=True))

    op.create_table('upload',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('stored', sa.String(length=40), nullable=True),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_by', sa.Text(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('report', sa.JSON(), nullable=True),
    sa.Column('rejects', sa.String(length=40), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('erased_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_upload_body_id')),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_upload_by_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['user.id'], name=op.f('fk_upload_confirmed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload')),
    sa.UniqueConstraint('rejects', name=op.f('uq_upload_rejects')),
    sa.UniqueConstraint('stored', name=op.f('uq_upload_stored'))
    )
    with op.batch_alter_table('upload', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_upload_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_upload_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_upload_state'), ['state'], unique=False)


def downgrade():
    op.drop_table('upload')
    with op.batch_alter_table('job_run', schema=None) as batch_op:
        batch_op.drop_column('argument')
