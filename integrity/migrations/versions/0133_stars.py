"""rounds of 诚信之星, their candidates, and objections to them"""

import sqlalchemy as sa
from alembic import op


revision = '0133'
down_revision = '0132'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'star_round',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('year', sa.Integer, nullable=False),
        sa.Column('conditions', sa.Text, nullable=False),
        sa.Column('sending_until', sa.Date, nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('opened_by_name', sa.Text, nullable=False),
        sa.Column('circulated_on', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_star_round'),
        sa.UniqueConstraint('kind', 'year', name='uq_star_round_kind_year'),
    )
    op.create_table(
        'star_candidate',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('round_id', sa.Integer, nullable=False),
        sa.Column('subject_id', sa.Integer, nullable=False),
        sa.Column('product', sa.Text, server_default='', nullable=False),
        sa.Column('reasons', sa.Text, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('sent_by_id', sa.Integer, nullable=False),
        sa.Column('sent_by_name', sa.Text, nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('shown_on', sa.Date),
        sa.Column('shown_until', sa.Date),
        sa.Column('first_decider_id', sa.Integer),
        sa.Column('second_decider_id', sa.Integer),
        sa.Column('honoured_on', sa.Date),
        sa.Column('ended_on', sa.Date),
        sa.Column('answer', sa.Text, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_star_candidate'),
        sa.ForeignKeyConstraint(
            ['round_id'], ['star_round.id'], name='fk_star_candidate_round_id'
        ),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_star_candidate_subject_id'),
        sa.ForeignKeyConstraint(['sent_by_id'], ['subject.id'], name='fk_star_candidate_sent_by_id'),
        sa.ForeignKeyConstraint(
            ['first_decider_id'], ['user.id'], name='fk_star_candidate_first_decider_id'
        ),
        sa.ForeignKeyConstraint(
            ['second_decider_id'], ['user.id'], name='fk_star_candidate_second_decider_id'
        ),
        sa.UniqueConstraint(
            'round_id', 'subject_id', 'product',
            name='uq_star_candidate_round_id_subject_id_product',
        ),
        sa.CheckConstraint(
            'first_decider_id <> second_decider_id', name='ck_star_candidate_two_deciders'
        ),
        sa.CheckConstraint(
            'subject_id <> sent_by_id', name='ck_star_candidate_not_of_oneself'
        ),
        sa.CheckConstraint(
            "state NOT IN ('honoured-in-round', 'honour-ended') OR "
            '(first_decider_id IS NOT NULL AND second_decider_id IS NOT NULL '
            'AND honoured_on IS NOT NULL AND shown_until < honoured_on)',
            name='ck_star_candidate_honoured_by_two',
        ),
        sa.CheckConstraint(
            "state <> 'shown-in-round' OR shown_until IS NOT NULL",
            name='ck_star_candidate_shown_until_a_day',
        ),
        sa.CheckConstraint(
            "state <> 'honour-ended' OR ended_on IS NOT NULL", name='ck_star_candidate_ended_on_day'
        ),
    )
    for name in ('subject_id', 'state', 'sent_by_id', 'step_due_on'):
        op.create_index(f'ix_star_candidate_{name}', 'star_candidate', [name])
    op.create_table(
        'star_objection',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('candidate_id', sa.Integer, nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        sa.Column('answer', sa.Text, server_default='', nullable=False),
        sa.Column('closed_on', sa.Date),
        sa.Column('ref', sa.String(40), nullable=False),
        sa.Column('secret_hash', sa.Text, nullable=False),
        sa.Column('once', sa.String(40), nullable=False),
        sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('noted_at', sa.DateTime(timezone=True)),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_star_objection'),
        sa.ForeignKeyConstraint(
            ['candidate_id'], ['star_candidate.id'], name='fk_star_objection_candidate_id'
        ),
        sa.UniqueConstraint('ref', name='uq_star_objection_ref'),
        sa.UniqueConstraint('once', name='uq_star_objection_once'),
    )
    for name in ('state', 'candidate_id', 'step_due_on'):
        op.create_index(f'ix_star_objection_{name}', 'star_objection', [name])


def downgrade():
    op.drop_table('star_objection')
    op.drop_table('star_candidate')
    op.drop_table('star_round')
