"""breach complaints of enterprises"""

import sqlalchemy as sa
from alembic import op


revision = '0072'
down_revision = '0071'
branch_labels = None
depends_on = None

CODE = sa.String(40)
INDEXED = ('state', 'subject_id', 'complainant_id', 'finder_id', 'due_on', 'step_due_on',
           'key_field')
WORDS = """
CREATE INDEX ix_grievance_words ON grievance USING gin (
pairs(folded(ref) || '\n' || folded(title) || '\n' || folded(text)))
"""


def upgrade():
    op.create_table(
        'grievance',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('title', sa.String(200), nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('outcome', CODE),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('complainant_id', sa.Integer, nullable=False),
        sa.Column('finder_id', sa.Integer),
        sa.Column('area', CODE, nullable=False),
        sa.Column('channel', CODE, nullable=False),
        sa.Column('channel_no', sa.String(80)),
        sa.Column('received_on', sa.Date, nullable=False),
        sa.Column('found_on', sa.Date),
        sa.Column('because', CODE),
        sa.Column('refused_on', sa.Date),
        sa.Column('finding', sa.Text, nullable=False),
        sa.Column('demand', sa.Text, nullable=False),
        sa.Column('report', sa.Text, nullable=False),
        sa.Column('key_field', CODE),
        sa.Column('harm', CODE),
        sa.Column('contests', sa.Integer, server_default='0', nullable=False),
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
        sa.PrimaryKeyConstraint('id', name='pk_grievance'),
        sa.UniqueConstraint('ref', name='uq_grievance_ref'),
        sa.UniqueConstraint('channel', 'channel_no', name='uq_grievance_channel_channel_no'),
        sa.CheckConstraint('subject_id <> complainant_id', name=op.f('ck_grievance_two_parties')),
        sa.CheckConstraint(
            'finder_id <> subject_id', name=op.f('ck_grievance_nobody_finds_for_itself')
        ),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_grievance_subject_id'),
        sa.ForeignKeyConstraint(
            ['complainant_id'], ['subject.id'], name='fk_grievance_complainant_id'
        ),
        sa.ForeignKeyConstraint(['finder_id'], ['subject.id'], name='fk_grievance_finder_id'),
        sa.ForeignKeyConstraint(
            ['time_limit_id'], ['time_limit.id'], name='fk_grievance_time_limit_id'
        ),
    )
    for column in INDEXED:
        op.create_index(f'ix_grievance_{column}', 'grievance', [column])
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(WORDS)


def downgrade():
    op.drop_table('grievance')
