"""bodies read their scores before they are published, and object"""

import sqlalchemy as sa
from alembic import op


revision = '0159'
down_revision = '0158'
branch_labels = None
depends_on = None

STANDING = sa.text("state <> 'moot'")


def upgrade():
    op.add_column('evaluation_round', sa.Column('object_until', sa.Date))
    with op.batch_alter_table('evaluation_round') as batch:
        batch.add_column(sa.Column('reviewed_by_id', sa.Integer))
        batch.create_foreign_key(
            'fk_evaluation_round_reviewed_by_id', 'user', ['reviewed_by_id'], ['id']
        )
    op.add_column('assignment', sa.Column('agreed_at', sa.DateTime(timezone=True)))
    op.add_column(
        'assignment', sa.Column('agreed_by_name', sa.Text, server_default='', nullable=False)
    )
    op.create_table(
        'score_objection',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('score_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('filed_by_name', sa.Text, nullable=False),
        sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('points_before', sa.Numeric(18, 2)),
        sa.Column('points_after', sa.Numeric(18, 2)),
        sa.Column('answer', sa.Text, server_default='', nullable=False),
        sa.Column('answered_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.CheckConstraint(
            'points_after BETWEEN 0 AND 100', name='ck_score_objection_points_of_100'
        ),
        sa.CheckConstraint(
            "state <> 'upheld' OR points_after IS NOT NULL",
            name='ck_score_objection_upheld_has_points',
        ),
        sa.ForeignKeyConstraint(
            ['score_id'], ['score.id'], name='fk_score_objection_score_id'
        ),
        sa.ForeignKeyConstraint(
            ['body_id'], ['subject.id'], name='fk_score_objection_body_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_score_objection'),
    )
    for column in ('state', 'body_id', 'step_due_on'):
        op.create_index(f'ix_score_objection_{column}', 'score_objection', [column])
    op.create_index(
        'uq_score_objection_standing', 'score_objection', ['score_id'], unique=True,
        sqlite_where=STANDING, postgresql_where=STANDING,
    )


def downgrade():
    op.drop_table('score_objection')
    op.drop_column('assignment', 'agreed_by_name')
    op.drop_column('assignment', 'agreed_at')
    with op.batch_alter_table('evaluation_round') as batch:
        batch.drop_constraint('fk_evaluation_round_reviewed_by_id', type_='foreignkey')
        batch.drop_column('reviewed_by_id')
        batch.drop_column('object_until')
