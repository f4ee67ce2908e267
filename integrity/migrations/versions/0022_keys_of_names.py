"""names compared without traditional characters, unseen ones, dots and legal forms"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op
from opencc import OpenCC


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

FORMS = (
    '股份有限公司',
    '有限责任公司',
    '有限公司',
    '股份公司',
    '集团公司',
    '公司',
    '特殊普通合伙',
    '普通合伙',
    '有限合伙',
    '合伙企业',
)
OLD_FORMS = ('股份有限公司', '有限责任公司', '有限公司', '集团公司', '合伙企业', '分公司', '公司')
BRANCH = re.compile(
    r'^.+公司.*(?:分公司|分店|分厂|分行|分部|支行|营业部|办事处|门市部|项目部)$'
)
SIGNS = re.compile(r"[\s()【】\[\]〔〕《》<>「」\"'“”‘’·•・‧∙⋅.,。、\-–—―_]")
UNSEEN = re.compile(r'[\u034f\u115f\u1160\u2800\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]')
BATCH = 5000


def upgrade():
    simplified = OpenCC('t2s')

    def key(name):
        seen = ''.join(c for c in name if unicodedata.category(c) not in ('Cf', 'Cc'))
        half = unicodedata.normalize('NFKC', UNSEEN.sub('', seen).strip())
        bare = SIGNS.sub('', simplified.convert(half)).upper()
        return bare if BRANCH.match(bare) else _without(bare)

    _recount(key)


def downgrade():
    def key(name):
        half = ''.join(chr(ord(c) - 0xFEE0) if '！' <= c <= '～' else c for c in name)
        bare = re.sub(r'[\s()（）【】\[\]·,，.。\-—]', '', half).upper()
        ends = (f for f in OLD_FORMS if bare.endswith(f) and len(bare) > len(f))
        return bare.removesuffix(next(ends, ''))

    _recount(key)


def _without(bare):
    for form in FORMS:
        if bare.endswith(form) and len(bare) > len(form):
            return _without(bare.removesuffix(form))
    return bare


def _recount(key):
    """Every subject's key again, in batches; the masked name of a person stays its key."""
    subject = sa.table('subject', *map(sa.column, ('id', 'kind', 'name', 'key')))
    connection = op.get_bind()
    last = 0
    while rows := connection.execute(
        sa.select(subject.c.id, subject.c.name, subject.c.key)
        .where(subject.c.id > last, subject.c.kind != 'person')
        .order_by(subject.c.id)
        .limit(BATCH)
    ).all():
        last = rows[-1].id
        changed = [
            {'row': row.id, 'new': key(row.name)} for row in rows if key(row.name) != row.key
        ]
        if changed:
            update = sa.update(subject).where(subject.c.id == sa.bindparam('row'))
            connection.execute(update.values(key=sa.bindparam('new')), changed)
