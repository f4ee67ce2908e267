"""decisions that bodies enter, and what a record that rests on one takes from it"""

import sqlalchemy as sa
from alembic import op


revision = '0099'
down_revision = '0098'
branch_labels = None
depends_on = None

WORD = sa.String(40)

WORDS = """
CREATE INDEX ix_decision_words ON decision USING gin (
pairs(folded(ref) || '\n' || folded(title) || '\n' || folded(number)))
"""
INDEXED = ('kind', 'subject_id', 'body_id', 'state', 'key_field', 'due_on', 'step_due_on')


def upgrade():
    op.add_column('credit_record', sa.Column('ruled_on', sa.Date))
    op.create_table(
        'decision',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', WORD, nullable=False),
        sa.Column('key', sa.Text, nullable=False),
        sa.Column('kind', WORD, nullable=False),
        sa.Column('severity', WORD),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('number', sa.String(120), nullable=False),
        sa.Column('title', sa.Text, nullable=False),
        sa.Column('facts', sa.Text, nullable=False),
        sa.Column('decided_on', sa.Date, nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('outcome', WORD),
        sa.Column('entered_by_id', sa.Integer),
        sa.Column('entered_by_name', sa.Text, nullable=False),
        sa.Column('revoked_by_id', sa.Integer),
        sa.Column('effective_on', sa.Date),
        sa.Column('shown_until', sa.Date),
        sa.Column('public', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('key_field', WORD),
        sa.Column('harm', WORD),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        *_deadline(),
        sa.CheckConstraint('subject_id <> body_id', name='ck_decision_of_another'),
        sa.CheckConstraint(
            'severity IS NULL OR NOT public', name='ck_decision_only_good_is_public'
        ),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_decision_subject_id_subject'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_decision_body_id_subject'),
        sa.ForeignKeyConstraint(
            ['entered_by_id'], ['user.id'], name='fk_decision_entered_by_id_user'
        ),
        sa.ForeignKeyConstraint(
            ['revoked_by_id'], ['user.id'], name='fk_decision_revoked_by_id_user'
        ),
        sa.ForeignKeyConstraint(
            ['time_limit_id'], ['time_limit.id'], name='fk_decision_time_limit_id_time_limit'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_decision'),
        sa.UniqueConstraint('ref', name='uq_decision_ref'),
    )
    for column in INDEXED:
        op.create_index(f'ix_decision_{column}', 'decision', [column])
    op.create_index(
        'uq_decision_standing_key',
        'decision',
        ['key'],
        unique=True,
        sqlite_where=sa.text('closed_on IS NULL'),
        postgresql_where=sa.text('closed_on IS NULL'),
    )
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(WORDS)


def downgrade():
    op.drop_table('decision')
    op.drop_column('credit_record', 'ruled_on')


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
