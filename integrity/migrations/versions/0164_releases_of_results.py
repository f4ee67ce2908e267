"""results are told inside first; that everybody reads them is a decision of its own"""

import sqlalchemy as sa
from alembic import op


revision = '0164'
down_revision = '0163'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('evaluation_round', sa.Column('released_on', sa.Date))
    op.add_column(
        'evaluation_round',
        sa.Column('ranked', sa.Boolean, server_default=sa.false(), nullable=False),
    )
    for column in ('release_document', 'release_why'):
        op.add_column(
            'evaluation_round', sa.Column(column, sa.Text, server_default='', nullable=False)
        )
    with op.batch_alter_table('evaluation_round') as batch:
        batch.add_column(sa.Column('release_proposed_by_id', sa.Integer))
        batch.create_foreign_key(
            'fk_evaluation_round_release_proposed_by_id', 'user', ['release_proposed_by_id'], ['id']
        )
    # What was published so far was published for everybody.
    op.execute(
        sa.text(
            "UPDATE evaluation_round SET state = 'released', released_on = published_on, "
            "ranked = :yes WHERE state = 'published'"
        ).bindparams(sa.bindparam('yes', True, sa.Boolean))
    )


def downgrade():
    op.execute(
        sa.text(
            "UPDATE evaluation_round SET state = 'published' "
            "WHERE state IN ('released', 'release-proposed')"
        )
    )
    with op.batch_alter_table('evaluation_round') as batch:
        batch.drop_constraint('fk_evaluation_round_release_proposed_by_id', type_='foreignkey')
        batch.drop_column('release_proposed_by_id')
    for column in ('release_why', 'release_document', 'ranked', 'released_on'):
        op.drop_column('evaluation_round', column)
