"""work plans, their tasks, who supports them, and what was noted"""

import sqlalchemy as sa
from alembic import op


revision = '0178'
down_revision = '0177'
branch_labels = None
depends_on = None

CODE = sa.String(40)
WORDS = """
CREATE INDEX ix_plan_task_words ON plan_task USING gin (
pairs(folded(ref) || '\n' || folded(title) || '\n' || folded(lead_words)))
"""


def upgrade():
    op.create_table(
        'work_plan',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('basis', sa.Text, nullable=False),
        sa.Column('issued_on', sa.Date, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_work_plan'),
        sa.UniqueConstraint('title', name='uq_work_plan_title'),
    )
    op.create_table(
        'plan_task',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('plan_id', sa.Integer, nullable=False),
        sa.Column('number', sa.Integer, nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('section', sa.Text, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('lead_words', sa.Text, nullable=False),
        sa.Column('support_words', sa.Text, nullable=False),
        sa.Column('rhythm', CODE),
        sa.Column('state', CODE, nullable=False),
        sa.Column('outcome', CODE),
        sa.Column('set_on', sa.Date, nullable=False),
        sa.Column('report', sa.Text, nullable=False),
        sa.Column('key_field', CODE),
        sa.Column('harm', CODE),
        sa.Column('due_on', sa.Date),
        sa.Column('first_due_on', sa.Date),
        sa.Column('starts_on', sa.Date),
        sa.Column('starts_as', sa.Text, nullable=False),
        sa.Column('agreed_amount', sa.Integer),
        sa.Column('agreed_unit', CODE),
        sa.Column('due_basis', sa.Text, nullable=False),
        sa.Column('provisional', sa.Boolean, nullable=False),
        sa.Column('closed_on', sa.Date),
        sa.Column('claimed_on', sa.Date),
        sa.Column('claim_received_on', sa.Date),
        sa.Column('time_limit_id', sa.Integer),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_plan_task'),
        sa.UniqueConstraint('ref', name='uq_plan_task_ref'),
        sa.UniqueConstraint('plan_id', 'number', name='uq_plan_task_plan_id_number'),
        sa.ForeignKeyConstraint(['plan_id'], ['work_plan.id'], name='fk_plan_task_plan_id'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_plan_task_subject_id'),
        sa.ForeignKeyConstraint(
            ['time_limit_id'], ['time_limit.id'], name='fk_plan_task_time_limit_id'
        ),
    )
    for column in ('plan_id', 'subject_id', 'state', 'due_on', 'step_due_on', 'key_field'):
        op.create_index(f'ix_plan_task_{column}', 'plan_task', [column])
    op.create_table(
        'plan_task_support',
        sa.Column('task_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint('task_id', 'subject_id', name='pk_plan_task_support'),
        sa.ForeignKeyConstraint(
            ['task_id'], ['plan_task.id'], name='fk_plan_task_support_task_id'
        ),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_plan_task_support_subject_id'
        ),
    )
    op.create_index('ix_plan_task_support_subject_id', 'plan_task_support', ['subject_id'])
    op.create_table(
        'task_note',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('task_id', sa.Integer, nullable=False),
        sa.Column('kind', CODE, nullable=False),
        sa.Column('on_day', sa.Date, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('body_id', sa.Integer),
        sa.Column('due_on', sa.Date),
        sa.Column('received_on', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_task_note'),
        sa.ForeignKeyConstraint(['task_id'], ['plan_task.id'], name='fk_task_note_task_id'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_task_note_body_id'),
    )
    op.create_index('ix_task_note_task_id', 'task_note', ['task_id'])
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(WORDS)


def downgrade():
    for table in ('task_note', 'plan_task_support', 'plan_task', 'work_plan'):
        op.drop_table(table)
