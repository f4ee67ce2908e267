"""the pairs of a commitment are found in one walk through its text"""

from alembic import op


revision = '0042'
down_revision = '0041'
branch_labels = None
depends_on = None

# The index stays: both give the same characters and pairs.
WALK = """
SELECT array_agg(one) || array_agg(one || next) FILTER (WHERE next IS NOT NULL)
FROM (SELECT string_to_array(lower(
title || chr(10) || target || chr(10) || body || chr(10) || ref || chr(10) || source
), NULL) AS line) AS whole, unnest(line, line[2:]) AS place(one, next)
"""
BEFORE = """
SELECT array_agg(DISTINCT substr(line, place, size))
FROM generate_series(1, 2) AS size, (SELECT lower(
title || chr(10) || target || chr(10) || body || chr(10) || ref || chr(10) || source
) AS line) AS whole,
generate_series(1, length(line) - size + 1) AS place
"""


def upgrade():
    _found_by(WALK)


def downgrade():
    _found_by(BEFORE)


def _found_by(query):
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        connection.exec_driver_sql(
            'CREATE OR REPLACE FUNCTION '
            'commitment_pairs(title text, target text, body text, ref text, source text) '
            f'RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $${query}$$'
        )
