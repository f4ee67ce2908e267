"""the yearly disclosure as it was published, and its corrections"""

import sqlalchemy as sa
from alembic import op


revision = '0038'
down_revision = '0037'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'disclosure',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('published_on', sa.Date(), nullable=False),
        sa.Column('published_by', sa.Text(), nullable=False),
        sa.Column('published_by_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['published_by_id'], ['user.id'], name='fk_disclosure_published_by_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_disclosure'),
        sa.UniqueConstraint('year', name='uq_disclosure_year'),
    )
    op.create_table(
        'disclosure_line',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('disclosure_id', sa.Integer(), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('contracts', sa.Integer(), nullable=False),
        sa.Column('amount', sa.Numeric(precision=18, scale=2), nullable=False),
        sa.ForeignKeyConstraint(
            ['disclosure_id'], ['disclosure.id'], name='fk_disclosure_line_disclosure_id'
        ),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_disclosure_line_subject_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_disclosure_line'),
        sa.UniqueConstraint(
            'disclosure_id', 'subject_id', name='uq_disclosure_line_disclosure_id_subject_id'
        ),
    )
    op.create_table(
        'disclosure_correction',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('disclosure_id', sa.Integer(), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('old_contracts', sa.Integer(), nullable=False),
        sa.Column('old_amount', sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column('new_contracts', sa.Integer(), nullable=False),
        sa.Column('new_amount', sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column('why', sa.Text(), nullable=False),
        sa.Column('by_name', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['disclosure_id'], ['disclosure.id'], name='fk_disclosure_correction_disclosure_id'
        ),
        sa.ForeignKeyConstraint(
            ['subject_id'], ['subject.id'], name='fk_disclosure_correction_subject_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_disclosure_correction'),
    )
    op.create_index(
        'ix_disclosure_correction_disclosure_id', 'disclosure_correction', ['disclosure_id']
    )


def downgrade():
    op.drop_table('disclosure_correction')
    op.drop_table('disclosure_line')
    op.drop_table('disclosure')
