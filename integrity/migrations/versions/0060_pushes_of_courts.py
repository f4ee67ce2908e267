"""what came from a court and when; a withdrawn case frees its number; numbers in one way"""

import re
from datetime import timedelta, timezone

import sqlalchemy as sa
from alembic import op


revision = '0060'
down_revision = '0059'
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CHINA = timezone(timedelta(hours=8))
STANDS = sa.text("state != 'withdrawn'")
NUMERAL = '[1-9][0-9]?|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]'
NUMBER = re.compile(
    rf'(?P<head>\(\d{{4}}\)\S*[^\d\s-])0*(?P<number>[1-9]\d*)(?:[-‐‑‒–—―−之](?P<before>{NUMERAL}))?'
    rf'号(?:[-‐‑‒–—―−之](?P<after>{NUMERAL}))?'
)
DIGITS = '零一二三四五六七八九'

case = sa.table(
    'court_case',
    *(sa.column(name, sa.Integer) for name in ('id', 'court_id', 'version')),
    *(sa.column(name, sa.String) for name in ('key', 'external_id', 'digest', 'state')),
)
event = sa.table(
    'audit_event',
    *(sa.column(name, sa.Integer) for name in ('id', 'thing_id')),
    *(sa.column(name, sa.String) for name in ('thing', 'move')),
    sa.column('at', MOMENT),
    sa.column('facts', sa.JSON),
)


def upgrade():
    with op.batch_alter_table('court_case') as batch:
        batch.drop_constraint('uq_court_case_key', type_='unique')
        batch.drop_constraint('uq_court_case_source_external_id', type_='unique')
        batch.add_column(sa.Column('first_key', sa.String(80)))
        batch.create_index('ix_court_case_first_key', ['first_key'])
    for name, columns in (
        ('uq_court_case_key', ['key']),
        ('uq_court_case_source', ['source', 'external_id']),
    ):
        where = {'sqlite_where': STANDS, 'postgresql_where': STANDS}
        op.create_index(name, 'court_case', columns, unique=True, **where)
    receipt = op.create_table(
        'court_receipt',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('court_id', sa.Integer, nullable=False),
        sa.Column('case_id', sa.Integer, nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('at', MOMENT, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('external_id', sa.String(80), nullable=False),
        sa.Column('version', sa.Integer, nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(['court_id'], ['subject.id'], name='fk_court_receipt_court_id'),
        sa.ForeignKeyConstraint(['case_id'], ['court_case.id'], name='fk_court_receipt_case_id'),
        sa.PrimaryKeyConstraint('id', name='pk_court_receipt'),
    )
    op.create_index('ix_court_receipt_case_id', 'court_receipt', ['case_id'])
    op.create_index('ix_court_receipt_court_id_on', 'court_receipt', ['court_id', 'on'])
    with op.batch_alter_table('heartbeat') as batch:
        batch.add_column(sa.Column('filled_in_on', sa.Date))
        batch.add_column(sa.Column('sent_at', MOMENT))
    write_numbers_in_one_way(op.get_bind())
    note_what_came(op.get_bind(), receipt)
    note_what_was_filled_in(op.get_bind())


def downgrade():
    with op.batch_alter_table('heartbeat') as batch:
        batch.drop_column('sent_at')
        batch.drop_column('filled_in_on')
    op.drop_table('court_receipt')
    op.drop_index('uq_court_case_key', 'court_case')
    op.drop_index('uq_court_case_source', 'court_case')
    mark = sa.literal('#') + sa.cast(case.c.id, sa.String)
    gone = case.update().where(case.c.state == 'withdrawn')
    op.execute(
        gone.values(
            key=sa.func.substr(case.c.key, 1, 68) + mark,
            external_id=sa.func.substr(case.c.external_id, 1, 68) + mark,
            state='closed',
        )
    )
    op.execute("UPDATE court_case SET outcome = 'terminated' WHERE outcome = 'withdrawn'")
    op.execute("UPDATE court_case SET state = 'received' WHERE state = 'withdrawing'")
    with op.batch_alter_table('court_case') as batch:
        batch.drop_index('ix_court_case_first_key')
        batch.drop_column('first_key')
        batch.create_unique_constraint('uq_court_case_key', ['key'])
        batch.create_unique_constraint('uq_court_case_source_external_id', ['source', 'external_id'])


def write_numbers_in_one_way(connection):
    """（2026）鲁01执0123号 and 鲁01执12-1号 were other numbers than 执123号 and 执12号之一."""
    known = dict(connection.execute(sa.select(case.c.key, case.c.id)).all())
    for old, number in list(known.items()):
        new = one_way(old)
        if new != old and new not in known:
            connection.execute(case.update().where(case.c.id == number).values(key=new))
            known[new] = number


def one_way(key):
    found = NUMBER.fullmatch(key)
    if found is None or (found['before'] and found['after']):
        return key
    suffix = found['before'] or found['after'] or ''
    if suffix.isascii() and suffix:
        tens, ones = divmod(int(suffix), 10)
        ten = ('' if tens == 1 else DIGITS[tens]) + '十' if tens else ''
        suffix = ten + (DIGITS[ones] if ones else '')
    return f"{found['head']}{found['number']}号" + (f'之{suffix}' if suffix else '')


def note_what_came(connection, receipt):
    """A receipt for every push that is in the log; the content is known of the last one only."""
    moves = {'receive': 'received', 'update': 'updated'}
    wanted = (
        sa.select(event.c.at, event.c.move, event.c.facts, case)
        .join(case, sa.and_(event.c.thing == 'court_case', event.c.thing_id == case.c.id))
        .where(event.c.move.in_(moves))
        .order_by(event.c.id)
    )
    rows = []
    for found in connection.execute(wanted).all():
        at = found.at if found.at.tzinfo else found.at.replace(tzinfo=timezone.utc)
        rows.append(
            {
                'court_id': found.court_id,
                'case_id': found.id,
                'on': at.astimezone(CHINA).date(),
                'at': at,
                'kind': moves[found.move],
                'external_id': found.external_id,
                'version': (found.facts or {}).get('version') or found.version,
                'digest': found.digest,
            }
        )
    for first in range(0, len(rows), 1000):
        connection.execute(receipt.insert(), rows[first : first + 1000])


def note_what_was_filled_in(connection):
    """A number that came after its day was filled in on the day on which it came."""
    beat = sa.table(
        'heartbeat',
        sa.column('id', sa.Integer),
        sa.column('at', MOMENT),
        sa.column('on', sa.Date),
        sa.column('filled_in_on', sa.Date),
    )
    for found in connection.execute(sa.select(beat.c.id, beat.c.at, beat.c.on)).all():
        at = found.at if found.at.tzinfo else found.at.replace(tzinfo=timezone.utc)
        came = at.astimezone(CHINA).date()
        if came > found.on:
            connection.execute(
                beat.update().where(beat.c.id == found.id).values(filled_in_on=came)
            )
