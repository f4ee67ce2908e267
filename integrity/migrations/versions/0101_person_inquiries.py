"""the register of queries about natural persons"""

import sqlalchemy as sa
from alembic import op


revision = '0101'
down_revision = '0100'
branch_labels = None
depends_on = None

LINKS = {
    'subject_id': 'subject',
    'body_id': 'subject',
    'asked_by_id': 'user',
    'decided_by_id': 'user',
}
INDEXED = ('digest', 'subject_id', 'state', 'body_id', 'asked_at', 'step_due_on')


def upgrade():
    op.create_table(
        'person_inquiry',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('subject_id', sa.Integer),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('purpose', sa.String(40), nullable=False),
        sa.Column('authorisation', sa.String(40), nullable=False),
        sa.Column('authorised_by', sa.Text, nullable=False),
        sa.Column('case_no', sa.Text, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('asked_by_id', sa.Integer, nullable=False),
        sa.Column('asked_by_name', sa.Text, nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_by_id', sa.Integer),
        sa.Column('decided_by_name', sa.Text, server_default='', nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('why', sa.Text, server_default='', nullable=False),
        sa.Column('open_until', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_person_inquiry'),
        sa.CheckConstraint(
            "authorised_by <> '' AND case_no <> ''",
            name=op.f('ck_person_inquiry_says_on_whose_word'),
        ),
        sa.CheckConstraint(
            'decided_by_id <> asked_by_id', name=op.f('ck_person_inquiry_consent_by_another')
        ),
        *(
            sa.ForeignKeyConstraint([column], [f'{table}.id'], name=f'fk_person_inquiry_{column}')
            for column, table in LINKS.items()
        ),
    )
    for column in INDEXED:
        op.create_index(f'ix_person_inquiry_{column}', 'person_inquiry', [column])


def downgrade():
    op.drop_table('person_inquiry')
