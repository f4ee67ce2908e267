"""what was urged, by which step, and about which things"""

import sqlalchemy as sa
from alembic import op


revision = '0049'
down_revision = '0048'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('urging',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('demand', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('answer_until', sa.Date(), nullable=True),
    sa.Column('talk_on', sa.Date(), nullable=True),
    sa.Column('talk', sa.JSON(), nullable=False),
    sa.Column('minutes', sa.JSON(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    sa.Column('made_by_name', sa.Text(), nullable=False),
    sa.Column('step_since', sa.Date(), nullable=True),
    sa.Column('step_due_on', sa.Date(), nullable=True),
    sa.Column('moves', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_urging_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_urging')),
    sa.UniqueConstraint('ref', name=op.f('uq_urging_ref'))
    )
    with op.batch_alter_table('urging', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_urging_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_urging_step_due_on'), ['step_due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_urging_subject_id'), ['subject_id'], unique=False)

    op.create_table('urged_item',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('urging_id', sa.Integer(), nullable=False),
    sa.Column('stream', sa.String(length=40), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_urged_item_subject_id')),
    sa.ForeignKeyConstraint(['urging_id'], ['urging.id'], name=op.f('fk_urged_item_urging_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_urged_item')),
    sa.UniqueConstraint('urging_id', 'stream', 'item_id', name=op.f('uq_urged_item_urging_id_stream_item_id'))
    )
    with op.batch_alter_table('urged_item', schema=None) as batch_op:
        batch_op.create_index('ix_urged_item_stream_item_id', ['stream', 'item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_urged_item_subject_id'), ['subject_id'], unique=False)



def downgrade():
    with op.batch_alter_table('urged_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_urged_item_subject_id'))
        batch_op.drop_index('ix_urged_item_stream_item_id')

    op.drop_table('urged_item')
    with op.batch_alter_table('urging', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_urging_subject_id'))
        batch_op.drop_index(batch_op.f('ix_urging_step_due_on'))
        batch_op.drop_index(batch_op.f('ix_urging_state'))

    op.drop_table('urging')
