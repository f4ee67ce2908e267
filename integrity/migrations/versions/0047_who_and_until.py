"""who did something is kept as its id and its name, a last day is called until"""

from alembic import op


revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None

RENAMED = {
    'assignment': {'declared_by': 'declared_by_name'},
    'change_request': {'decided_by': 'decided_by_name'},
    'commitment': {
        f'{move}_by': f'{move}_by_name'
        for move in ('drafted', 'signed', 'published', 'reported', 'verified')
    },
    'compensation': {'answered_by': 'answered_by_name'},
    'contact_request': {'asked_by': 'asked_by_id', 'decided_by': 'decided_by_id'},
    'credit_record': {'object_by': 'object_until', 'decided_by': 'decided_by_name'},
    'disclosure': {'published_by': 'published_by_name'},
    'evaluation_round': {'score_by': 'score_until'},
    'invoice': {'acceptance_by': 'acceptance_until'},
    'list_entry': {'nominated_by': 'nominated_by_name'},
    'objection': {'decided_by': 'decided_by_name'},
    'pledge': {'registered_by': 'registered_by_name', 'checked_by': 'checked_by_name'},
    'push': {'answered_by': 'answered_by_name'},
    'rectification': {'ordered_by': 'ordered_by_name'},
    'repair': {'decided_by': 'decided_by_name'},
    'upload': {'confirmed_by': 'confirmed_by_name'},
}
FOREIGN = 'contact_request'
"""The table of which a constraint is named after a column that is renamed."""


def upgrade():
    rename({table: dict(names) for table, names in RENAMED.items()})


def downgrade():
    rename({table: {new: old for old, new in names.items()} for table, names in RENAMED.items()})


def rename(tables):
    connection = op.get_bind()
    op.drop_index(f"ix_credit_record_state_{next(iter(tables['credit_record']))}", 'credit_record')
    for table, names in tables.items():
        for old, new in names.items():
            op.execute(f'ALTER TABLE {table} RENAME COLUMN {old} TO {new}')
    until = next(iter(tables['credit_record'].values()))
    op.create_index(f'ix_credit_record_state_{until}', 'credit_record', ['state', until])
    names = {f'fk_{FOREIGN}_{old}': f'fk_{FOREIGN}_{new}' for old, new in tables[FOREIGN].items()}
    if connection.dialect.name == 'sqlite':
        return rename_constraints_of_sqlite(connection, names)
    for old, new in names.items():
        op.execute(f'ALTER TABLE {FOREIGN} RENAME CONSTRAINT {old} TO {new}')


def rename_constraints_of_sqlite(connection, names):
    """A name stands in the text of the schema alone, which SQLite lets be edited."""
    version = connection.exec_driver_sql('PRAGMA schema_version').scalar()
    connection.exec_driver_sql('PRAGMA writable_schema = ON')
    for old, new in names.items():
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
            (f'CONSTRAINT {old} ', f'CONSTRAINT {new} ', FOREIGN),
        )
    connection.exec_driver_sql(f'PRAGMA schema_version = {version + 1}')
    connection.exec_driver_sql('PRAGMA writable_schema = OFF')
