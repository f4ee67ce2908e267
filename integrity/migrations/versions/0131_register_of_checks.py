"""the register of checks in months, with answers kept once and packed"""

import json
import zlib
from datetime import date

import sqlalchemy as sa
from alembic import op


revision = '0131'
down_revision = '0130'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
ROOM, SHIFT, FIRST_YEAR, AHEAD, LONG = 1024, 40, 2000, 3, 2000
WIDE = ('audit_event', 'late_step', 'message', 'document', 'attachment')
REFER = ('check_outcome', 'remnant')
KEPT = (
    'id', 'ref', 'body_id', 'officer', 'purpose', 'matter', 'matter_code', 'case_no', 'authorisation',
    'authorised_by', 'as_of', 'list_version', 'at', 'answer_digest',
)  # fmt: skip
AT_ONCE, LARGEST = 200, 2**31 - 1
FOLLOWED = {
    'subject': 'OF kind, name, key, uscc, public, merged_into_id, court',
    'token': 'OF body_id, scopes, ends_at, revoked_at, addresses, per_minute',
    'list_entry': '',
    'entry_measure': '',
    'measure': '',
    'matter': '',
    'matter_body': '',
    'credit_record': '',
    'relation': '',
    'related_reach': '',
    'reaching': '',
}
COUNT = """
CREATE OR REPLACE FUNCTION move_checks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('integrity.checks_moved_in', true)
        IS NOT DISTINCT FROM pg_current_xact_id()::text THEN
        RETURN NULL;
    END IF;
    UPDATE version_counter SET moves = moves + 1 WHERE id = (
        SELECT id FROM version_counter WHERE name = 'checks'
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO version_counter (name, moves) VALUES ('checks', 1);
    END IF;
    PERFORM set_config('integrity.checks_moved_in', pg_current_xact_id()::text, true);
    RETURN NULL;
END $$"""


def upgrade():
    sqlite = op.get_bind().dialect.name == 'sqlite'
    _widen(sqlite)
    _set_aside(sqlite)
    new_check, new_result = _new_tables(sqlite)
    _move_up(new_check, new_result)
    op.drop_table('old_check_result')
    op.drop_table('old_credit_check')
    if not sqlite:
        _refer(sa.BigInteger())
        _count_changes()


def downgrade():
    sqlite = op.get_bind().dialect.name == 'sqlite'
    if not sqlite:
        for name in FOLLOWED:
            op.execute(f'DROP TRIGGER {name}_moves_checks ON {name}')
        op.execute('DROP FUNCTION move_checks()')
    _set_aside(sqlite)
    old_check, old_result = _old_tables()
    _move_down(old_check, old_result, sqlite)
    op.drop_table('old_check_result')
    op.drop_table('old_credit_check')
    if not sqlite:
        _refer(sa.Integer())


def _widen(sqlite):
    """What may name a check by its number; it stays as wide when this is undone."""
    for name in () if sqlite else WIDE:
        op.alter_column(name, 'thing_id', type_=sa.BigInteger())


def _set_aside(sqlite):
    if sqlite:
        # Renamed so that what refers to it goes on to mean the new one.
        op.execute('PRAGMA legacy_alter_table=ON')
    else:
        for name in REFER:
            op.drop_constraint(f'fk_{name}_check_id', name, type_='foreignkey')
        op.execute('ALTER SEQUENCE credit_check_id_seq RENAME TO old_credit_check_id_seq')
        op.execute('ALTER SEQUENCE IF EXISTS check_result_id_seq RENAME TO old_check_result_id_seq')
    for name in ('check_result', 'credit_check'):
        inspector = sa.inspect(op.get_bind())
        for index in inspector.get_indexes(name):
            if not index.get('duplicates_constraint'):
                op.drop_index(index['name'], table_name=name)
        op.rename_table(name, f'old_{name}')
        if not sqlite:
            _free_names(name)
    if sqlite:
        op.execute('PRAGMA legacy_alter_table=OFF')


def _free_names(name):
    """Names of constraints are those of indexes, and a schema has each of them once."""
    for kind in ('pk', 'uq', 'fk'):
        found = op.get_bind().execute(
            sa.text(
                "SELECT conname FROM pg_constraint WHERE conrelid = CAST(:name AS regclass) "
                "AND conname LIKE :kind"
            ),
            {'name': f'old_{name}', 'kind': f'{kind}\\_%'},
        )
        for (known,) in found.all():
            op.execute(f'ALTER TABLE old_{name} RENAME CONSTRAINT {known} TO old_{known}')


