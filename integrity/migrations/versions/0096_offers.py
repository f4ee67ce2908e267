"""what is offered to whoever keeps faith"""

import sqlalchemy as sa
from alembic import op


revision = '0096'
down_revision = '0095'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'offer',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('field', sa.String(40), nullable=False),
        sa.Column('stage', sa.String(40)),
        sa.Column('offerer', sa.String(40), nullable=False),
        sa.Column('offered_by', sa.Text, nullable=False),
        sa.Column('body_id', sa.Integer),
        sa.Column('title', sa.Text, nullable=False),
        sa.Column('content', sa.Text, nullable=False),
        sa.Column('applies_to', sa.Text, nullable=False),
        sa.Column('on_the_red_list', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('conditions', sa.Text, server_default='', nullable=False),
        sa.Column('how', sa.Text, nullable=False),
        sa.Column('contact', sa.Text, nullable=False),
        sa.Column('valid_from', sa.Date, nullable=False),
        sa.Column('valid_until', sa.Date),
        sa.Column('made_by_id', sa.Integer),
        sa.Column('opened_by_id', sa.Integer),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_offer'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_offer_body_id'),
        sa.ForeignKeyConstraint(['made_by_id'], ['user.id'], name='fk_offer_made_by_id'),
        sa.ForeignKeyConstraint(['opened_by_id'], ['user.id'], name='fk_offer_opened_by_id'),
        sa.CheckConstraint('made_by_id <> opened_by_id', name='ck_offer_opened_by_another'),
        sa.CheckConstraint('valid_until >= valid_from', name='ck_offer_days'),
    )
    for name in ('state', 'field', 'body_id', 'step_due_on'):
        op.create_index(f'ix_offer_{name}', 'offer', [name])


def downgrade():
    op.drop_table('offer')
