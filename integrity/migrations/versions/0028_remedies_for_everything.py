"""objections and repairs against list entries too, on paper too, lifted by two"""

import sqlalchemy as sa
from alembic import op


revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None

TABLES = ('objection', 'repair')
FILED_ON = {
    'sqlite': "date(filed_at, '+8 hours')",
    'postgresql': "(filed_at AT TIME ZONE 'Asia/Shanghai')::date",
}
SECOND = """
UPDATE {table} SET closed_on = received_on, state = '{rejected}', reasons = '已由另一件办理'
WHERE closed_on IS NULL AND EXISTS (
    SELECT 1 FROM {table} AS other
    WHERE other.record_id = {table}.record_id AND other.closed_on IS NULL AND other.id < {table}.id
)
"""


def upgrade():
    today = FILED_ON[op.get_bind().dialect.name]
    for table, rejected in zip(TABLES, ('rejected', 'refused')):
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column('entry_id', sa.Integer(), nullable=True))
            batch_op.add_column(
                sa.Column('on_paper', sa.Boolean(), nullable=False, server_default=sa.false())
            )
            batch_op.add_column(sa.Column('received_on', sa.Date(), nullable=True))
            batch_op.add_column(sa.Column('first_decider_id', sa.Integer(), nullable=True))
            batch_op.add_column(
                sa.Column('first_reasons', sa.Text(), nullable=False, server_default='')
            )
            if table == 'objection':
                batch_op.add_column(sa.Column('new_evidence', sa.String(length=40), nullable=True))
        op.execute(f'UPDATE {table} SET received_on = {today}')
        op.execute(SECOND.format(table=table, rejected=rejected))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column('received_on', existing_type=sa.Date(), nullable=False)
            batch_op.alter_column('record_id', existing_type=sa.Integer(), nullable=True)
            batch_op.create_foreign_key(
                f'fk_{table}_entry_id', 'list_entry', ['entry_id'], ['id']
            )
            batch_op.create_foreign_key(
                f'fk_{table}_first_decider_id', 'user', ['first_decider_id'], ['id']
            )
            batch_op.create_index(f'ix_{table}_entry_id', ['entry_id'])
            batch_op.create_check_constraint(
                f'ck_{table}_one_thing', '(record_id IS NULL) <> (entry_id IS NULL)'
            )
        for thing in ('record', 'entry'):
            is_open = sa.text('closed_on IS NULL')
            op.create_index(
                f'uq_{table}_open_{thing}',
                table,
                [f'{thing}_id'],
                unique=True,
                sqlite_where=is_open,
                postgresql_where=is_open,
            )


def downgrade():
    for table in TABLES:
        op.execute(f'DELETE FROM {table} WHERE record_id IS NULL')
        op.execute(f"UPDATE {table} SET state = 'accepted' WHERE state = 'agreed'")
        for thing in ('entry', 'record'):
            op.drop_index(f'uq_{table}_open_{thing}', table)
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(f'ck_{table}_one_thing', type_='check')
            batch_op.drop_index(f'ix_{table}_entry_id')
            batch_op.drop_constraint(f'fk_{table}_first_decider_id', type_='foreignkey')
            batch_op.drop_constraint(f'fk_{table}_entry_id', type_='foreignkey')
            batch_op.alter_column('record_id', existing_type=sa.Integer(), nullable=False)
            if table == 'objection':
                batch_op.drop_column('new_evidence')
            for name in ('first_reasons', 'first_decider_id', 'received_on', 'on_paper'):
                batch_op.drop_column(name)
            batch_op.drop_column('entry_id')
