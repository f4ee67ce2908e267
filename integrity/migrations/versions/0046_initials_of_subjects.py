"""the initials of a subject's name, by which people look for it"""

import re

import sqlalchemy as sa
from alembic import op
from pypinyin import Style, lazy_pinyin


revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None

subject = sa.table('subject', *(sa.column(name) for name in ('id', 'kind', 'name', 'initials')))
MOST = 1000


def upgrade():
    """A plain column: the table is not copied, so what points to it stays."""
    op.add_column('subject', sa.Column('initials', sa.Text(), server_default='', nullable=False))
    op.create_index('ix_subject_initials', 'subject', ['initials'])
    connection, last = op.get_bind(), 0
    named = sa.select(subject.c.id, subject.c.name).where(subject.c.kind != 'person')
    update = subject.update().where(subject.c.id == sa.bindparam('number'))
    while rows := connection.execute(
        named.where(subject.c.id > last).order_by(subject.c.id).limit(MOST)
    ).all():
        values = [{'number': number, 'letters': initials(name)} for number, name in rows]
        connection.execute(update.values(initials=sa.bindparam('letters')), values)
        last = rows[-1].id


def downgrade():
    op.drop_index('ix_subject_initials', 'subject')
    op.drop_column('subject', 'initials')


def initials(name):
    letters = ''.join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return re.sub(r'[^a-z0-9]', '', letters)
