"""accounts of the three powers are switched off by two of them"""

import sqlalchemy as sa
from alembic import op


revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('switch_off',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.CheckConstraint('decided_by_id <> asked_by_id', name=op.f('ck_switch_off_two_people')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['user.id'], name=op.f('fk_switch_off_asked_by_id')),
    sa.ForeignKeyConstraint(
        ['decided_by_id'], ['user.id'], name=op.f('fk_switch_off_decided_by_id')
    ),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_switch_off_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_switch_off'))
    )
    op.create_index(
        'ix_switch_off_open',
        'switch_off',
        ['user_id'],
        unique=True,
        sqlite_where=sa.text('decided_at IS NULL'),
        postgresql_where=sa.text('decided_at IS NULL'),
    )


def downgrade():
    op.drop_index('ix_switch_off_open', 'switch_off')
    op.drop_table('switch_off')
