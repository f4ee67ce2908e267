"""documents and kinds of acts move the version of checks too"""

from alembic import op


revision = '0135'
down_revision = '0134'
branch_labels = None
depends_on = None

FOLLOWED = ('offence', 'policy_document')


def upgrade():
    if op.get_bind().dialect.name == 'postgresql':
        for name in FOLLOWED:
            op.execute(
                f'CREATE TRIGGER {name}_moves_checks AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE '
                f'ON {name} FOR EACH STATEMENT EXECUTE FUNCTION move_checks()'
            )


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        for name in FOLLOWED:
            op.execute(f'DROP TRIGGER {name}_moves_checks ON {name}')
