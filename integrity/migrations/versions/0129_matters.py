"""matters of the application list, in versions, and which of them a check was for"""

import sqlalchemy as sa
from alembic import op


revision = '0129'
down_revision = '0128'
branch_labels = None
depends_on = None
PROPOSED = sa.text("state = 'put-forward'")
IN_FORCE = sa.text("state = 'adopted-version'")


def upgrade():
    op.create_table(
        'matter',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('code', sa.String(40), nullable=False),
        sa.Column('version', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('name', sa.Text, nullable=False),
        sa.Column('kind', sa.String(40), nullable=False),
        sa.Column('measures', sa.Text, server_default='', nullable=False),
        sa.Column('everybody', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('legal_basis', sa.Text, nullable=False),
        sa.Column('ending', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('reasons', sa.Text, server_default='', nullable=False),
        sa.Column('since', sa.Date),
        sa.Column('until', sa.Date),
        sa.Column('proposed_by_id', sa.Integer),
        sa.Column('proposed_by_name', sa.Text, server_default='', nullable=False),
        sa.Column('adopted_by_id', sa.Integer),
        sa.Column('adopted_by_name', sa.Text, server_default='', nullable=False),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_matter'),
        sa.UniqueConstraint('code', 'version', name='uq_matter_code_version'),
        *(
            sa.ForeignKeyConstraint([name], ['user.id'], name=f'fk_matter_{name}')
            for name in ('proposed_by_id', 'adopted_by_id')
        ),
        sa.CheckConstraint(
            'proposed_by_id <> adopted_by_id', name='ck_matter_adopted_by_another'
        ),
    )
    for name in ('code', 'state', 'step_due_on'):
        op.create_index(f'ix_matter_{name}', 'matter', [name])
    for name, where in (('proposed', PROPOSED), ('in_force', IN_FORCE)):
        op.create_index(
            f'uq_matter_{name}', 'matter', ['code'], unique=True,
            sqlite_where=where, postgresql_where=where,
        )
    op.create_table(
        'matter_body',
        sa.Column('matter_id', sa.Integer, nullable=False),
        sa.Column('body_id', sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint('matter_id', 'body_id', name='pk_matter_body'),
        sa.ForeignKeyConstraint(
            ['matter_id'], ['matter.id'], name='fk_matter_body_matter_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name='fk_matter_body_body_id'),
    )
    op.create_index('ix_matter_body_body_id', 'matter_body', ['body_id'])
    op.add_column(
        'credit_check',
        sa.Column('matter_code', sa.String(40), server_default='', nullable=False),
    )


def downgrade():
    op.drop_column('credit_check', 'matter_code')
    op.drop_table('matter_body')
    op.drop_table('matter')
