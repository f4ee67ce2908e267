"""versions of evaluation standards are drafted, reviewed and approved by different people"""

import sqlalchemy as sa
from alembic import op


revision = '0166'
down_revision = '0165'
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('drafted', 'submitted', 'reviewed')")
PEOPLE = ('drafted_by_id', 'reviewed_by_id', 'approved_by_id')


def upgrade():
    op.create_table(
        'scheme_draft',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('state', sa.String(40), nullable=False),
        sa.Column('code', sa.String(40), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ('name', 'basis', 'reasons')),
        sa.Column('remedy_below', sa.Numeric(18, 2), nullable=False),
        sa.Column('ranked_from', sa.Integer, nullable=False),
        sa.Column('indicators', sa.JSON, nullable=False),
        sa.Column('bands', sa.JSON, nullable=False),
        sa.Column('replaces_id', sa.Integer),
        sa.Column('scheme_id', sa.Integer),
        sa.Column('ending', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('drafted_by_name', sa.Text, nullable=False),
        sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reviewed_on', sa.Date),
        sa.Column('approved_on', sa.Date),
        *(sa.Column(name, sa.Integer) for name in PEOPLE),
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        sa.Column('moves', sa.Integer, server_default='0', nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_scheme_draft'),
        *(
            sa.ForeignKeyConstraint([name], ['scheme.id'], name=f'fk_scheme_draft_{name}')
            for name in ('replaces_id', 'scheme_id')
        ),
        *(
            sa.ForeignKeyConstraint([name], ['user.id'], name=f'fk_scheme_draft_{name}')
            for name in PEOPLE
        ),
        sa.UniqueConstraint('scheme_id', name='uq_scheme_draft_scheme_id'),
        sa.CheckConstraint(
            'reviewed_by_id <> drafted_by_id', name='ck_scheme_draft_reviewed_by_another'
        ),
        sa.CheckConstraint(
            'approved_by_id <> reviewed_by_id', name='ck_scheme_draft_approved_by_another'
        ),
        sa.CheckConstraint(
            "state <> 'done' OR (reviewed_by_id IS NOT NULL AND approved_by_id IS NOT NULL)",
            name='ck_scheme_draft_done_by_two',
        ),
        sa.CheckConstraint(
            'NOT ending OR replaces_id IS NOT NULL', name='ck_scheme_draft_ends_something'
        ),
    )
    for column in ('state', 'step_due_on'):
        op.create_index(f'ix_scheme_draft_{column}', 'scheme_draft', [column])
    op.create_index(
        'uq_scheme_draft_open', 'scheme_draft', ['code'], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )


def downgrade():
    op.drop_table('scheme_draft')
