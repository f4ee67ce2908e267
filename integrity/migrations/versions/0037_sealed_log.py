"""the log is sealed; nothing but the erasure by rule changes a row of it"""

import sqlalchemy as sa
from alembic import op


revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None

SAME = {'sqlite': 'IS', 'postgresql': 'IS NOT DISTINCT FROM'}
REFUSED = {
    'sqlite': (
        """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({erasing})
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
        """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
        """CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    ),
    'postgresql': (
        """CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF {erasing} THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION '{table} is append-only';
        END $$""",
        """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_append_only()""",
        """CREATE TRIGGER {table}_no_change BEFORE DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()""",
    ),
}
BEFORE = {
    'sqlite': (
        """CREATE TRIGGER audit_event_no_{what} BEFORE {what} ON audit_event
        BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END""",
    ),
    'postgresql': (
        """CREATE OR REPLACE FUNCTION audit_event_append_only() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'audit_event is append-only'; END $$""",
        """CREATE TRIGGER audit_event_no_{what} BEFORE {what} ON audit_event
        FOR EACH STATEMENT EXECUTE FUNCTION audit_event_append_only()""",
    ),
}
KEPT = (
    'id', 'at', 'by_id', 'by_name', 'thing', 'thing_id', 'move', 'from_state', 'to_state'
)
WORDS_GONE = """NEW.why = '' AND NEW.facts IS NULL AND EXISTS (SELECT 1 FROM audit_event AS erased
WHERE erased.thing = OLD.thing AND erased.thing_id = OLD.thing_id AND erased.move = 'erase')"""
SALT_GONE = """NEW.salt IS NULL AND EXISTS (SELECT 1 FROM audit_event AS erased
WHERE erased.id = OLD.event_id AND erased.why = '' AND erased.facts IS NULL)"""
PROTECTED = {
    'audit_event': (('id',), KEPT, WORDS_GONE),
    'sealed_event': (
        ('position', 'event_id'), ('position', 'event_id', 'words', 'chained'), SALT_GONE
    ),
    'seal': (('number', 'first', 'last'), (), 'false'),
    'log_head': (('on',), (), 'false'),
}


def upgrade():
    op.create_table('sealed_event',
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('salt', sa.LargeBinary(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=False),
    sa.Column('chained', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_sealed_event')),
    sa.UniqueConstraint('event_id', name=op.f('uq_sealed_event_event_id'))
    )
    op.create_table('seal',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('up_to', sa.Integer(), nullable=False),
    sa.Column('chained', sa.LargeBinary(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('signature', sa.String(length=88), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_seal')),
    sa.UniqueConstraint('first', name=op.f('uq_seal_first')),
    sa.UniqueConstraint('last', name=op.f('uq_seal_last'))
    )
    op.create_index(op.f('ix_seal_on'), 'seal', ['on'])
    op.create_table('log_head',
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('seal', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('signature', sa.String(length=88), nullable=False),
    sa.PrimaryKeyConstraint('on', name=op.f('pk_log_head'))
    )
    drop('audit_event', 'update', 'delete')
    for table, rules in PROTECTED.items():
        protect(table, *rules)


def downgrade():
    for table in ('log_head', 'seal', 'sealed_event'):
        op.drop_table(table)
        if op.get_bind().dialect.name == 'postgresql':
            op.execute(f'DROP FUNCTION {table}_append_only()')
    drop('audit_event', 'update', 'delete', 'replace', 'change')
    for what in ('UPDATE', 'DELETE'):
        for statement in BEFORE[op.get_bind().dialect.name]:
            op.execute(statement.format(what=what))


def protect(table, unique, kept, erased):
    dialect = op.get_bind().dialect.name
    unchanged = [f'NEW."{name}" {SAME[dialect]} OLD."{name}"' for name in kept]
    values = {
        'table': table,
        'taken': ' OR '.join(f'"{name}" = NEW."{name}"' for name in unique),
        'erasing': ' AND '.join([*unchanged, erased]),
    }
    for statement in REFUSED[dialect]:
        op.execute(statement.format(**values))


def drop(table, *triggers):
    on = f' ON {table}' if op.get_bind().dialect.name == 'postgresql' else ''
    for what in triggers:
        op.execute(f'DROP TRIGGER IF EXISTS {table}_no_{what}{on}')
