"""a register of evaluation agencies and interests; recusal, and objections to evaluators"""

import sqlalchemy as sa
from alembic import op


revision = '0163'
down_revision = '0162'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('assignment', sa.Column('recused_at', sa.DateTime(timezone=True)))
    op.add_column(
        'assignment', sa.Column('recused_why', sa.Text, server_default='', nullable=False)
    )
    op.add_column(
        'assignment',
        sa.Column('handed_in_late', sa.Boolean, server_default=sa.false(), nullable=False),
    )
    op.create_table(
        'evaluation_agency',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('contract', sa.Text, nullable=False),
        sa.Column('contract_from', sa.Date, nullable=False),
        sa.Column('contract_until', sa.Date, nullable=False),
        sa.Column('contact_sealed', sa.Text, server_default='', nullable=False),
        sa.Column('registered_by_name', sa.Text, nullable=False),
        sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            'contract_until >= contract_from', name='ck_evaluation_agency_contract_in_order'
        ),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_evaluation_agency_subject_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_evaluation_agency'),
        sa.UniqueConstraint('subject_id', name='uq_evaluation_agency_subject_id'),
    )
    op.create_table(
        'evaluation_interest',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('evaluator_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('what', sa.Text, nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        sa.Column('declared_by_name', sa.Text, nullable=False),
        sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint('until >= since', name='ck_evaluation_interest_interest_in_order'),
        sa.ForeignKeyConstraint(
            ['evaluator_id'], ['subject.id'], name='fk_evaluation_interest_evaluator_id'
        ),
        sa.ForeignKeyConstraint(
            ['body_id'], ['subject.id'], name='fk_evaluation_interest_body_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_evaluation_interest'),
    )
    for column in ('evaluator_id', 'body_id'):
        op.create_index(f'ix_evaluation_interest_{column}', 'evaluation_interest', [column])
    op.create_table(
        'evaluator_objection',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('assignment_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('filed_by_name', sa.Text, nullable=False),
        sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answer', sa.Text, server_default='', nullable=False),
        sa.Column('answered_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.ForeignKeyConstraint(
            ['assignment_id'], ['assignment.id'], name='fk_evaluator_objection_assignment_id'
        ),
        sa.ForeignKeyConstraint(
            ['body_id'], ['subject.id'], name='fk_evaluator_objection_body_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_evaluator_objection'),
        sa.UniqueConstraint('assignment_id', name='uq_evaluator_objection_assignment_id'),
    )
    for column in ('state', 'body_id', 'step_due_on'):
        op.create_index(f'ix_evaluator_objection_{column}', 'evaluator_objection', [column])


def downgrade():
    op.drop_table('evaluator_objection')
    op.drop_table('evaluation_interest')
    op.drop_table('evaluation_agency')
    for column in ('handed_in_late', 'recused_why', 'recused_at'):
        op.drop_column('assignment', column)
