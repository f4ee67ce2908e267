"""what a person decided after holding a name against a subject"""

import sqlalchemy as sa
from alembic import op


revision = '0142'
down_revision = '0141'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'pairing',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('name', sa.Text, nullable=False),
        sa.Column('asked', sa.Text, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('same', sa.Boolean, nullable=False),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('by_name', sa.Text, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_pairing'),
        sa.UniqueConstraint('body_id', 'name', 'subject_id', name='uq_pairing_body_id_name_subject_id'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_pairing_body_id_subject'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_pairing_subject_id_subject'),
    )
    op.create_index('ix_pairing_name', 'pairing', ['name'])
    op.create_index('ix_pairing_subject_id', 'pairing', ['subject_id'])


def downgrade():
    op.drop_table('pairing')
