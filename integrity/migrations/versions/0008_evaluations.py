"""evaluations"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('scheme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('remedy_below', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('ranked_from', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme')),
    sa.UniqueConstraint('code', 'version', name=op.f('uq_scheme_code_version'))
    )
    op.create_table('band',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('minimum', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_band_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_band')),
    sa.UniqueConstraint('scheme_id', 'name', name=op.f('uq_band_scheme_id_name'))
    )
    op.create_table('evaluation_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_evaluation_round_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_round')),
    sa.UniqueConstraint('ref', name=op.f('uq_evaluation_round_ref'))
    )
    with op.batch_alter_table('evaluation_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_round_state'), ['state'], unique=False)

    op.create_table('indicator',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scheme_id', sa.Integer(), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('weight', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('weight_note', sa.Text(), nullable=False),
    sa.Column('data_source', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint('weight > 0 AND weight <= 100', name=op.f('ck_indicator_weight_of_100')),
    sa.ForeignKeyConstraint(['parent_id'], ['indicator.id'], name=op.f('fk_indicator_parent_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['scheme.id'], name=op.f('fk_indicator_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator')),
    sa.UniqueConstraint('scheme_id', 'code', name=op.f('uq_indicator_scheme_id_code'))
    )
    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('evaluator_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('declared_by', sa.Text(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_assignment_body_id')),
    sa.ForeignKeyConstraint(['evaluator_id'], ['subject.id'], name=op.f('fk_assignment_evaluator_id')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_round.id'], name=op.f('fk_assignment_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('round_id', 'body_id', name=op.f('uq_assignment_round_id_body_id'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_evaluator_id'), ['evaluator_id'], unique=False)

    op.create_table('evaluation_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('total', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('weight', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('band', sa.String(length=20), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_evaluation_result_body_id')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_round.id'], name=op.f('fk_evaluation_result_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_result')),
    sa.UniqueConstraint('round_id', 'body_id', name=op.f('uq_evaluation_result_round_id_body_id'))
    )
    with op.batch_alter_table('evaluation_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_result_body_id'), ['body_id'], unique=False)

    op.create_table('remedial_point',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('points', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('outcome', sa.String(40), nullable=True),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('first_due_on', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('term_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_remedial_point_indicator_id')),
    sa.ForeignKeyConstraint(['round_id'], ['evaluation_round.id'], name=op.f('fk_remedial_point_round_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_remedial_point_subject_id')),
    sa.ForeignKeyConstraint(['term_id'], ['term.id'], name=op.f('fk_remedial_point_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remedial_point')),
    sa.UniqueConstraint('ref', name=op.f('uq_remedial_point_ref')),
    sa.UniqueConstraint('round_id', 'indicator_id', 'subject_id', name=op.f('uq_remedial_point_round_id_indicator_id_subject_id'))
    )
    with op.batch_alter_table('remedial_point', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remedial_point_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_remedial_point_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_remedial_point_subject_id'), ['subject_id'], unique=False)

    op.create_table('score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('points', sa.Numeric(precision=18, scale=2), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('points BETWEEN 0 AND 100', name=op.f('ck_score_points_of_100')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_score_assignment_id')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_score_indicator_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score')),
    sa.UniqueConstraint('assignment_id', 'indicator_id', name=op.f('uq_score_assignment_id_indicator_id'))
    )


def downgrade():
    op.drop_table('score')
    with op.batch_alter_table('remedial_point', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remedial_point_subject_id'))
        batch_op.drop_index(batch_op.f('ix_remedial_point_state'))
        batch_op.drop_index(batch_op.f('ix_remedial_point_due_on'))

    op.drop_table('remedial_point')
    with op.batch_alter_table('evaluation_result', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_result_body_id'))

    op.drop_table('evaluation_result')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_evaluator_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_body_id'))

    op.drop_table('assignment')
    op.drop_table('indicator')
    with op.batch_alter_table('evaluation_round', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_round_state'))

    op.drop_table('evaluation_round')
    op.drop_table('band')
    op.drop_table('scheme')
