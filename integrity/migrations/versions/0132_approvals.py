"""approvals as business systems report them, against the checks that were made"""

import sqlalchemy as sa
from alembic import op


revision = '0132'
down_revision = '0131'
branch_labels = None
depends_on = None
STANDING = sa.text('withdrawn_at IS NULL')


def upgrade():
    op.create_table(
        'approval',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('matter_code', sa.String(40), nullable=False),
        sa.Column('case_no', sa.String(100), nullable=False),
        sa.Column('code', sa.String(40), server_default='', nullable=False),
        sa.Column('subject_id', sa.Integer),
        sa.Column('decided_on', sa.Date, nullable=False),
        sa.Column('reported_by', sa.Text, nullable=False),
        sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('check_id', sa.BigInteger),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True)),
        sa.Column('withdrawn_by', sa.Text, server_default='', nullable=False),
        sa.Column('withdrawn_why', sa.Text, server_default='', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_approval'),
        *(
            sa.ForeignKeyConstraint([name], ['subject.id'], name=f'fk_approval_{name}')
            for name in ('body_id', 'subject_id')
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_why <> ''", name='ck_approval_withdrawn_says_why'
        ),
    )
    op.create_index('ix_approval_body_id_decided_on', 'approval', ['body_id', 'decided_on'])
    for name in ('decided_on', 'subject_id'):
        op.create_index(f'ix_approval_{name}', 'approval', [name])
    op.create_index(
        'uq_approval_case', 'approval', ['body_id', 'matter_code', 'case_no'], unique=True,
        sqlite_where=STANDING, postgresql_where=STANDING,
    )


def downgrade():
    op.drop_table('approval')
