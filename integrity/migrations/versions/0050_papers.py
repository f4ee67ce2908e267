"""papers, their numbers, texts and deliveries; scans of stamped pages"""

import sqlalchemy as sa
from alembic import op


revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('document_counter',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=10), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_counter')),
    sa.UniqueConstraint('body', 'year', 'mark', name=op.f('uq_document_counter_body_year_mark'))
    )
    op.create_table('document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=32), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('thing', sa.String(length=40), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('template_version', sa.Integer(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('server_key', sa.Text(), nullable=False),
    sa.Column('server_signature', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('by_act', sa.Boolean(), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=True),
    sa.Column('drafted_by_name', sa.Text(), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('reviewed_by_name', sa.Text(), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=True),
    sa.Column('issued_by_name', sa.Text(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('answer_until', sa.Date(), nullable=True),
    sa.Column('cancelled_why', sa.Text(), nullable=False),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('step_since', sa.Date(), nullable=True),
    sa.Column('step_due_on', sa.Date(), nullable=True),
    sa.Column('moves', sa.Integer(), server_default='0', nullable=False),
    sa.CheckConstraint("state IN ('drafted', 'reviewed', 'cancelled') OR (ref IS NOT NULL AND sha256 <> '' AND issued_on IS NOT NULL)", name=op.f('ck_document_issued_is_frozen')),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_document_body_id')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['user.id'], name=op.f('fk_document_drafted_by_id')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['user.id'], name=op.f('fk_document_issued_by_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['document.id'], name=op.f('fk_document_replaces_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['user.id'], name=op.f('fk_document_reviewed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('ref', name=op.f('uq_document_ref')),
    sa.UniqueConstraint('token', name=op.f('uq_document_token'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_document_step_due_on'), ['step_due_on'], unique=False)
        batch_op.create_index('ix_document_thing', ['thing', 'thing_id'], unique=False)

    op.create_table('document_template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_document_template_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_template')),
    sa.UniqueConstraint('kind', 'version', name=op.f('uq_document_template_kind_version'))
    )
    op.create_table('stamped_scan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('thing', sa.String(length=40), nullable=False),
    sa.Column('thing_id', sa.Integer(), nullable=False),
    sa.Column('shown', sa.String(40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_by_name', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('compared_by_id', sa.Integer(), nullable=True),
    sa.Column('compared_by_name', sa.Text(), nullable=False),
    sa.Column('compared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('step_since', sa.Date(), nullable=True),
    sa.Column('step_due_on', sa.Date(), nullable=True),
    sa.Column('moves', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['compared_by_id'], ['user.id'], name=op.f('fk_stamped_scan_compared_by_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['user.id'], name=op.f('fk_stamped_scan_entered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stamped_scan'))
    )
    with op.batch_alter_table('stamped_scan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stamped_scan_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_stamped_scan_step_due_on'), ['step_due_on'], unique=False)
        batch_op.create_index('ix_stamped_scan_thing', ['thing', 'thing_id'], unique=False)

    op.create_table('countersign',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('party', sa.Text(), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['user.id'], name=op.f('fk_countersign_by_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_countersign_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_countersign'))
    )
    with op.batch_alter_table('countersign', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_countersign_document_id'), ['document_id'], unique=False)

    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('way', sa.String(40), nullable=True),
    sa.Column('sent_on', sa.Date(), nullable=True),
    sa.Column('sent_by_name', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('deemed_on', sa.Date(), nullable=True),
    sa.Column('served_on', sa.Date(), nullable=True),
    sa.Column('proof', sa.String(40), nullable=True),
    sa.Column('received_by_id', sa.Integer(), nullable=True),
    sa.Column('received_by_name', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('answer_until', sa.Date(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answered_by_name', sa.Text(), nullable=False),
    sa.Column('step_since', sa.Date(), nullable=True),
    sa.Column('step_due_on', sa.Date(), nullable=True),
    sa.Column('moves', sa.Integer(), server_default='0', nullable=False),
    sa.CheckConstraint("state NOT IN ('served', 'answered') OR (served_on IS NOT NULL AND proof IS NOT NULL)", name=op.f('ck_delivery_served_is_proven')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_delivery_document_id')),
    sa.ForeignKeyConstraint(['received_by_id'], ['user.id'], name=op.f('fk_delivery_received_by_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_delivery_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery'))
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_state'), ['state'], unique=False)
        batch_op.create_index('ix_delivery_state_deemed_on', ['state', 'deemed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_step_due_on'), ['step_due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_subject_id'), ['subject_id'], unique=False)



def downgrade():
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_subject_id'))
        batch_op.drop_index(batch_op.f('ix_delivery_step_due_on'))
        batch_op.drop_index('ix_delivery_state_deemed_on')
        batch_op.drop_index(batch_op.f('ix_delivery_state'))
        batch_op.drop_index(batch_op.f('ix_delivery_document_id'))

    op.drop_table('delivery')
    with op.batch_alter_table('countersign', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_countersign_document_id'))

    op.drop_table('countersign')
    with op.batch_alter_table('stamped_scan', schema=None) as batch_op:
        batch_op.drop_index('ix_stamped_scan_thing')
        batch_op.drop_index(batch_op.f('ix_stamped_scan_step_due_on'))
        batch_op.drop_index(batch_op.f('ix_stamped_scan_state'))

    op.drop_table('stamped_scan')
    op.drop_table('document_template')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index('ix_document_thing')
        batch_op.drop_index(batch_op.f('ix_document_step_due_on'))
        batch_op.drop_index(batch_op.f('ix_document_state'))
        batch_op.drop_index(batch_op.f('ix_document_kind'))
        batch_op.drop_index(batch_op.f('ix_document_body_id'))

    op.drop_table('document')
    op.drop_table('document_counter')
