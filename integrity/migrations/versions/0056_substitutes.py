"""somebody absent has a substitute who gets the messages too"""

import sqlalchemy as sa
from alembic import op


revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        'substitute',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('person_id', sa.Integer, nullable=False),
        sa.Column('substitute_id', sa.Integer, nullable=False),
        sa.Column('from_on', sa.Date, nullable=False),
        sa.Column('until_on', sa.Date, nullable=False),
        sa.Column('set_at', MOMENT, nullable=False),
        sa.Column('confirmed_at', MOMENT),
        sa.Column('ended_at', MOMENT),
        sa.CheckConstraint('person_id <> substitute_id', name=op.f('ck_substitute_somebody_else')),
        sa.CheckConstraint('from_on <= until_on', name=op.f('ck_substitute_days_in_order')),
        sa.ForeignKeyConstraint(['person_id'], ['user.id'], name='fk_substitute_person_id'),
        sa.ForeignKeyConstraint(['substitute_id'], ['user.id'], name='fk_substitute_substitute_id'),
        sa.PrimaryKeyConstraint('id', name='pk_substitute'),
    )
    for name in ('person_id', 'substitute_id'):
        op.create_index(f'ix_substitute_{name}', 'substitute', [name])


def downgrade():
    op.drop_table('substitute')
