"""the register by its order, and single characters in its search"""

from alembic import op

from commitments import search


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    connection = op.get_bind()
    search.drop_index(connection)
    search.index(connection)
    if connection.dialect.name == 'postgresql':
        op.execute(
            'CREATE INDEX ix_commitment_order ON commitment (due_on DESC NULLS LAST, id DESC)'
        )


def downgrade():
    # The index of pairs stays: what it holds more than before harms nobody.
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP INDEX ix_commitment_order')
