"""objections from whoever has no account, with proof of identity"""

import sqlalchemy as sa
from alembic import op


revision = '0183'
down_revision = '0182'
branch_labels = None
depends_on = None

CODE = sa.String(40)


def upgrade():
    op.create_table(
        'petition',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('about', CODE, nullable=False),
        sa.Column('party', CODE, nullable=False),
        sa.Column('sealed', sa.Text, nullable=False),
        sa.Column('statement', sa.Text, nullable=False),
        sa.Column('new_evidence', CODE),
        sa.Column('objection_id', sa.Integer),
        sa.Column('shortfall', CODE),
        sa.Column('checked', sa.Text, nullable=False),
        sa.Column('checked_by_id', sa.Integer),
        sa.Column('closed_on', sa.Date),
        sa.Column('ref', CODE, nullable=False),
        sa.Column('secret_hash', sa.Text, nullable=False),
        sa.Column('once', CODE, nullable=False),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('noted_at', sa.DateTime(timezone=True)),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_petition'),
        sa.UniqueConstraint('ref', name='uq_petition_ref'),
        sa.UniqueConstraint('once', name='uq_petition_once'),
        sa.UniqueConstraint('objection_id', name='uq_petition_objection_id'),
        sa.ForeignKeyConstraint(
            ['objection_id'], ['objection.id'], name='fk_petition_objection_id'
        ),
        sa.ForeignKeyConstraint(
            ['checked_by_id'], ['user.id'], name='fk_petition_checked_by_id'
        ),
        sa.CheckConstraint(
            "(state = 'admitted') = (objection_id IS NOT NULL)",
            name='ck_petition_admitted_is_an_objection',
        ),
        sa.CheckConstraint(
            "state = 'handed-in' OR checked_by_id IS NOT NULL",
            name='ck_petition_somebody_checked_it',
        ),
    )
    for name in ('state', 'step_due_on'):
        op.create_index(f'ix_petition_{name}', 'petition', [name])


def downgrade():
    op.drop_table('petition')
