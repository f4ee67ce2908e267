"""assessments of bodies: rules of points, what each body is given and answers"""

import sqlalchemy as sa
from alembic import op


revision = '0185'
down_revision = '0184'
branch_labels = None
depends_on = None

CODE = sa.String(40)
POINTS = sa.Numeric(8, 2)


def upgrade():
    op.create_table(
        'assessment',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', CODE, nullable=False),
        sa.Column('kind', CODE, nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('basis', sa.Text, nullable=False),
        sa.Column('addressee', sa.Text, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('tally_id', sa.Integer, nullable=False),
        sa.Column('drafted_by_id', sa.Integer),
        sa.Column('drafted_by_name', sa.Text, nullable=False),
        sa.Column('signed_by_id', sa.Integer),
        sa.Column('issued_by_id', sa.Integer),
        sa.Column('issued_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_assessment'),
        sa.UniqueConstraint('ref', name='uq_assessment_ref'),
        sa.CheckConstraint('issued_by_id <> signed_by_id', name='ck_assessment_issued_by_another'),
        sa.CheckConstraint(
            "state <> 'assessment-issued' OR (signed_by_id IS NOT NULL AND issued_by_id IS NOT NULL)",
            name='ck_assessment_issued_by_two',
        ),
        sa.ForeignKeyConstraint(['tally_id'], ['tally.id'], name='fk_assessment_tally_id'),
        sa.ForeignKeyConstraint(['drafted_by_id'], ['user.id'], name='fk_assessment_drafted_by_id'),
        sa.ForeignKeyConstraint(['signed_by_id'], ['user.id'], name='fk_assessment_signed_by_id'),
        sa.ForeignKeyConstraint(['issued_by_id'], ['user.id'], name='fk_assessment_issued_by_id'),
    )
    op.create_table(
        'assessment_rule',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('assessment_id', sa.Integer, nullable=False),
        sa.Column('effect', CODE, nullable=False),
        sa.Column('figure', CODE, nullable=False),
        sa.Column('each', POINTS, nullable=False),
        sa.Column('most', POINTS, nullable=False),
        sa.Column('basis', sa.Text, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_assessment_rule'),
        sa.UniqueConstraint(
            'assessment_id', 'effect', 'figure', name='uq_assessment_rule_assessment_id_effect_figure'
        ),
        sa.ForeignKeyConstraint(
            ['assessment_id'], ['assessment.id'], name='fk_assessment_rule_assessment_id'
        ),
    )
    op.create_table(
        'assessment_line',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('assessment_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('points', POINTS, nullable=False),
        sa.Column('worked', sa.JSON, nullable=False),
        sa.Column('object_until', sa.Date),
        sa.Column('objection', sa.Text, nullable=False, server_default=''),
        sa.Column('answer', sa.Text, nullable=False, server_default=''),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_assessment_line'),
        sa.UniqueConstraint(
            'assessment_id', 'subject_id', name='uq_assessment_line_assessment_id_subject_id'
        ),
        sa.ForeignKeyConstraint(
            ['assessment_id'], ['assessment.id'], name='fk_assessment_line_assessment_id'
        ),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_assessment_line_subject_id'
        ),
    )
    op.create_table(
        'assessment_exclusion',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('line_id', sa.Integer, nullable=False),
        sa.Column('item_id', sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_assessment_exclusion'),
        sa.UniqueConstraint('line_id', 'item_id', name='uq_assessment_exclusion_line_id_item_id'),
        sa.ForeignKeyConstraint(
            ['line_id'], ['assessment_line.id'], name='fk_assessment_exclusion_line_id'
        ),
        sa.ForeignKeyConstraint(
            ['item_id'], ['tally_item.id'], name='fk_assessment_exclusion_item_id'
        ),
    )
    for table, column in (
        ('assessment', 'state'),
        ('assessment', 'step_due_on'),
        ('assessment_line', 'state'),
        ('assessment_line', 'subject_id'),
        ('assessment_line', 'step_due_on'),
    ):
        op.create_index(f'ix_{table}_{column}', table, [column])


def downgrade():
    for table in ('assessment_exclusion', 'assessment_line', 'assessment_rule', 'assessment'):
        op.drop_table(table)
