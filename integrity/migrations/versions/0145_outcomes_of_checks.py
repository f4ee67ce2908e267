"""what was done with an answer, measure by measure, and corrections of it"""

import sqlalchemy as sa
from alembic import op


revision = '0145'
down_revision = '0144'
branch_labels = None
depends_on = None

STANDING = sa.text('superseded_at IS NULL')


def upgrade():
    with op.batch_alter_table('check_outcome') as batch:
        batch.add_column(sa.Column('measure', sa.String(40), nullable=False, server_default=''))
        batch.add_column(sa.Column('reason', sa.String(40), nullable=True))
        batch.add_column(sa.Column('done_on', sa.Date, nullable=True))
        batch.add_column(sa.Column('document', sa.Text, nullable=False, server_default=''))
        batch.add_column(sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True))
        batch.drop_constraint('uq_check_outcome_check_id_key', type_='unique')
    op.execute("UPDATE check_outcome SET reason = 'other' WHERE outcome = 'not-applied'")
    with op.batch_alter_table('check_outcome') as batch:
        batch.create_check_constraint(
            'not_applied_has_reason', "outcome <> 'not-applied' OR reason IS NOT NULL"
        )
    op.create_index('ix_check_outcome_check_id', 'check_outcome', ['check_id', 'key'])
    op.create_index(
        'uq_check_outcome_standing', 'check_outcome', ['check_id', 'key', 'measure'], unique=True,
        sqlite_where=STANDING, postgresql_where=STANDING,
    )


def downgrade():
    op.execute("DELETE FROM check_outcome WHERE superseded_at IS NOT NULL OR outcome = 'not-granted'")
    op.execute(
        'DELETE FROM check_outcome WHERE id NOT IN '
        '(SELECT min(id) FROM check_outcome GROUP BY check_id, key)'
    )
    op.drop_index('uq_check_outcome_standing', 'check_outcome')
    op.drop_index('ix_check_outcome_check_id', 'check_outcome')
    with op.batch_alter_table('check_outcome') as batch:
        batch.drop_constraint('not_applied_has_reason', type_='check')
        batch.create_unique_constraint('uq_check_outcome_check_id_key', ['check_id', 'key'])
        for column in ('superseded_at', 'document', 'done_on', 'reason', 'measure'):
            batch.drop_column(column)
