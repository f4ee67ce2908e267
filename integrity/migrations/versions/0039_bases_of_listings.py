"""listings stand on a basis, a paper and an end; measures know where they may stand"""

import sqlalchemy as sa
from alembic import op


revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

DISTRICT = '济高信用办〔2019〕7号 三（三）4'
TEXT = {'nullable': False, 'server_default': ''}
# (lists, grounds, sizes, organ, period) -> codes of measures that are shipped; the others that are
# there are incentives for the red list and sanctions for the serious one.
VALUES = {
    ('watch;serious', '', '', '', ''): (
        'M-S-ADM-01 M-S-ADM-02 M-S-MKT-01 M-S-ADM-03 M-S-ADM-08 M-S-IND-01 '
        'M-S-MKT-05 '
    ),
    ('serious', 'health-and-life;market-and-order', '', '', ''): (
        'M-S-MKT-02 '
    ),
    ('serious', 'duty-refused', '', '', ''): (
        'M-S-MKT-04 '
    ),
    ('serious;correction', '', '', '', ''): (
        'M-S-GOV-01 M-S-GOV-28 M-S-GOV-29 M-S-GOV-30 M-S-GOV-31 M-S-GOV-32 '
        'M-S-GOV-33 M-S-GOV-34 '
    ),
    ('serious', 'duty-refused', '', '人民法院', ''): (
        'M-MEMO-02 M-MEMO-03 M-S-ADM-38 '
    ),
    ('serious', 'health-and-life', '', '', ''): (
        'M-MEMO-04 M-MEMO-07 M-S-ADM-34 '
    ),
    ('correction', '', '', '', ''): (
        'M-S-GOV-02 '
    ),
    ('correction', '', '', '', 'GOV-NO-HONOUR'): (
        'M-S-GOV-04 '
    ),
    ('correction', '', '', '有权机关', ''): (
        'M-S-GOV-05 '
    ),
    ('correction', '', '', '高新区管委会', ''): (
        'M-S-GOV-06 '
    ),
    ('correction', '', '', '宣传部门、媒体', ''): (
        'M-S-GOV-07 '
    ),
    ('serious;correction', '', '', '组织人事部门', ''): (
        'M-S-GOV-08 '
    ),
    ('serious;correction', '', '', '考核部门', ''): (
        'M-S-GOV-09 M-S-GOV-37 '
    ),
    ('serious;correction', '', '', '组织、人事、考核等部门', ''): (
        'M-S-GOV-10 '
    ),
    ('serious;correction', '', '', '人民法院', ''): (
        'M-S-GOV-11 '
    ),
    ('serious;correction', 'arrears', 'large', '县级以上负责中小企业促进工作综合管理的部门', ''): (
        'M-S-GOV-12 '
    ),
    ('serious;correction', 'arrears', 'large', '处理投诉部门', ''): (
        'M-S-GOV-13 '
    ),
    ('serious;correction', 'arrears', 'large', '', ''): (
        'M-S-GOV-14 M-S-GOV-15 M-S-ADM-22 M-S-ADM-23 M-S-MKT-14 M-S-MKT-15 '
        'M-S-ADM-24 M-S-ADM-25 M-S-GOV-20 '
    ),
    ('serious;correction', 'arrears', '', '', ''): (
        'M-S-GOV-16 M-S-GOV-17 M-S-GOV-18 M-S-GOV-21 '
    ),
    ('serious;correction', 'arrears', '', '上级机关、主管部门', ''): (
        'M-S-GOV-19 '
    ),
    ('serious;correction', '', '', '国家发展改革委', ''): (
        'M-S-GOV-22 M-S-GOV-23 M-S-GOV-24 M-S-GOV-25 M-S-GOV-26 M-S-GOV-27 '
        'M-S-SOC-04 '
    ),
    ('serious;correction', '', '', '上级政府、有关部门', ''): (
        'M-S-GOV-35 '
    ),
    ('serious;correction', '', '', '济南市发展改革委', ''): (
        'M-S-GOV-36 '
    ),
    ('serious;correction', 'arrears', '', '法律、法规规定的相关主管部门', ''): (
        'M-S-GOV-38 '
    ),
    ('serious;correction', 'promise-broken', '', '法律、法规规定的相关主管部门', ''): (
        'M-S-GOV-39 '
    ),
    ('serious;correction', '', '', '绩效管理工作机构', ''): (
        'M-S-GOV-41 M-S-GOV-42 '
    ),
    ('serious;correction', '', '', '有关机关', ''): (
        'M-S-GOV-43 M-S-GOV-44 M-S-GOV-45 '
    ),
    ('serious;correction', '', '', '县级以上人民政府', ''): (
        'M-S-GOV-46 '
    ),
    ('serious;correction', '', '', '有权机关', ''): (
        'M-S-GOV-47 '
    ),
    ('serious', 'market-and-order', '', '政府采购监督管理部门', 'BAN-PROC-MAX'): (
        'M-S-ADM-26 '
    ),
    ('serious', 'market-and-order', '', '有关行政监督部门', 'BAN-BID53-MAX'): (
        'M-S-ADM-27 '
    ),
    ('serious', 'market-and-order', '', '有关行政监督部门', 'BAN-BID54-MAX'): (
        'M-S-ADM-28 '
    ),
    ('serious', 'market-and-order', '', '有关行政监督部门', 'BAN-BID60-MAX'): (
        'M-S-ADM-29 '
    ),
    ('serious', '', '', '行政许可机关', 'BAN-LICENCE-78'): (
        'M-S-ADM-30 '
    ),
    ('serious', '', '', '行政许可机关', 'BAN-LICENCE-79'): (
        'M-S-ADM-31 '
    ),
    ('serious', '', '', '市场监督管理部门', ''): (
        'M-S-ADM-32 M-S-ADM-33 '
    ),
    ('serious', 'health-and-life', '', '食品安全监督管理部门', ''): (
        'M-S-ADM-35 '
    ),
    ('serious', 'health-and-life', '', '食品安全监督管理部门', 'BAN-FOOD'): (
        'M-S-ADM-36 '
    ),
    ('serious', 'market-and-order', '', '人力资源社会保障行政部门', ''): (
        'M-S-ADM-37 '
    ),
    ('serious;correction', 'arrears', '', '县级以上地方人民政府', ''): (
        'M-S-GOV-48 '
    ),
    ('serious;correction', 'judgment-refused;duty-refused', '', '人民法院', ''): (
        'M-S-GOV-49 '
    ),
}
BASIS = {
    'code': 'LB-CORRECTION-1',
    'title': '列出失信政府机构名单、督促整改并公布',
    'document': '济高信用办〔2019〕7号',
    'article': '三（三）4',
    'grounds': 'promise-broken;arrears;judgment-refused;old-promises-ignored;not-put-right',
}
OF_BODIES = "kind = 'serious' AND subject_id IN (SELECT id FROM subject WHERE kind = 'body')"


