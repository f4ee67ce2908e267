"""what a body says of each measure, who answers it there, and when it was last told something"""

import sqlalchemy as sa
from alembic import op

revision = '0095'
down_revision = '0094'
branch_labels = None
depends_on = None

OF_ENTRY = """
INSERT INTO push_answer
    (push_id, measure_id, version, outcome, reason, why, done_on, at, by_name)
SELECT push.id, push_measure.measure_id, push.version, push.outcome,
    CASE WHEN push.outcome = 'not-applied' THEN 'other' END,
    push.why, NULL, push.answered_at, push.answered_by_name
FROM push LEFT JOIN push_measure ON push_measure.push_id = push.id
WHERE push.kind = 'apply' AND push.outcome IN ('applied', 'not-applied')
    AND push.answered_at IS NOT NULL
"""


def upgrade():
    """What was said of a push was said of each of its measures."""
    with op.batch_alter_table('push') as batch:
        batch.add_column(sa.Column('changed_at', sa.DateTime(timezone=True)))
        batch.add_column(sa.Column('assigned_to_id', sa.Integer))
        batch.create_foreign_key('fk_push_assigned_to_id', 'user', ['assigned_to_id'], ['id'])
    op.create_index('ix_push_body_id_changed_at', 'push', ['body_id', 'changed_at'])
    op.execute('UPDATE push SET changed_at = COALESCE(answered_at, delivered_at)')
    with op.batch_alter_table('push_measure') as batch:
        batch.add_column(sa.Column('asked_on', sa.Date))
    op.execute(
        'UPDATE push_measure SET asked_on = '
        '(SELECT COALESCE(push.starts_on, push.due_on) FROM push'
        ' WHERE push.id = push_measure.push_id)'
    )
    op.execute("UPDATE push_measure SET asked_on = '2026-11-26' WHERE asked_on IS NULL")
    with op.batch_alter_table('push_measure') as batch:
        batch.alter_column('asked_on', existing_type=sa.Date, nullable=False)
    _answers()
    op.execute(OF_ENTRY)


def _answers():
    op.create_table(
        'push_answer',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('push_id', sa.Integer, nullable=False),
        sa.Column('measure_id', sa.Integer),
        sa.Column('version', sa.Integer, nullable=False),
        sa.Column('outcome', sa.String(40), nullable=False),
        sa.Column('reason', sa.String(40)),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('done_on', sa.Date),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('superseded_at', sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint('id', name='pk_push_answer'),
        sa.ForeignKeyConstraint(['push_id'], ['push.id'], name='fk_push_answer_push_id'),
        sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name='fk_push_answer_measure_id'),
        sa.UniqueConstraint(
            'push_id', 'measure_id', 'version', name='uq_push_answer_push_id_measure_id_version'
        ),
        sa.CheckConstraint(
            "outcome IN ('applied', 'not-applied')", name='ck_push_answer_of_one_measure'
        ),
        sa.CheckConstraint(
            "outcome <> 'not-applied' OR (reason IS NOT NULL AND why <> '')",
            name='ck_push_answer_says_why',
        ),
    )
    for name in ('push_id', 'measure_id'):
        op.create_index(f'ix_push_answer_{name}', 'push_answer', [name])


def downgrade():
    op.drop_table('push_answer')
    with op.batch_alter_table('push_measure') as batch:
        batch.drop_column('asked_on')
    op.drop_index('ix_push_body_id_changed_at', 'push')
    with op.batch_alter_table('push') as batch:
        batch.drop_constraint('fk_push_assigned_to_id', type_='foreignkey')
        for name in ('assigned_to_id', 'changed_at'):
            batch.drop_column(name)
