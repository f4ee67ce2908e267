"""rule sets that two people put in force, and what a lighter one changed"""

import sqlalchemy as sa
from alembic import op


revision = '0086'
down_revision = '0085'
branch_labels = None
depends_on = None

GRADE = sa.table(
    'grade',
    sa.column('id', sa.Integer),
    sa.column('scale', sa.String),
    sa.column('effective_from', sa.Date),
    sa.column('effective_to', sa.Date),
    sa.column('legal_basis', sa.Text),
)
RULE_SET = sa.table(
    'rule_set',
    sa.column('code', sa.String),
    sa.column('document', sa.Text),
    sa.column('effective_from', sa.Date),
    sa.column('effective_to', sa.Date),
    sa.column('state', sa.String),
)


def upgrade():
    op.create_table(
        'rule_set',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('code', sa.String(40), nullable=False),
        sa.Column('document', sa.Text, nullable=False),
        sa.Column('effective_from', sa.Date, nullable=False),
        sa.Column('effective_to', sa.Date),
        sa.Column('lenient', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('proposed_by_id', sa.Integer),
        sa.Column('decided_by_id', sa.Integer),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('applied_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_rule_set'),
        sa.UniqueConstraint('code', name='uq_rule_set_code'),
        sa.ForeignKeyConstraint(
            ['proposed_by_id'], ['user.id'], name='fk_rule_set_proposed_by_id'
        ),
        sa.ForeignKeyConstraint(['decided_by_id'], ['user.id'], name='fk_rule_set_decided_by_id'),
        sa.CheckConstraint('proposed_by_id <> decided_by_id', name='ck_rule_set_two_deciders'),
    )
    op.create_index('ix_rule_set_state', 'rule_set', ['state'])
    op.create_index('ix_rule_set_step_due_on', 'rule_set', ['step_due_on'])
    first = sa.select(sa.func.min(GRADE.c.id)).group_by(GRADE.c.scale)
    sets = sa.select(
        GRADE.c.scale,
        GRADE.c.legal_basis,
        GRADE.c.effective_from,
        GRADE.c.effective_to,
        sa.literal('in-force', sa.String),
    ).where(GRADE.c.id.in_(first))
    op.execute(sa.insert(RULE_SET).from_select([c.name for c in RULE_SET.c], sets))
    with op.batch_alter_table('grade') as batch:
        batch.drop_column('effective_from')
        batch.drop_column('effective_to')
        batch.create_foreign_key('fk_grade_scale', 'rule_set', ['scale'], ['code'])
    op.create_table(
        'regrading',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('record_id', sa.Integer, nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('old_scale', sa.String(40)),
        sa.Column('old_grade', sa.String(40)),
        sa.Column('old_public', sa.Boolean, nullable=False),
        sa.Column('old_repairable_on', sa.Date),
        sa.Column('old_until', sa.Date),
        sa.Column('scale', sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_regrading'),
        sa.UniqueConstraint('record_id', 'scale', name='uq_regrading_record_id_scale'),
        sa.ForeignKeyConstraint(
            ['record_id'], ['credit_record.id'], name='fk_regrading_record_id'
        ),
        sa.ForeignKeyConstraint(['scale'], ['rule_set.code'], name='fk_regrading_scale'),
    )
    op.create_index('ix_regrading_record_id', 'regrading', ['record_id'])


def downgrade():
    op.drop_table('regrading')
    with op.batch_alter_table('grade') as batch:
        batch.drop_constraint('fk_grade_scale', type_='foreignkey')
        batch.add_column(sa.Column('effective_from', sa.Date))
        batch.add_column(sa.Column('effective_to', sa.Date))
    of = RULE_SET.c.code == GRADE.c.scale
    for name in ('effective_from', 'effective_to'):
        value = sa.select(RULE_SET.c[name]).where(of).scalar_subquery()
        op.execute(sa.update(GRADE).values({name: value}))
    with op.batch_alter_table('grade') as batch:
        batch.alter_column('effective_from', nullable=False)
    op.drop_table('rule_set')
