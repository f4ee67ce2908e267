"""who approves a draft of a measure is named as in the catalogue"""

from alembic import op


revision = '0148'
down_revision = '0147'
branch_labels = None
depends_on = None

COLUMNS = (('put_by_id', 'approved_by_id'), ('put_on', 'approved_on'))
CONSTRAINTS = (
    ('ck_measure_draft_put_by_another', 'ck_measure_draft_approved_by_another'),
    ('fk_measure_draft_put_by_id_user', 'fk_measure_draft_approved_by_id_user'),
)


def upgrade():
    _rename(COLUMNS, CONSTRAINTS)


def downgrade():
    _rename(*([(new, old) for old, new in pairs] for pairs in (COLUMNS, CONSTRAINTS)))


def _rename(columns, constraints):
    for old, new in columns:
        op.execute(f'ALTER TABLE measure_draft RENAME COLUMN {old} TO {new}')
    if op.get_bind().dialect.name == 'postgresql':
        for old, new in constraints:
            op.execute(f'ALTER TABLE measure_draft RENAME CONSTRAINT {old} TO {new}')
