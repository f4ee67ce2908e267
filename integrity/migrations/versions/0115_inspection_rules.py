"""how often bodies inspect, and which measures make that less or more"""

import sqlalchemy as sa
from alembic import op


revision = '0115'
down_revision = '0114'
branch_labels = None
depends_on = None

TEXT = sa.Text()
FEWER = ('M-I-ADM-03', 'M-I-ADM-07', 'M-I-ADM-08')
MORE = ('M-S-ADM-03', 'M-S-ADM-09', 'M-S-ADM-20', 'M-S-ADM-34', 'M-S-ADM-35')


def upgrade():
    op.create_table(
        'inspection_rule',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('body_id', sa.Integer(), nullable=False),
        sa.Column('matter', TEXT, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ('usual', 'reduced', 'raised')),
        sa.Column('floor', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('floor_basis', TEXT, nullable=False, server_default=''),
        sa.Column('legal_basis', TEXT, nullable=False),
        sa.Column('since', sa.Date(), nullable=False),
        sa.Column('ended_on', sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint('id', name='pk_inspection_rule'),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_inspection_rule_body_id'),
        sa.CheckConstraint(
            'floor <= reduced AND reduced <= usual AND usual <= raised',
            name='ck_inspection_rule_order',
        ),
        sa.CheckConstraint(
            "floor >= 0 AND (floor = 0 OR floor_basis <> '')",
            name='ck_inspection_rule_floor_has_basis',
        ),
    )
    op.create_index('ix_inspection_rule_body_id', 'inspection_rule', ['body_id'])
    is_open = sa.text('ended_on IS NULL')
    op.create_index(
        'uq_inspection_rule_matter', 'inspection_rule', ['body_id', 'matter'], unique=True,
        sqlite_where=is_open, postgresql_where=is_open,
    )
    for table in ('measure', 'measure_draft'):
        op.add_column(table, sa.Column('inspections', sa.String(40), nullable=True))
    measure = sa.table('measure', sa.column('code'), sa.column('inspections'))
    for codes, word in ((FEWER, 'fewer'), (MORE, 'more')):
        op.execute(measure.update().where(measure.c.code.in_(codes)).values(inspections=word))


def downgrade():
    for table in ('measure_draft', 'measure'):
        op.drop_column(table, 'inspections')
    op.drop_table('inspection_rule')
