"""announcements of breaches in procurement"""

import sqlalchemy as sa
from alembic import op


revision = '0084'
down_revision = '0083'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'announcement',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('record_id', sa.Integer, nullable=False),
        sa.Column('medium', sa.String(120), nullable=False),
        sa.Column('address', sa.String(500), nullable=False),
        sa.Column('announced_on', sa.Date, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_announcement'),
        sa.ForeignKeyConstraint(
            ['record_id'], ['credit_record.id'], name='fk_announcement_record_id'
        ),
        sa.UniqueConstraint('record_id', name='uq_announcement_record_id'),
    )


def downgrade():
    op.drop_table('announcement')
