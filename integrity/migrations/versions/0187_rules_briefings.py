"""departments confirm the rules of repair that they were given"""

import sqlalchemy as sa
from alembic import op


revision = '0187'
down_revision = '0186'
branch_labels = None
depends_on = None

CODE = sa.String(40)


def upgrade():
    op.create_table(
        'rules_briefing',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('mark', CODE, nullable=False),
        sa.Column('given_on', sa.Date, nullable=False),
        sa.Column('state', CODE, nullable=False),
        sa.Column('handling', sa.Text, server_default='', nullable=False),
        sa.Column('confirmed_on', sa.Date),
        sa.Column('confirmed_by_name', sa.Text, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_rules_briefing'),
        sa.UniqueConstraint('body_id', 'mark', name='uq_rules_briefing_body_id_mark'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_rules_briefing_body_id'),
        sa.CheckConstraint(
            "state <> 'confirmed-by-department' OR "
            "(confirmed_on IS NOT NULL AND confirmed_by_name <> '')",
            name='ck_rules_briefing_somebody_confirmed',
        ),
    )
    for name in ('state', 'step_due_on'):
        op.create_index(f'ix_rules_briefing_{name}', 'rules_briefing', [name])


def downgrade():
    op.drop_table('rules_briefing')
