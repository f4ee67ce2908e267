"""what an order demands point by point, what two people saw of it, and what an inspection found"""

import sqlalchemy as sa
from alembic import op


revision = '0070'
down_revision = '0069'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('inspection_finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('inspection', sa.String(40), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('found_on', sa.Date(), nullable=False),
    sa.Column('inspectors', sa.Text(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by_name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_inspection_finding_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection_finding'))
    )
    op.create_index(op.f('ix_inspection_finding_subject_id'), 'inspection_finding', ['subject_id'])
    with op.batch_alter_table('rectification') as batch:
        batch.add_column(sa.Column('finding_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('effects', sa.Text(), server_default='', nullable=False))
        batch.create_foreign_key(
            batch.f('fk_rectification_finding_id'), 'inspection_finding', ['finding_id'], ['id']
        )
        batch.create_unique_constraint(batch.f('uq_rectification_finding_id'), ['finding_id'])
    op.create_table('rectification_point',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rectification_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('is_effect', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectification.id'], name=op.f('fk_rectification_point_rectification_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification_point'))
    )
    op.create_index(
        op.f('ix_rectification_point_rectification_id'), 'rectification_point', ['rectification_id']
    )
    op.create_table('site_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rectification_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('order_moves', sa.Integer(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('seen', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=True),
    sa.Column('entered_by_name', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_by_name', sa.Text(), nullable=False),
    sa.Column('step_since', sa.Date(), nullable=True),
    sa.Column('step_due_on', sa.Date(), nullable=True),
    sa.Column('moves', sa.Integer(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['entered_by_id'], ['user.id'], name=op.f('fk_site_check_entered_by_id')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectification.id'], name=op.f('fk_site_check_rectification_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_site_check_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_site_check'))
    )
    for column in ('rectification_id', 'subject_id', 'state', 'step_due_on'):
        op.create_index(op.f(f'ix_site_check_{column}'), 'site_check', [column])
    op.create_table('site_check_answer',
    sa.Column('check_id', sa.Integer(), nullable=False),
    sa.Column('point_id', sa.Integer(), nullable=False),
    sa.Column('is_done', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['site_check.id'], name=op.f('fk_site_check_answer_check_id')),
    sa.ForeignKeyConstraint(['point_id'], ['rectification_point.id'], name=op.f('fk_site_check_answer_point_id')),
    sa.PrimaryKeyConstraint('check_id', 'point_id', name=op.f('pk_site_check_answer'))
    )


def downgrade():
    op.drop_table('site_check_answer')
    op.drop_table('site_check')
    op.drop_table('rectification_point')
    with op.batch_alter_table('rectification') as batch:
        batch.drop_constraint(batch.f('uq_rectification_finding_id'), type_='unique')
        batch.drop_constraint(batch.f('fk_rectification_finding_id'), type_='foreignkey')
        batch.drop_column('effects')
        batch.drop_column('finding_id')
    op.drop_table('inspection_finding')
