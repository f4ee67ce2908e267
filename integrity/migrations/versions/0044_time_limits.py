"""a time limit is called so, not a term, which is what an office is held for"""

from alembic import op


revision = '0044'
down_revision = '0043'
branch_labels = None
depends_on = None

DUE = (
    'commitment', 'complaint', 'court_case', 'invoice', 'pledge', 'remedial_point', 'compensation',
    'rectification', 'objection', 'push', 'repair',
)  # fmt: skip


def upgrade():
    rename('term', 'time_limit')


def downgrade():
    rename('time_limit', 'term')


def rename(old, new):
    connection = op.get_bind()
    op.drop_index(f'ix_{old}_family', old)
    op.rename_table(old, new)
    op.create_index(f'ix_{new}_family', new, ['family'])
    for table in DUE:
        op.execute(f'ALTER TABLE {table} RENAME COLUMN {old}_id TO {new}_id')
    names = {(new, kind.format(old)): kind.format(new) for kind in ('pk_{}', 'uq_{}_code')}
    names |= {(table, f'fk_{table}_{old}_id'): f'fk_{table}_{new}_id' for table in DUE}
    if connection.dialect.name == 'sqlite':
        return rename_constraints_of_sqlite(connection, names)
    for (table, name), name_now in names.items():
        op.execute(f'ALTER TABLE {table} RENAME CONSTRAINT {name} TO {name_now}')
    op.execute(f'ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq')


def rename_constraints_of_sqlite(connection, names):
    """A name stands in the text of the schema alone, which SQLite lets be edited (lang_altertable)."""
    version = connection.exec_driver_sql('PRAGMA schema_version').scalar()
    connection.exec_driver_sql('PRAGMA writable_schema = ON')
    for (table, name), name_now in names.items():
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
            (f'CONSTRAINT {name} ', f'CONSTRAINT {name_now} ', table),
        )
    connection.exec_driver_sql(f'PRAGMA schema_version = {version + 1}')
    connection.exec_driver_sql('PRAGMA writable_schema = OFF')
