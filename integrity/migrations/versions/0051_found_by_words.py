"""everything is found by words, folded"""

from alembic import op


revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None

PASSED_OVER = (
    r'[\u0001-\u0020\u0022\u0027-\u0029\u002d\u005b\u005d\u0060\u007f-\u00a0\u00ab\u00ad\u00b7'
    r'\u00bb\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u2015\u2018-\u201f'
    r'\u2022\u2027-\u202f\u2039\u203a\u205f-\u206f\u2212\u2219\u22c5\u2800\u3000\u3008-\u3011'
    r'\u3014-\u301f\u30fb\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]'
)
FOLD = f"""
CREATE OR REPLACE FUNCTION folded(line text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT regexp_replace(lower(normalize(line, NFKC)), '{PASSED_OVER}', '', 'g') $$
"""
PAIR = """
CREATE OR REPLACE FUNCTION pairs(line text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
SELECT array_agg(one) || array_agg(one || next) FILTER (WHERE next IS NOT NULL)
FROM (SELECT string_to_array(line, NULL) AS line) AS whole, unnest(line, line[2:])
AS place(one, next) $$
"""
INDEXES = {
    'commitment': ('title', 'target', 'body_text', 'ref', 'source_title'),
    'court_case': ('ref', 'case_no', 'cause'),
    'invoice': ('ref', 'contract_no', 'contract_name', 'invoice_no'),
    'remedial_point': ('ref', 'title'),
    'complaint': ('ref', 'title', 'text'),
    'rectification': ('ref', 'title', 'demand'),
    'pledge': ('ref', 'title', 'matter'),
}
BEFORE = """
CREATE OR REPLACE FUNCTION
commitment_pairs(title text, target text, body text, ref text, source text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
SELECT array_agg(one) || array_agg(one || next) FILTER (WHERE next IS NOT NULL)
FROM (SELECT string_to_array(lower(
title || chr(10) || target || chr(10) || body || chr(10) || ref || chr(10) || source
), NULL) AS line) AS whole, unnest(line, line[2:]) AS place(one, next) $$
"""
INDEX = """
CREATE INDEX ix_commitment_pairs ON commitment
USING gin (commitment_pairs(title, target, body_text, ref, source_title))
"""
DROP = 'DROP INDEX ix_commitment_pairs', 'DROP FUNCTION commitment_pairs(text, text, text, text, text)'


def upgrade():
    made = [
        f"CREATE INDEX ix_{table}_words ON {table} USING gin (pairs({line(columns)}))"
        for table, columns in INDEXES.items()
    ]
    _run(*DROP, FOLD, PAIR, *made)


def downgrade():
    gone = [f'DROP INDEX ix_{table}_words' for table in INDEXES]
    _run(*gone, 'DROP FUNCTION pairs(text)', 'DROP FUNCTION folded(text)', BEFORE, INDEX)


def line(columns):
    return " || '\n' || ".join(f'folded({column})' for column in columns)


def _run(*statements):
    connection = op.get_bind()
    if connection.dialect.name == 'postgresql':
        for statement in statements:
            connection.exec_driver_sql(statement)
