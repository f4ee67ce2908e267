"""households are a kind of their own"""

from alembic import op


revision = '0085'
down_revision = '0084'
branch_labels = None
depends_on = None

# A code that begins with 92 is that of a household (GB 32100).
HOUSEHOLDS = """
    UPDATE subject SET kind = 'household' WHERE kind = 'enterprise' AND uscc LIKE '92%'
"""
# Without a trade name what stood as the name is the owner's.
NAMELESS = """
    kind = 'household' AND length(name) <= 4 AND name NOT LIKE '%店' AND name NOT LIKE '%馆'
    AND name NOT LIKE '%厂' AND name NOT LIKE '%铺' AND name NOT LIKE '%坊'
"""
# Whoever is meant by everybody, and what is given to every enterprise, is so for households too.
WIDER = """
    UPDATE {table} SET applies_to = replace(applies_to, 'enterprise', 'enterprise;household')
    WHERE applies_to LIKE '%enterprise%' AND applies_to NOT LIKE '%household%' AND ({which})
"""
NARROWER = "UPDATE {table} SET applies_to = replace(applies_to, ';household', '')"
TABLES = {
    'measure': """kind = 'incentive' OR code = 'M-S-ADM-35'
        OR (applies_to LIKE '%person%' AND code NOT IN ('M-S-ADM-18', 'M-S-ADM-19'))""",
    'listing_basis': "applies_to LIKE '%person%'",
    'catalogue_item': "code = 'ML-QY-01'",
}


def upgrade():
    op.execute(HOUSEHOLDS)
    op.execute(
        f"""DELETE FROM former_name WHERE length(name) <= 4
        AND subject_id IN (SELECT id FROM subject WHERE {NAMELESS})"""
    )
    op.execute(
        f"""UPDATE subject SET name = '个体工商户（未使用字号名称）',
        key = '个体工商户未使用字号名称', initials = 'gtgshwsyzhmc' WHERE {NAMELESS}"""
    )
    for table, which in TABLES.items():
        op.execute(WIDER.format(table=table, which=which))


def downgrade():
    for table in TABLES:
        op.execute(NARROWER.format(table=table))
    op.execute("UPDATE subject SET kind = 'enterprise' WHERE kind = 'household'")
