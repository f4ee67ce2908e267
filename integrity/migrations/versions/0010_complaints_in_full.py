"""complaints in full"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.add_column(sa.Column('noted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('answered_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('answer_days', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('duplicate_of_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('erased_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('erased_why', sa.Text(), nullable=False, server_default=''))
        batch_op.create_foreign_key(batch_op.f('fk_complaint_duplicate_of_id'), 'complaint', ['duplicate_of_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_complaint_erased_on'), ['erased_on'], unique=False)
    with op.batch_alter_table('complaint_message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('question', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('office_only', sa.Boolean(), nullable=False, server_default=sa.false()))

    op.create_table('contact_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('asked_by_name', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.Column('decided_by_name', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('open_until', sa.Date(), nullable=True),
    sa.CheckConstraint('decided_by IS NULL OR decided_by <> asked_by', name=op.f('ck_contact_request_two_people')),
    sa.ForeignKeyConstraint(['asked_by'], ['user.id'], name=op.f('fk_contact_request_asked_by')),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_contact_request_complaint_id')),
    sa.ForeignKeyConstraint(['decided_by'], ['user.id'], name=op.f('fk_contact_request_decided_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_request'))
    )
    with op.batch_alter_table('contact_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_request_complaint_id'), ['complaint_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_request_state'), ['state'], unique=False)

    op.create_table('complaint_recusal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('complaint_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['complaint_id'], ['complaint.id'], name=op.f('fk_complaint_recusal_complaint_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_complaint_recusal_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complaint_recusal')),
    sa.UniqueConstraint('complaint_id', 'user_id', name=op.f('uq_complaint_recusal_complaint_id_user_id'))
    )
    with op.batch_alter_table('complaint_recusal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_complaint_recusal_complaint_id'), ['complaint_id'], unique=False)

    op.create_table('same_matter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stream', sa.String(length=40), nullable=False),
    sa.Column('ref', sa.String(length=120), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_same_matter')),
    sa.UniqueConstraint('stream', 'ref', name=op.f('uq_same_matter_stream_ref'))
    )


def downgrade():
    op.drop_table('same_matter')
    op.drop_table('complaint_recusal')
    op.drop_table('contact_request')
    with op.batch_alter_table('complaint_message', schema=None) as batch_op:
        batch_op.drop_column('office_only')
        batch_op.drop_column('question')
    with op.batch_alter_table('complaint', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_complaint_erased_on'))
        batch_op.drop_constraint(batch_op.f('fk_complaint_duplicate_of_id'), type_='foreignkey')
        batch_op.drop_column('erased_why')
        batch_op.drop_column('erased_on')
        batch_op.drop_column('duplicate_of_id')
        batch_op.drop_column('answer_days')
        batch_op.drop_column('answered_on')
        batch_op.drop_column('noted_at')
