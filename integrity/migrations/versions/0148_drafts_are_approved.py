"""who approves a draft of a measure is named as in the catalogue"""

from alembic import op


revision = '0148'
down_revision = '0147'
branch_labels = None
depends_on = None

COLUMNS = (('put_by_id', 'approved_by_id'), ('put_on', 'approved_on'))
REFERENCE = ('fk_measure_draft_put_by_id', 'fk_measure_draft_approved_by_id')


def upgrade():
    _rename(COLUMNS, REFERENCE)


def downgrade():
    _rename([(new, old) for old, new in COLUMNS], REFERENCE[::-1])


def _rename(columns, reference):
    for old, new in columns:
        op.execute(f'ALTER TABLE measure_draft RENAME COLUMN {old} TO {new}')
    if op.get_bind().dialect.name == 'postgresql':
        old, new = reference
        op.execute(f'ALTER TABLE measure_draft RENAME CONSTRAINT {old} TO {new}')
