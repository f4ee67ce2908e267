"""which body finds what is one table for every matter"""

import sqlalchemy as sa
from alembic import op


revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'competent_body',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('matter', sa.String(40), nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_competent_body_body_id_subject'),
        sa.PrimaryKeyConstraint('id', name='pk_competent_body'),
        sa.UniqueConstraint('matter', name='uq_competent_body_matter'),
    )
    op.execute('INSERT INTO competent_body (matter, body_id) SELECT stream, body_id FROM finding_body')
    op.drop_table('finding_body')


def downgrade():
    op.create_table(
        'finding_body',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('stream', sa.String(40), nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_finding_body_body_id_subject'),
        sa.PrimaryKeyConstraint('id', name='pk_finding_body'),
        sa.UniqueConstraint('stream', name='uq_finding_body_stream'),
    )
    op.execute('INSERT INTO finding_body (stream, body_id) SELECT matter, body_id FROM competent_body')
    op.drop_table('competent_body')
