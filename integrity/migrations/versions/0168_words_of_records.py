"""what everybody reads of a record is found by an index"""

from alembic import op

revision = '0168'
down_revision = '0167'
branch_labels = None
depends_on = None


def upgrade():
    _run('CREATE INDEX ix_credit_record_words ON credit_record '
         'USING gin (pairs(folded(public_text)))')


def downgrade():
    _run('DROP INDEX ix_credit_record_words')


def _run(statement):
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(statement)
