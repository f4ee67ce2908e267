"""messages to people, the envelopes in which they leave, and where people are reached"""

import sqlalchemy as sa
from alembic import op


revision = '0048'
down_revision = '0047'
branch_labels = None
depends_on = None

WORD = sa.String(40)
MOMENT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        'envelope',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('person_id', sa.Integer, nullable=False),
        sa.Column('channel', WORD, nullable=False),
        sa.Column('first_id', sa.Integer, nullable=False),
        sa.Column('made_at', MOMENT, nullable=False),
        sa.Column('state', WORD, nullable=False),
        sa.Column('next_at', MOMENT, nullable=False),
        sa.Column('lease_until', MOMENT),
        sa.Column('attempts', sa.Integer, server_default='0', nullable=False),
        sa.Column('doubtful', sa.Integer, server_default='0', nullable=False),
        sa.Column('ended_at', MOMENT),
        sa.Column('error', sa.Text, server_default='', nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['user.id'], name='fk_envelope_person_id'),
        sa.PrimaryKeyConstraint('id', name='pk_envelope'),
        sa.UniqueConstraint(
            'person_id',
            'channel',
            'made_at',
            'first_id',
            name='uq_envelope_person_id_channel_made_at_first_id',
        ),
    )
    op.create_index('ix_envelope_state_next_at', 'envelope', ['state', 'next_at'])
    op.create_table(
        'message',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('fact', sa.String(120), nullable=False),
        sa.Column('person_id', sa.Integer, nullable=False),
        sa.Column('channel', WORD, nullable=False),
        sa.Column('event', sa.String(80), nullable=False),
        sa.Column('thing', WORD, nullable=False),
        sa.Column('thing_id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(120), nullable=False),
        sa.Column('urgent', sa.Boolean, nullable=False),
        sa.Column('at', MOMENT, nullable=False),
        sa.Column('read_at', MOMENT),
        sa.Column('envelope_id', sa.Integer),
        sa.ForeignKeyConstraint(['envelope_id'], ['envelope.id'], name='fk_message_envelope_id'),
        sa.ForeignKeyConstraint(['person_id'], ['user.id'], name='fk_message_person_id'),
        sa.PrimaryKeyConstraint('id', name='pk_message'),
        sa.UniqueConstraint(
            'fact', 'person_id', 'channel', name='uq_message_fact_person_id_channel'
        ),
    )
    op.create_index('ix_message_envelope_id', 'message', ['envelope_id'])
    op.create_index(
        'ix_message_person_id_channel_read_at', 'message', ['person_id', 'channel', 'read_at']
    )
    op.create_index(
        'ix_message_channel_envelope_id_at', 'message', ['channel', 'envelope_id', 'at']
    )
    op.create_table(
        'message_address',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('person_id', sa.Integer, nullable=False),
        sa.Column('channel', WORD, nullable=False),
        sa.Column('address', sa.String(254), nullable=False),
        sa.Column('wish', WORD, nullable=False),
        sa.Column('confirmed_at', MOMENT),
        sa.Column('code_digest', sa.String(64)),
        sa.Column('code_ends_at', MOMENT),
        sa.Column('tries', sa.Integer, server_default='0', nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['user.id'], name='fk_message_address_person_id'),
        sa.PrimaryKeyConstraint('id', name='pk_message_address'),
        sa.UniqueConstraint(
            'person_id', 'channel', name='uq_message_address_person_id_channel'
        ),
    )


def downgrade():
    for table in ('message_address', 'message', 'envelope'):
        op.drop_table(table)
