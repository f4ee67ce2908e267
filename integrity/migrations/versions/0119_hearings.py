"""hearings that the subject of an intended listing asked for"""

import sqlalchemy as sa
from alembic import op


revision = '0119'
down_revision = '0118'
branch_labels = None
depends_on = None

WORDS = (
    'at_time', 'place', 'present', 'our_side', 'their_side', 'material', 'signed_by_name',
    'unsigned',
)


def upgrade():
    op.create_table(
        'hearing',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('entry_id', sa.Integer, nullable=False),
        sa.Column('issuer_id', sa.Integer),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('set_for', sa.Date),
        sa.Column('chair_id', sa.Integer),
        *(sa.Column(name, sa.Text, nullable=False) for name in WORDS),
        sa.Column('signed_on', sa.Date),
        sa.Column('closed_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_hearing'),
        sa.UniqueConstraint('entry_id', name='uq_hearing_entry_id'),
        sa.ForeignKeyConstraint(['entry_id'], ['list_entry.id'], name='fk_hearing_entry_id'),
        sa.ForeignKeyConstraint(['issuer_id'], ['subject.id'], name='fk_hearing_issuer_id'),
        sa.ForeignKeyConstraint(['chair_id'], ['user.id'], name='fk_hearing_chair_id'),
        sa.CheckConstraint(
            "state NOT IN ('scheduled', 'held', 'recorded') OR "
            "(set_for IS NOT NULL AND chair_id IS NOT NULL AND place <> '')",
            name='ck_hearing_scheduled_whole',
        ),
        sa.CheckConstraint(
            "state <> 'recorded' OR signed_on IS NOT NULL OR unsigned <> ''",
            name='ck_hearing_recorded_is_signed',
        ),
    )
    for name in ('state', 'issuer_id', 'step_due_on'):
        op.create_index(f'ix_hearing_{name}', 'hearing', [name])


def downgrade():
    op.drop_table('hearing')
