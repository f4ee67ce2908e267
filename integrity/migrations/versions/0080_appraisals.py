"""the sides of a contract appraise each other, and what is delivered is accepted by a day"""

import sqlalchemy as sa
from alembic import op


revision = '0080'
down_revision = '0079'
branch_labels = None
depends_on = None

SIDES = ('author_id', 'appraised_id', 'finder_id')
FOUND_BY_OTHERS = 'finder_id <> author_id AND finder_id <> appraised_id'


def upgrade():
    with op.batch_alter_table('contract_node') as batch:
        batch.add_column(sa.Column('delivery_id', sa.Integer))
        batch.create_foreign_key(
            'fk_contract_node_delivery_id', 'contract_node', ['delivery_id'], ['id']
        )
    op.create_table(
        'appraisal',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('contract_id', sa.Integer, nullable=False),
        sa.Column('author_id', sa.Integer, nullable=False),
        sa.Column('appraised_id', sa.Integer, nullable=False),
        sa.Column('finder_id', sa.Integer),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('points', sa.JSON, nullable=False),
        sa.Column('words', sa.Text, nullable=False),
        sa.Column('written_on', sa.Date, nullable=False),
        sa.Column('told_on', sa.Date),
        sa.Column('answer_by', sa.Date),
        sa.Column('answer', sa.Text, nullable=False),
        sa.Column('finding', sa.Text, nullable=False),
        sa.Column('final_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_appraisal'),
        sa.UniqueConstraint('ref', name='uq_appraisal_ref'),
        sa.UniqueConstraint(
            'contract_id', 'author_id', name='uq_appraisal_contract_id_author_id'
        ),
        sa.CheckConstraint('author_id <> appraised_id', name=op.f('ck_appraisal_two_parties')),
        sa.CheckConstraint(FOUND_BY_OTHERS, name=op.f('ck_appraisal_nobody_finds_for_itself')),
        sa.ForeignKeyConstraint(
            ['contract_id'], ['contract.id'], name='fk_appraisal_contract_id'
        ),
        *(
            sa.ForeignKeyConstraint([side], ['subject.id'], name=f'fk_appraisal_{side}')
            for side in SIDES
        ),
    )
    for column in (*SIDES, 'state', 'step_due_on'):
        op.create_index(f'ix_appraisal_{column}', 'appraisal', [column])


def downgrade():
    op.drop_table('appraisal')
    with op.batch_alter_table('contract_node') as batch:
        batch.drop_constraint('fk_contract_node_delivery_id', type_='foreignkey')
        batch.drop_column('delivery_id')
