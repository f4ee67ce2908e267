"""how a claim comes in: as a lead, handed over, from the debtor; suppliers ask for accounts"""

import sqlalchemy as sa
from alembic import op


revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade():
    with op.batch_alter_table('invoice') as batch:
        batch.add_column(sa.Column('entry', sa.String(40), server_default='lead', nullable=False))
    with op.batch_alter_table('invoice') as batch:
        batch.alter_column('entry', existing_type=sa.String(40), server_default=None)
    op.create_table(
        'arrears_transfer',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('invoice_id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('platform', sa.String(40), nullable=False),
        sa.Column('number', sa.String(80), nullable=False),
        sa.Column('sender', sa.String(200), nullable=False),
        sa.Column('accepted_on', sa.Date, nullable=False),
        sa.Column('received_on', sa.Date, nullable=False),
        sa.Column('result', sa.Text, nullable=False),
        sa.Column('answered_on', sa.Date),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_arrears_transfer'),
        sa.ForeignKeyConstraint(
            ['invoice_id'], ['invoice.id'], name='fk_arrears_transfer_invoice_id'
        ),
        sa.UniqueConstraint('invoice_id', name='uq_arrears_transfer_invoice_id'),
        sa.UniqueConstraint('platform', 'number', name='uq_arrears_transfer_platform_number'),
    )
    op.create_index('ix_arrears_transfer_step_due_on', 'arrears_transfer', ['step_due_on'])
    op.create_table(
        'enrolment',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('token', sa.String(64), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('uscc', sa.String(18), nullable=False),
        sa.Column('name', sa.String(200), nullable=False),
        sa.Column('size', sa.String(40), nullable=False),
        sa.Column('person', sa.String(60), nullable=False),
        sa.Column('attorney', sa.Boolean, nullable=False),
        sa.Column('asked_at', MOMENT, nullable=False),
        sa.Column('refusal', sa.String(40)),
        sa.Column('why', sa.Text, nullable=False),
        sa.Column('checked', sa.Text, nullable=False),
        sa.Column('decided_on', sa.Date),
        sa.Column('user_id', sa.Integer),
        sa.Column('password_at', MOMENT),
        sa.Column('channel', sa.String(40), nullable=False),
        sa.Column('address', sa.String(254), nullable=False),
        sa.Column('confirmed_at', MOMENT),
        sa.Column('code_digest', sa.String(64)),
        sa.Column('code_ends_at', MOMENT),
        sa.Column('tries', sa.Integer, server_default='0', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_enrolment'),
        sa.ForeignKeyConstraint(['user_id'], ['user.id'], name='fk_enrolment_user_id'),
        sa.UniqueConstraint('ref', name='uq_enrolment_ref'),
        sa.UniqueConstraint('token', name='uq_enrolment_token'),
    )
    for name in ('state', 'uscc', 'step_due_on'):
        op.create_index(f'ix_enrolment_{name}', 'enrolment', [name])


def downgrade():
    op.drop_table('enrolment')
    op.drop_table('arrears_transfer')
    op.execute(
        "UPDATE invoice SET state = 'registered' WHERE state = 'referred'"
    )
    op.execute("UPDATE invoice SET state = 'forwarded' WHERE state = 'asked'")
    with op.batch_alter_table('invoice') as batch:
        batch.drop_column('entry')
