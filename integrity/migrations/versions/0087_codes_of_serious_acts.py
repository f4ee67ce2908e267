"""codes of serious acts, and which of them an entry of a list names"""

import sqlalchemy as sa
from alembic import op


revision = '0087'
down_revision = '0086'
branch_labels = None
depends_on = None

WORD, TEXT = sa.String(40), sa.Text()


def upgrade():
    op.create_table(
        'offence',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', WORD, nullable=False),
        sa.Column('level', WORD, nullable=False),
        sa.Column('parent', WORD, nullable=False),
        sa.Column('name', TEXT, nullable=False),
        sa.Column('ground', WORD, nullable=True),
        sa.Column('lists', TEXT, nullable=False),
        sa.Column('lead', TEXT, nullable=False),
        sa.Column('legal_basis', TEXT, nullable=False),
        sa.Column('basis_level', WORD, nullable=False),
        sa.Column('effective_from', sa.Date(), nullable=True),
        sa.Column('effective_to', sa.Date(), nullable=True),
        sa.Column('verified', WORD, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_offence'),
        sa.UniqueConstraint('code', name='uq_offence_code'),
    )
    op.create_index('ix_offence_level', 'offence', ['level'])
    op.create_index('ix_offence_parent', 'offence', ['parent'])
    for name in ('offence_id', 'scenario_id'):  # without making the table anew: others refer to it
        op.execute(
            f'ALTER TABLE list_entry ADD COLUMN {name} INTEGER'
            f' CONSTRAINT fk_list_entry_{name} REFERENCES offence (id)'
        )
        op.create_index(f'ix_list_entry_{name}', 'list_entry', [name])


def downgrade():
    for name in ('offence_id', 'scenario_id'):
        op.drop_index(f'ix_list_entry_{name}', table_name='list_entry')
    with op.batch_alter_table('list_entry') as batch:
        batch.drop_column('offence_id')
        batch.drop_column('scenario_id')
    op.drop_table('offence')
