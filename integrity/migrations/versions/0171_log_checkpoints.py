"""what the public log has come to each night: a tree over its rows, its root signed"""

import sqlalchemy as sa
from alembic import op

revision = '0171'
down_revision = '0170'
branch_labels = None
depends_on = None

KEYS = {'tree_node': ('level', 'place'), 'log_checkpoint': ('on',)}
REFUSED = {
    'sqlite': (
        """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT (false)
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
        """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
        """CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}
        WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    ),
    'postgresql': (
        """CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF false THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION '{table} is append-only';
        END $$""",
        """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_append_only()""",
        """CREATE TRIGGER {table}_no_change BEFORE DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()""",
    ),
}


def upgrade():
    op.create_table(
        'tree_node',
        sa.Column('level', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('place', sa.Integer, autoincrement=False, nullable=False),
        sa.Column('root', sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint('level', 'place', name='pk_tree_node'),
    )
    op.create_table(
        'log_checkpoint',
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('size', sa.BigInteger, nullable=False),
        sa.Column('root', sa.LargeBinary(32), nullable=False),
        sa.Column('note', sa.Text, nullable=False),
        sa.Column('server_key', sa.String(44), nullable=False),
        sa.PrimaryKeyConstraint('on', name='pk_log_checkpoint'),
    )
    op.create_index('ix_public_fact_address', 'public_fact', ['address'])
    dialect = op.get_bind().dialect.name
    for table, key in KEYS.items():
        taken = ' AND '.join(f'"{name}" = NEW."{name}"' for name in key)
        for statement in REFUSED[dialect]:
            op.execute(statement.format(table=table, taken=taken))


def downgrade():
    op.drop_index('ix_public_fact_address', 'public_fact')
    for table in reversed(KEYS):
        op.drop_table(table)
        if op.get_bind().dialect.name == 'postgresql':
            op.execute(f'DROP FUNCTION {table}_append_only()')
