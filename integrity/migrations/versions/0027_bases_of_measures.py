"""measures whose basis was amended, has a day, or is no sanction"""

from datetime import date

import sqlalchemy as sa
from alembic import op


revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

PUBLICITY = '企业信息公示暂行条例（2014年国务院令第654号公布，2024年国务院令第777号修订，条号待核对）'
DISHONEST = '最高人民法院关于公布失信被执行人名单信息的若干规定（2017年修正）第八条'
AMENDED = {
    'M-S-ADM-32': (
        PUBLICITY,
        '2024-05-01',
        '被列入严重违法失信企业名单的企业的法定代表人、负责人，3年内不得担任其他企业的法定代表人、负责人（2014年文本；2024年修订后的条文待核对，核对前不得采用）',
    ),
    'M-S-ADM-33': (
        PUBLICITY,
        '2024-05-01',
        '对被列入经营异常名录或者严重违法失信企业名单的企业依法予以限制或者禁入（2014年文本；2024年修订后的条文待核对，核对前不得采用）',
    ),
    'M-S-ADM-38': (
        DISHONEST,
        '2017-05-01',
        '在政府采购、招标投标、行政审批、政府扶持、融资信贷、市场准入、资质认定等方面予以信用惩戒（司法解释；2017年修正后的条文待核对，核对前不得采用）',
    ),
    'M-S-GOV-49': (
        DISHONEST,
        '2017-05-01',
        '失信被执行人是国家机关、国有企业的，人民法院将其失信情况通报其上级单位或者主管部门（司法解释；2017年修正后的条文待核对，核对前不得采用）',
    ),
}


def upgrade():
    for code, (basis, day, content) in AMENDED.items():
        statement = sa.text(
            'UPDATE measure SET legal_basis = :basis, effective_from = :day, content = :content,'
            " verified = 'secondary' WHERE code = :code"
        )
        values = {'basis': basis, 'day': date.fromisoformat(day), 'content': content, 'code': code}
        op.execute(statement.bindparams(**values))
    op.execute(
        "UPDATE measure SET effective_from = '2021-09-01' WHERE code = 'M-S-ADM-34'"
        ' AND effective_from IS NULL'
    )
    # Compensation is a civil liability. Where an entry carries it, it is shown as out of force.
    op.execute(
        "DELETE FROM measure WHERE code = 'M-S-GOV-40'"
        ' AND id NOT IN (SELECT measure_id FROM entry_measure)'
    )
    op.execute("UPDATE measure SET effective_to = '2022-03-01' WHERE code = 'M-S-GOV-40'")


def downgrade():
    pass
