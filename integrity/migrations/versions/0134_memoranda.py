"""memoranda of joint reward and sanction, and the bodies that joined them"""

import sqlalchemy as sa
from alembic import op


revision = '0134'
down_revision = '0133'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'memorandum',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('document_id', sa.Integer, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('lead', sa.Text, nullable=False),
        sa.Column('support', sa.Text, server_default='', nullable=False),
        sa.Column('term', sa.Text, server_default='', nullable=False),
        sa.Column('contact', sa.Text, server_default='', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_memorandum'),
        sa.ForeignKeyConstraint(
            ['document_id'], ['policy_document.id'], name='fk_memorandum_document_id'
        ),
        sa.UniqueConstraint('document_id', name='uq_memorandum_document_id'),
    )
    op.create_table(
        'memorandum_member',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('memorandum_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('duty', sa.Text, nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_memorandum_member'),
        sa.ForeignKeyConstraint(
            ['memorandum_id'], ['memorandum.id'], name='fk_memorandum_member_memorandum_id'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_memorandum_member_body_id'),
        sa.UniqueConstraint(
            'memorandum_id', 'body_id', name='uq_memorandum_member_memorandum_id_body_id'
        ),
        sa.CheckConstraint(
            'until IS NULL OR until >= since', name='ck_memorandum_member_ends_after_it_began'
        ),
    )
    op.create_index('ix_memorandum_member_body_id', 'memorandum_member', ['body_id'])


def downgrade():
    op.drop_table('memorandum_member')
    op.drop_table('memorandum')
