"""names that are like another are found by an index of their pairs of characters"""

from alembic import op


revision = '0141'
down_revision = '0140'
branch_labels = None
depends_on = None

TABLES = ('subject', 'former_name')


def upgrade():
    _run(*(
        f'CREATE INDEX ix_{name}_words ON {name} USING gin (pairs(folded(key)))' for name in TABLES
    ))


def downgrade():
    _run(*(f'DROP INDEX ix_{name}_words' for name in TABLES))


def _run(*statements):
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        for statement in statements:
            connection.exec_driver_sql(statement)
