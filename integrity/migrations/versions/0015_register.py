"""the register by its order, and single characters in its search"""

from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

PAIRS = """
CREATE OR REPLACE FUNCTION
commitment_pairs(title text, target text, body text, ref text, source text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
SELECT array_agg(DISTINCT substr(line, place, size))
FROM generate_series(1, 2) AS size, (SELECT lower(
title || chr(10) || target || chr(10) || body || chr(10) || ref || chr(10) || source
) AS line) AS whole,
generate_series(1, length(line) - size + 1) AS place $$
"""
INDEX = """
CREATE INDEX ix_commitment_pairs ON commitment
USING gin (commitment_pairs(title, target, body_text, ref, source_title))
"""
DROP = 'DROP INDEX ix_commitment_pairs', 'DROP FUNCTION commitment_pairs(text, text, text, text, text)'


def upgrade():
    if op.get_bind().dialect.name == 'postgresql':
        for statement in (*DROP, PAIRS, INDEX):
            op.execute(statement)
        op.execute(
            'CREATE INDEX ix_commitment_order ON commitment (due_on DESC NULLS LAST, id DESC)'
        )


def downgrade():
    # The index of pairs stays: what it holds more than before harms nobody.
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP INDEX ix_commitment_order')