def upgrade():
    op.create_table(
        'listing_basis',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('title', sa.Text(), nullable=False),
        sa.Column('document', sa.Text(), nullable=False),
        sa.Column('article', sa.Text(), nullable=False),
        sa.Column('level', sa.String(length=40), nullable=False),
        sa.Column('list', sa.String(length=40), nullable=False),
        sa.Column('applies_to', sa.Text(), nullable=False),
        sa.Column('grounds', sa.Text(), nullable=False),
        sa.Column('effective_from', sa.Date(), nullable=True),
        sa.Column('effective_to', sa.Date(), nullable=True),
        sa.Column('verified', sa.String(length=40), nullable=False),
        sa.Column('url', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_listing_basis')),
        sa.UniqueConstraint('code', name=op.f('uq_listing_basis_code')),
    )
    op.create_index(op.f('ix_listing_basis_list'), 'listing_basis', ['list'])
    _measures()
    op.add_column('entry_measure', sa.Column('until', sa.Date(), nullable=True))
    # Without making the table anew: other rows refer to its rows.
    for name, target in (
        ('basis_id', 'listing_basis'),
        ('sent_back_by_id', '"user"'),
        ('removal_by_id', '"user"'),
    ):
        op.execute(
            f'ALTER TABLE list_entry ADD COLUMN {name} INTEGER'
            f' CONSTRAINT fk_list_entry_{name} REFERENCES {target} (id)'
        )
    op.add_column('list_entry', sa.Column('document_kind', sa.String(length=40), nullable=True))
    op.add_column('list_entry', sa.Column('document_on', sa.Date(), nullable=True))
    for name in ('document', 'removal_document', 'removal_why'):
        op.add_column('list_entry', sa.Column(name, sa.Text(), **TEXT))
    op.add_column(
        'list_entry',
        sa.Column('said_all', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        'ALTER TABLE list_entry ADD COLUMN removal_ground VARCHAR(40) CONSTRAINT'
        ' ck_list_entry_removal_has_a_document'
        " CHECK (removal_ground IS NULL OR removal_document <> '')"
    )
    _entries()
    op.execute(
        "UPDATE grade SET nominates = 'correction' WHERE stream = 'rectifications'"
        " AND nominates = 'serious'"
    )


def _measures():
    for name in ('lists', 'grounds', 'sizes', 'organ'):
        op.add_column('measure', sa.Column(name, sa.Text(), **TEXT))
    op.add_column('measure', sa.Column('period', sa.String(length=40), **TEXT))
    op.execute("UPDATE measure SET lists = CASE kind WHEN 'incentive' THEN 'red' ELSE 'serious' END")
    statement = sa.text(
        'UPDATE measure SET lists = :lists, grounds = :grounds, sizes = :sizes, organ = :organ,'
        ' period = :period WHERE code = :code'
    )
    names = ('lists', 'grounds', 'sizes', 'organ', 'period')
    for values, codes in VALUES.items():
        for code in codes.split():
            op.execute(statement.bindparams(code=code, **dict(zip(names, values))))


def _entries():
    """The district's paper carries a list of its own bodies, not the serious one (49号文).

    Where a body stands on both for one record already, nothing can be moved. No entry lasts longer
    than its record, no measure longer than its entry.
    """
    rows = op.get_bind().execute(
        sa.text(f'SELECT count(*) FROM list_entry WHERE {OF_BODIES} AND legal_basis = :paper'),
        {'paper': DISTRICT},
    )
    if rows.scalar():
        op.execute(
            sa.text(
                'INSERT INTO listing_basis (code, title, document, article, level, list, applies_to,'
                ' grounds, effective_from, verified, url) VALUES (:code, :title, :document, :article,'
                " 'local policy', 'correction', 'government-body', :grounds, '2019-12-06', 'primary',"
                " '')"
            ).bindparams(**BASIS)
        )
        op.execute(
            sa.text(
                "UPDATE list_entry SET kind = 'correction', basis_id = (SELECT id FROM listing_basis"
                f" WHERE code = 'LB-CORRECTION-1') WHERE {OF_BODIES} AND legal_basis = :paper"
            ).bindparams(paper=DISTRICT)
        )
    op.execute(
        "UPDATE list_entry SET until = (SELECT r.until FROM credit_record AS r"
        " WHERE r.id = list_entry.record_id) WHERE state = 'listed' AND EXISTS (SELECT 1"
        " FROM credit_record AS r WHERE r.id = list_entry.record_id AND r.until < list_entry.until)"
    )
    op.execute(
        'UPDATE entry_measure SET until = (SELECT until FROM list_entry'
        ' WHERE list_entry.id = entry_measure.entry_id)'
    )


def downgrade():
    op.execute("UPDATE list_entry SET kind = 'serious' WHERE kind = 'correction'")
    op.execute("UPDATE grade SET nominates = 'serious' WHERE nominates = 'correction'")
    with op.batch_alter_table('list_entry') as batch_op:
        batch_op.drop_constraint(
            op.f('ck_list_entry_removal_has_a_document'), type_='check'
        )
    with op.batch_alter_table('list_entry') as batch_op:
        for name in (
            'basis_id', 'document_kind', 'document_on', 'document', 'removal_document',
            'removal_why', 'said_all', 'sent_back_by_id', 'removal_by_id', 'removal_ground',
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table('entry_measure') as batch_op:
        batch_op.drop_column('until')
    with op.batch_alter_table('measure') as batch_op:
        for name in ('period', 'organ', 'sizes', 'grounds', 'lists'):
            batch_op.drop_column(name)
    op.drop_index(op.f('ix_listing_basis_list'), table_name='listing_basis')
    op.drop_table('listing_basis')
