"""commitments by type"""

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('survey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.Column('checklist', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('asked > 0 AND kept BETWEEN 0 AND asked', name=op.f('ck_survey_kept_of_asked')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_survey_commitment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey'))
    )
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_survey_commitment_id'), ['commitment_id'], unique=False)
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('finding', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stage', sa.String(40), nullable=True))
    with op.batch_alter_table('subject', schema=None) as batch_op:
        batch_op.add_column(sa.Column('duties_url', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('rectification', schema=None) as batch_op:
        batch_op.alter_column('record_id', existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column('stream', sa.String(40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('item_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_rectification_item', ['stream', 'item_id'], unique=False)
    of_record = '(SELECT {} FROM credit_record WHERE credit_record.id = rectification.record_id)'
    op.execute(
        f"UPDATE rectification SET stream = {of_record.format('stream')}, "
        f"item_id = {of_record.format('item_id')}"
    )


def downgrade():
    # an order without a record cannot be kept in the table as it was
    op.execute('DELETE FROM rectification WHERE record_id IS NULL')
    with op.batch_alter_table('rectification', schema=None) as batch_op:
        batch_op.drop_index('ix_rectification_item')
        batch_op.drop_column('item_id')
        batch_op.drop_column('stream')
        batch_op.alter_column('record_id', existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table('subject', schema=None) as batch_op:
        batch_op.drop_column('duties_url')
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_column('stage')
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.drop_column('finding')
    with op.batch_alter_table('survey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_survey_commitment_id'))

    op.drop_table('survey')
