"""several evaluators score a body; results keep what they are made of"""

import sqlalchemy as sa
from alembic import op


revision = '0162'
down_revision = '0161'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('assignment') as batch:
        batch.drop_constraint('uq_assignment_round_id_body_id', type_='unique')
        batch.create_unique_constraint(
            'uq_assignment_round_id_evaluator_id_body_id', ['round_id', 'evaluator_id', 'body_id']
        )
    op.create_table(
        'evaluation_result_item',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('result_id', sa.Integer, nullable=False),
        sa.Column('indicator_id', sa.Integer, nullable=False),
        sa.Column('points', sa.Numeric(18, 2), nullable=False),
        sa.Column('weight', sa.Numeric(18, 2), nullable=False),
        sa.Column('given', sa.Integer, nullable=False),
        sa.Column('left_out', sa.Integer, nullable=False),
        sa.CheckConstraint(
            'points BETWEEN 0 AND 100', name='ck_evaluation_result_item_points_of_100'
        ),
        sa.ForeignKeyConstraint(
            ['result_id'], ['evaluation_result.id'], name='fk_evaluation_result_item_result_id'
        ),
        sa.ForeignKeyConstraint(
            ['indicator_id'], ['indicator.id'], name='fk_evaluation_result_item_indicator_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_evaluation_result_item'),
        sa.UniqueConstraint(
            'result_id', 'indicator_id', name='uq_evaluation_result_item_result_id_indicator_id'
        ),
    )
    op.create_table(
        'evaluation_settlement',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('round_id', sa.Integer, nullable=False),
        sa.Column('indicator_id', sa.Integer, nullable=False),
        sa.Column('way', sa.String(40), nullable=False),
        sa.Column('alpha', sa.Numeric(6, 3), nullable=False),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['round_id'], ['evaluation_round.id'], name='fk_evaluation_settlement_round_id'
        ),
        sa.ForeignKeyConstraint(
            ['indicator_id'], ['indicator.id'], name='fk_evaluation_settlement_indicator_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_evaluation_settlement'),
        sa.UniqueConstraint(
            'round_id', 'indicator_id', name='uq_evaluation_settlement_round_id_indicator_id'
        ),
    )
    _fill()


def _fill():
    """Every published result so far was the scores of one evaluator."""
    op.execute(
        sa.text(
            'INSERT INTO evaluation_result_item '
            '(result_id, indicator_id, points, weight, given, left_out) '
            'SELECT r.id, s.indicator_id, s.points, i.weight, 1, 0 FROM evaluation_result r '
            'JOIN assignment a ON a.round_id = r.round_id AND a.body_id = r.body_id '
            'JOIN score s ON s.assignment_id = a.id JOIN indicator i ON i.id = s.indicator_id '
            'WHERE s.points IS NOT NULL AND a.submitted_at IS NOT NULL'
        )
    )


def downgrade():
    op.drop_table('evaluation_settlement')
    op.drop_table('evaluation_result_item')
    with op.batch_alter_table('assignment') as batch:
        batch.drop_constraint('uq_assignment_round_id_evaluator_id_body_id', type_='unique')
        batch.create_unique_constraint('uq_assignment_round_id_body_id', ['round_id', 'body_id'])
