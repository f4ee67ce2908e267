"""who confirmed a record, which body finds what, and records of a breach that goes on"""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'finding_body',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('stream', sa.String(length=40), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_finding_body_body_id'),
        sa.PrimaryKeyConstraint('id', name='pk_finding_body'),
        sa.UniqueConstraint('stream', name='uq_finding_body_stream'),
    )
    with op.batch_alter_table('credit_record') as batch_op:
        batch_op.add_column(
            sa.Column('period', sa.Integer(), nullable=False, server_default='1')
        )
        batch_op.add_column(sa.Column('first_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('decided_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('found_by_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            'fk_credit_record_first_id', 'credit_record', ['first_id'], ['id']
        )
        batch_op.create_foreign_key(
            'fk_credit_record_decided_by_id', 'user', ['decided_by_id'], ['id']
        )
        batch_op.create_foreign_key(
            'fk_credit_record_found_by_id', 'subject', ['found_by_id'], ['id']
        )
        batch_op.drop_constraint('uq_credit_record_stream_item_id_rule', type_='unique')
        batch_op.create_unique_constraint(
            'uq_credit_record_stream_item_id_rule_period',
            ['stream', 'item_id', 'rule', 'period'],
        )


def downgrade():
    op.execute('DELETE FROM credit_record WHERE period > 1')
    with op.batch_alter_table('credit_record') as batch_op:
        batch_op.drop_constraint('uq_credit_record_stream_item_id_rule_period', type_='unique')
        batch_op.create_unique_constraint(
            'uq_credit_record_stream_item_id_rule', ['stream', 'item_id', 'rule']
        )
        for name in ('found_by_id', 'decided_by_id', 'first_id'):
            batch_op.drop_constraint(f'fk_credit_record_{name}', type_='foreignkey')
            batch_op.drop_column(name)
        batch_op.drop_column('period')
    op.drop_table('finding_body')
