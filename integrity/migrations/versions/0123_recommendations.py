"""recommendations for the red list, and members of associations"""

import sqlalchemy as sa
from alembic import op


revision = '0123'
down_revision = '0122'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'membership',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('association_id', sa.Integer, nullable=False),
        sa.Column('member_id', sa.Integer, nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_membership'),
        sa.UniqueConstraint(
            'association_id', 'member_id', name='uq_membership_association_id_member_id'
        ),
        *(
            sa.ForeignKeyConstraint([name], ['subject.id'], name=f'fk_membership_{name}')
            for name in ('association_id', 'member_id')
        ),
    )
    op.create_index('ix_membership_member_id', 'membership', ['member_id'])
    op.create_table(
        'recommendation',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('ground', sa.String(40), nullable=False),
        sa.Column('reasons', sa.Text, nullable=False),
        sa.Column('recommended_by_id', sa.Integer, nullable=False),
        sa.Column('sent_by_name', sa.Text, nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('entry_id', sa.Integer),
        sa.Column('answer', sa.Text, nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_recommendation'),
        *(
            sa.ForeignKeyConstraint([name], ['subject.id'], name=f'fk_recommendation_{name}')
            for name in ('subject_id', 'recommended_by_id')
        ),
        sa.ForeignKeyConstraint(['entry_id'], ['list_entry.id'], name='fk_recommendation_entry_id'),
        sa.CheckConstraint(
            'subject_id <> recommended_by_id', name='ck_recommendation_not_of_oneself'
        ),
        sa.CheckConstraint(
            "state <> 'taken-up' OR entry_id IS NOT NULL",
            name='ck_recommendation_taken_up_is_an_entry',
        ),
    )
    for name in ('state', 'subject_id', 'recommended_by_id', 'step_due_on'):
        op.create_index(f'ix_recommendation_{name}', 'recommendation', [name])


def downgrade():
    op.drop_table('recommendation')
    op.drop_table('membership')