def _new_tables(sqlite):
    partition = {} if sqlite else {'postgresql_partition_by': 'RANGE (id)'}
    made = op.create_table(
        'credit_check',
        sa.Column('id', BIG, nullable=False),
        sa.Column('ref', sa.String(36), nullable=False),
        *_facts(),
        sa.Column('list_version', sa.BigInteger, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answer_digest', sa.String(64), nullable=False),
        sa.Column('answers', sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_credit_check_body_id'),
        sa.PrimaryKeyConstraint('id', name='pk_credit_check'),
        **partition,
    )
    op.create_index('ix_credit_check_ref', 'credit_check', ['ref'])
    op.create_index('ix_credit_check_at', 'credit_check', ['at'])
    op.create_index('ix_credit_check_body_id', 'credit_check', ['body_id', 'id'])
    result = op.create_table(
        'check_result',
        sa.Column('id', BIG, nullable=False, autoincrement=False),
        sa.Column('check_id', BIG, nullable=False),
        sa.Column('key', sa.String(100), nullable=False),
        sa.Column('subject_id', sa.Integer),
        sa.Column('verdict', sa.String(40), nullable=False),
        sa.Column('cites', sa.Text, nullable=False, server_default=''),
        sa.PrimaryKeyConstraint('id', name='pk_check_result'),
        **partition,
    )
    op.create_index('ix_check_result_subject_id', 'check_result', ['subject_id'])
    if not sqlite:
        _months()
    return made, result


def _months():
    """Tables for this month and the next ones, and for all that has no other."""
    today = date.today()
    first = (today.year - FIRST_YEAR) * 12 + today.month - 1
    for name, times in (('credit_check', 1), ('check_result', ROOM)):
        op.execute(f'CREATE TABLE {name}_rest PARTITION OF {name} DEFAULT')
        for month in range(first, first + AHEAD + 1):
            called = f'{name}_{FIRST_YEAR + month // 12}_{month % 12 + 1:02d}'
            start, end = ((n << SHIFT) * times for n in (month, month + 1))
            op.execute(
                f'CREATE TABLE {called} PARTITION OF {name} FOR VALUES FROM ({start}) TO ({end})'
            )


def _facts():
    return [
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.Column('officer', sa.Text, nullable=False),
        sa.Column('purpose', sa.Text, nullable=False),
        sa.Column('matter', sa.Text, nullable=False),
        sa.Column('matter_code', sa.String(40), nullable=False, server_default=''),
        sa.Column('case_no', sa.Text, nullable=False),
        sa.Column('authorisation', sa.String(40)),
        sa.Column('authorised_by', sa.Text, nullable=False, server_default=''),
        sa.Column('as_of', sa.Date, nullable=False),
    ]


def _old_tables():
    made = op.create_table(
        'credit_check',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('ref', sa.String(36), nullable=False),
        *_facts(),
        sa.Column('list_version', sa.Integer, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answer_digest', sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_credit_check_body_id'),
        sa.PrimaryKeyConstraint('id', name='pk_credit_check'),
        sa.UniqueConstraint('ref', name='uq_credit_check_ref'),
    )
    op.create_index('ix_credit_check_at', 'credit_check', ['at'])
    op.create_index('ix_credit_check_body_id', 'credit_check', ['body_id'])
    result = op.create_table(
        'check_result',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('check_id', sa.Integer, nullable=False),
        sa.Column('key', sa.String(100), nullable=False),
        sa.Column('subject_id', sa.Integer),
        sa.Column('verdict', sa.String(40), nullable=False),
        sa.Column('answer', sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(['check_id'], ['credit_check.id'], name='fk_check_result_check_id'),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name='fk_check_result_subject_id'),
        sa.PrimaryKeyConstraint('id', name='pk_check_result'),
        sa.UniqueConstraint('check_id', 'key', name='uq_check_result_check_id_key'),
    )
    op.create_index('ix_check_result_subject_id', 'check_result', ['subject_id'])
    return made, result


def _count_changes():
    """Whatever changes what an answer says moves the version of checks."""
    op.execute(COUNT)
    for name, columns in FOLLOWED.items():
        op.execute(
            f'CREATE TRIGGER {name}_moves_checks AFTER INSERT OR UPDATE {columns} OR DELETE '
            f'OR TRUNCATE ON {name} FOR EACH STATEMENT EXECUTE FUNCTION move_checks()'
        )


def _move_up(new_check, new_result):
    """Every check with its answers in one; nothing of either is lost."""
    bind = op.get_bind()
    check, result = _reflected('old_credit_check'), _reflected('old_check_result')
    for rows in _batches(check):
        ids = [row.id for row in rows]
        wanted = sa.select(result).where(result.c.check_id.in_(ids)).order_by(result.c.id)
        found = {number: [] for number in ids}
        for one in bind.execute(wanted):
            found[one.check_id].append(one)
        packed = {n: _packed({r.key: r.answer for r in those}) for n, those in found.items()}
        checks = [row._asdict() | {'answers': packed[row.id]} for row in rows]
        bind.execute(new_check.insert(), checks)
        results = [
            {
                'id': one.check_id * ROOM + n,
                'check_id': one.check_id,
                'key': one.key,
                'subject_id': one.subject_id,
                'verdict': one.verdict,
                'cites': _cited(one.answer),
            }
            for those in found.values()
            for n, one in enumerate(those, 1)
        ]
        if results:
            bind.execute(new_result.insert(), results)
    _go_on_from(new_check)


def _move_down(old_check, old_result, sqlite):
    """The numbers of checks are as short again as they were; who refers to one follows."""
    bind = op.get_bind()
    check, result = _reflected('old_credit_check'), _reflected('old_check_result')
    last = 0
    for rows in _batches(check):
        numbers = {}
        for row in rows:  # the short ones come first, and stay what they are
            last = numbers[row.id] = row.id if row.id <= LARGEST else last + 1
        known = [{name: row._mapping[name] for name in KEPT} for row in rows]
        bind.execute(old_check.insert(), [one | {'id': numbers[one['id']]} for one in known])
        wanted = sa.select(result).where(result.c.check_id.in_(numbers)).order_by(result.c.id)
        answers = {row.id: _unpacked(row.answers) for row in rows}
        results = [
            {
                'check_id': numbers[one.check_id],
                'key': one.key,
                'subject_id': one.subject_id,
                'verdict': one.verdict,
                'answer': answers[one.check_id][one.key],
            }
            for one in bind.execute(wanted)
        ]
        if results:
            bind.execute(old_result.insert(), results)
        for name in REFER:
            table = sa.table(name, sa.column('check_id'))
            # In the order of the numbers, so that none is taken by one still to come.
            for before, now in sorted(numbers.items()):
                if before != now:
                    change = sa.update(table).where(table.c.check_id == before)
                    bind.execute(change.values(check_id=now))
    _go_on_from(old_check)


def _go_on_from(table):
    if op.get_bind().dialect.name == 'postgresql':
        number = "pg_get_serial_sequence('credit_check', 'id')"
        op.execute(
            f'SELECT setval({number}, (SELECT coalesce(max(id), 0) + 1 FROM credit_check), false)'
        )


def _batches(table):
    last = -1
    while True:
        wanted = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(AT_ONCE)
        rows = op.get_bind().execute(wanted).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _reflected(name):
    found = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    for column in found.columns:
        if column.name == 'at':
            column.type = sa.DateTime(timezone=True)
    return found


def _packed(answers):
    text = json.dumps(answers, ensure_ascii=False, separators=(',', ':')).encode()
    return text if len(text) < LONG else zlib.compress(text, 1)


def _unpacked(answers):
    return json.loads(answers if answers[:1] == b'{' else zlib.decompress(answers))


def _cited(answer):
    entries = answer.get('entries') if isinstance(answer, dict) else None
    urls = [entry['url'] for entry in entries or () if entry.get('url')]
    return f",{','.join(url.rpartition('/')[2] for url in urls)}," if urls else ''


def _refer(kind):
    """Who refers to a check does so by a number of this length."""
    for name in REFER:
        op.alter_column(name, 'check_id', type_=kind)
        op.create_foreign_key(
            f'fk_{name}_check_id', name, 'credit_check', ['check_id'], ['id']
        )
