"""which measure has the same content on a higher basis, and items of the national base list"""

import sqlalchemy as sa
from alembic import op


revision = '0111'
down_revision = '0110'
branch_labels = None
depends_on = None

SEEN, UNSEEN = '（据2021年版的转载，未核对清单原文）', '（项目名称未见原文，待核对清单）'
ITEMS = {
    f'限制市场或者行业准入{SEEN}': (
        'M-S-MKT-02', 'M-S-ADM-18', 'M-S-ADM-26', 'M-S-ADM-27', 'M-S-ADM-28', 'M-S-ADM-29',
        'M-S-ADM-30', 'M-S-ADM-31', 'M-S-ADM-36',
    ),
    f'限制任职{UNSEEN}': ('M-S-ADM-04', 'M-S-ADM-32'),
    f'限制参加评先评优{UNSEEN}': ('M-S-ADM-19', 'M-S-GOV-04', 'M-S-GOV-30', 'M-S-ADM-25'),
    f'限制申请财政性资金项目{UNSEEN}': ('M-S-ADM-02', 'M-S-ADM-15'),
    f'限制享受优惠政策和便利措施{UNSEEN}': ('M-S-ADM-01',),
    f'纳入重点监管范围{UNSEEN}': ('M-S-ADM-03', 'M-S-ADM-09', 'M-S-ADM-20'),
    f'限制消费{UNSEEN}': ('M-S-MKT-04', 'M-S-MKT-08'),
    f'限制出境{UNSEEN}': ('M-S-MKT-07',),
    f'共享公示失信信息{UNSEEN}': ('M-S-MKT-06',),
    f'纳入市场化征信或者评级报告{UNSEEN}': ('M-S-MKT-09', 'M-S-MKT-12'),
}
HIGHER = {
    'M-S-ADM-09': 'M-S-ADM-03', 'M-S-ADM-15': 'M-S-ADM-02', 'M-S-ADM-16': 'M-S-ADM-06',
    'M-S-ADM-17': 'M-S-ADM-05', 'M-S-ADM-18': 'M-S-MKT-02', 'M-S-ADM-19': 'M-S-ADM-04',
    'M-S-MKT-08': 'M-S-MKT-04', 'M-S-MKT-11': 'M-S-MKT-03', 'M-S-ADM-20': 'M-S-ADM-03',
    'M-S-IND-03': 'M-S-IND-01', 'M-S-MKT-13': 'M-S-MKT-05',
}


def upgrade():
    higher = sa.Column('higher', sa.String(40), nullable=False, server_default='')
    op.add_column('measure', higher)
    names = ('code', 'base_item', 'higher')
    measure = sa.table('measure', *(sa.column(name) for name in names))
    for item, codes in ITEMS.items():
        free = (measure.c.code.in_(codes), measure.c.base_item == '')
        op.execute(measure.update().where(*free).values(base_item=item))
    for code, other in HIGHER.items():
        op.execute(measure.update().where(measure.c.code == code).values(higher=other))


def downgrade():
    op.drop_column('measure', 'higher')
