"""the public log: every public fact with a number; content and salt may go, the hash stays"""

import sqlalchemy as sa
from alembic import op

revision = '0146'
down_revision = '0145'
branch_labels = None
depends_on = None

GONE = """NEW.content IS NULL AND NEW.salt IS NULL AND EXISTS (SELECT 1 FROM public_fact AS later
WHERE later.kind = OLD.kind AND later.thing_id = OLD.thing_id
AND later.number > OLD.number)"""
KEPT = ('number', 'at', 'kind', 'thing_id', 'event', 'address', 'words', 'leaf')
REFUSED = {
    'sqlite': (
        """CREATE TRIGGER public_fact_no_update BEFORE UPDATE ON public_fact WHEN NOT ({erasing})
        BEGIN SELECT RAISE(ABORT, 'public_fact is append-only'); END""",
        """CREATE TRIGGER public_fact_no_delete BEFORE DELETE ON public_fact
        BEGIN SELECT RAISE(ABORT, 'public_fact is append-only'); END""",
        """CREATE TRIGGER public_fact_no_replace BEFORE INSERT ON public_fact
        WHEN EXISTS (SELECT 1 FROM public_fact WHERE "number" = NEW."number")
        BEGIN SELECT RAISE(ABORT, 'public_fact is append-only'); END""",
    ),
    'postgresql': (
        """CREATE OR REPLACE FUNCTION public_fact_append_only() RETURNS trigger
        LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF {erasing} THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION 'public_fact is append-only';
        END $$""",
        """CREATE TRIGGER public_fact_no_update BEFORE UPDATE ON public_fact
        FOR EACH ROW EXECUTE FUNCTION public_fact_append_only()""",
        """CREATE TRIGGER public_fact_no_change BEFORE DELETE OR TRUNCATE ON public_fact
        FOR EACH STATEMENT EXECUTE FUNCTION public_fact_append_only()""",
    ),
}
SAME = {'sqlite': 'IS', 'postgresql': 'IS NOT DISTINCT FROM'}


def upgrade():
    op.create_table(
        'public_fact',
        sa.Column('number', sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column(
            'thing_id', sa.BigInteger().with_variant(sa.Integer, 'sqlite'), nullable=False
        ),
        sa.Column('event', sa.String(40), nullable=False),
        sa.Column('address', sa.Text, nullable=False),
        sa.Column('content', sa.Text),
        sa.Column('salt', sa.LargeBinary),
        sa.Column('words', sa.LargeBinary(32), nullable=False),
        sa.Column('leaf', sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint('number', name='pk_public_fact'),
    )
    op.create_index('ix_public_fact_thing', 'public_fact', ['kind', 'thing_id', 'number'])
    op.create_table(
        'public_thing',
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column(
            'thing_id', sa.BigInteger().with_variant(sa.Integer, 'sqlite'), nullable=False
        ),
        sa.Column('number', sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint('kind', 'thing_id', name='pk_public_thing'),
    )
    dialect = op.get_bind().dialect.name
    unchanged = [f'NEW."{name}" {SAME[dialect]} OLD."{name}"' for name in KEPT]
    erasing = ' AND '.join([*unchanged, GONE])
    for statement in REFUSED[dialect]:
        op.execute(statement.format(erasing=erasing))


def downgrade():
    op.drop_table('public_thing')
    op.drop_table('public_fact')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION public_fact_append_only()')
