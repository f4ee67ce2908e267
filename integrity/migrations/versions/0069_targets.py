"""targets of bodies, the values that others measured, and inspections"""

import sqlalchemy as sa
from alembic import op


revision = '0069'
down_revision = '0068'
branch_labels = None
depends_on = None

WORD = sa.String(40)

WORDS = """
CREATE INDEX ix_target_words ON target USING gin (
pairs(folded(ref) || '\n' || folded(title) || '\n' || folded(indicator)))
"""


def upgrade():
    op.create_table(
        'target',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', WORD, nullable=False),
        sa.Column('kind', WORD, nullable=False),
        sa.Column('title', sa.Text, nullable=False),
        sa.Column('indicator', sa.Text, nullable=False),
        sa.Column('unit', WORD, nullable=False),
        sa.Column('direction', WORD, nullable=False),
        sa.Column('limit', sa.Numeric(18, 2), nullable=False),
        sa.Column('basis', sa.Text, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('measured_by_id', sa.Integer, nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('outcome', WORD),
        sa.Column('set_on', sa.Date, nullable=False),
        sa.Column('report', sa.Text, nullable=False),
        sa.Column('key_field', WORD),
        sa.Column('harm', WORD),
        *_deadline(),
        *_steps(),
        sa.CheckConstraint('subject_id <> measured_by_id', name='ck_target_measured_by_another'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_target_subject_id_subject'),
        sa.ForeignKeyConstraint(
            ['measured_by_id'], ['subject.id'], name='fk_target_measured_by_id_subject'
        ),
        sa.ForeignKeyConstraint(
            ['time_limit_id'], ['time_limit.id'], name='fk_target_time_limit_id_time_limit'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_target'),
        sa.UniqueConstraint('ref', name='uq_target_ref'),
    )
    for column in (
        'kind', 'subject_id', 'measured_by_id', 'state', 'key_field', 'due_on', 'step_due_on',
    ):  # fmt: skip
        op.create_index(f'ix_target_{column}', 'target', [column])
    op.create_table(
        'target_reading',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('target_id', sa.Integer, nullable=False),
        sa.Column('month', sa.Date, nullable=False),
        sa.Column('value', sa.Numeric(18, 2), nullable=False),
        sa.Column('level', WORD),
        sa.Column('source', sa.Text, nullable=False),
        sa.Column('published_on', sa.Date, nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('answer', sa.Text, nullable=False),
        sa.Column('review', sa.Text, nullable=False),
        *_steps(),
        sa.ForeignKeyConstraint(
            ['target_id'], ['target.id'], name='fk_target_reading_target_id_target'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_target_reading'),
        sa.UniqueConstraint('target_id', 'month', name='uq_target_reading_target_id_month'),
    )
    op.create_index('ix_target_reading_target_id', 'target_reading', ['target_id'])
    op.create_index('ix_target_reading_step_due_on', 'target_reading', ['step_due_on'])
    op.create_table(
        'inspection',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('target_id', sa.Integer, nullable=False),
        sa.Column('on_day', sa.Date, nullable=False),
        sa.Column('inspectors', sa.Text, nullable=False),
        sa.Column('problem', sa.Boolean, nullable=False),
        sa.Column('finding', sa.Text, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.ForeignKeyConstraint(['target_id'], ['target.id'], name='fk_inspection_target_id_target'),
        sa.PrimaryKeyConstraint('id', name='pk_inspection'),
    )
    op.create_index('ix_inspection_target_id', 'inspection', ['target_id'])
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(WORDS)


def downgrade():
    op.drop_table('inspection')
    op.drop_table('target_reading')
    op.drop_table('target')


def _steps():
    return (
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
    )


def _deadline():
    return (
        sa.Column('due_on', sa.Date),
        sa.Column('first_due_on', sa.Date),
        sa.Column('starts_on', sa.Date),
        sa.Column('starts_as', sa.Text, nullable=False),
        sa.Column('agreed_amount', sa.Integer),
        sa.Column('agreed_unit', WORD),
        sa.Column('due_basis', sa.Text, nullable=False),
        sa.Column('provisional', sa.Boolean, nullable=False),
        sa.Column('closed_on', sa.Date),
        sa.Column('claimed_on', sa.Date),
        sa.Column('claim_received_on', sa.Date),
        sa.Column('time_limit_id', sa.Integer),
    )
