"""files of up to a million codes that are checked in one call, a narrow row a code"""

import sqlalchemy as sa
from alembic import op

revision = '0156'
down_revision = '0155'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'check_file',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(36), nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('officer', sa.Text, nullable=False),
        sa.Column('purpose', sa.Text, nullable=False),
        sa.Column('matter', sa.Text, nullable=False),
        sa.Column('matter_code', sa.String(40), server_default='', nullable=False),
        sa.Column('case_no', sa.Text, nullable=False),
        sa.Column('codes', sa.Integer, nullable=False),
        sa.Column('asked', sa.LargeBinary),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('as_of', sa.Date),
        sa.Column('list_version', sa.BigInteger),
        sa.Column('finished_at', sa.DateTime(timezone=True)),
        sa.Column('counts', sa.JSON),
        sa.Column('stored', sa.String(40)),
        sa.Column('answer_digest', sa.String(64), server_default='', nullable=False),
        sa.Column('why', sa.Text, server_default='', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_check_file'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_check_file_body_id'),
        sa.UniqueConstraint('ref', name='uq_check_file_ref'),
        sa.UniqueConstraint('stored', name='uq_check_file_stored'),
    )
    for name in ('body_id', 'at', 'finished_at'):
        op.create_index(f'ix_check_file_{name}', 'check_file', [name])
    op.create_table(
        'check_file_line',
        sa.Column('file_id', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('line', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('code', sa.String(18), nullable=False),
        sa.Column('subject_id', sa.Integer),
        sa.Column('verdict', sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint('file_id', 'line', name='pk_check_file_line'),
    )
    op.create_index('ix_check_file_line_subject_id', 'check_file_line', ['subject_id'])
    op.create_index('ix_credit_check_case', 'credit_check', ['body_id', 'case_no'])


def downgrade():
    op.drop_index('ix_credit_check_case', 'credit_check')
    op.drop_table('check_file_line')
    op.drop_table('check_file')
