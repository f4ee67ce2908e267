"""grades of subjects by field, and the rules and evaluations behind them"""

import sqlalchemy as sa
from alembic import op


revision = '0140'
down_revision = '0139'
branch_labels = None
depends_on = None

CODE = sa.String(40)


def number(name, **more):
    return sa.Column(name, sa.Integer, **more)


def key(name, target, table):
    return sa.ForeignKeyConstraint([name], [f'{target}.id'], name=f'fk_{table}_{name}')


def steps():
    return (
        sa.Column('step_since', sa.Date),
        sa.Column('step_due_on', sa.Date),
        number('moves', server_default='0', nullable=False),
    )


def words(name):
    return sa.Column(name, sa.Text, server_default='', nullable=False)


def index(table, *names):
    for name in names:
        op.create_index(f'ix_{table}_{name}', table, [name])


def unique(table, name, columns, where=None):
    which = sa.text(where) if where else None
    more = {'sqlite_where': which, 'postgresql_where': which} if where else {}
    op.create_index(f'uq_{table}_{name}', table, columns, unique=True, **more)


def upgrade():
    _schemes()
    _known()
    _grades()
    _objections()


def _schemes():
    table = 'grading_scheme'
    op.create_table(
        table,
        number('id', nullable=False),
        sa.Column('state', CODE, nullable=False),
        number('body_id', nullable=False),
        sa.Column('field', CODE, nullable=False),
        number('version', nullable=False),
        sa.Column('rules', sa.Text, nullable=False),
        words('fewer'),
        words('more'),
        sa.Column('matter', sa.Text, nullable=False),
        sa.Column('public', sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column('legal_basis', sa.Text, nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        number('drafted_by_id'),
        number('approved_by_id'),
        *steps(),
        sa.PrimaryKeyConstraint('id', name=f'pk_{table}'),
        key('body_id', 'subject', table),
        key('drafted_by_id', 'user', table),
        key('approved_by_id', 'user', table),
        sa.CheckConstraint(
            'approved_by_id <> drafted_by_id', name=f'ck_{table}_approved_by_another'
        ),
        sa.CheckConstraint(
            "state <> 'in-force' OR approved_by_id IS NOT NULL",
            name=f'ck_{table}_in_force_is_approved',
        ),
    )
    index(table, 'state', 'body_id', 'step_due_on')
    unique(table, 'version', ['body_id', 'field', 'version'])


def _known():
    op.create_table(
        'evaluation',
        number('id', nullable=False),
        number('subject_id', nullable=False),
        sa.Column('kind', CODE, nullable=False),
        sa.Column('field', CODE, nullable=False),
        sa.Column('grade', CODE, nullable=False),
        sa.Column('issuer', sa.Text, nullable=False),
        sa.Column('on', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_evaluation'),
        key('subject_id', 'subject', 'evaluation'),
    )
    index('evaluation', 'subject_id')
    unique('evaluation', 'of_day', ['subject_id', 'kind', 'field', 'on'])
    op.create_table(
        'supervised',
        number('id', nullable=False),
        number('body_id', nullable=False),
        sa.Column('field', CODE, nullable=False),
        number('subject_id', nullable=False),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        sa.PrimaryKeyConstraint('id', name='pk_supervised'),
        key('body_id', 'subject', 'supervised'),
        key('subject_id', 'subject', 'supervised'),
    )
    index('supervised', 'body_id', 'subject_id')
    unique('supervised', 'subject', ['body_id', 'field', 'subject_id'])


def _grades():
    table = 'subject_grade'
    op.create_table(
        table,
        number('id', nullable=False),
        number('scheme_id', nullable=False),
        number('body_id', nullable=False),
        sa.Column('field', CODE, nullable=False),
        number('subject_id', nullable=False),
        sa.Column('grade', CODE, nullable=False),
        sa.Column('computed', CODE, nullable=False),
        number('line', nullable=False),
        words('reason'),
        sa.Column('since', sa.Date, nullable=False),
        sa.Column('until', sa.Date),
        sa.PrimaryKeyConstraint('id', name=f'pk_{table}'),
        key('scheme_id', 'grading_scheme', table),
        key('body_id', 'subject', table),
        key('subject_id', 'subject', table),
    )
    index(table, 'scheme_id', 'body_id', 'subject_id')
    unique(table, 'current', ['body_id', 'field', 'subject_id'], 'until IS NULL')


def _objections():
    table = 'grade_objection'
    op.create_table(
        table,
        number('id', nullable=False),
        sa.Column('state', CODE, nullable=False),
        number('grade_id', nullable=False),
        number('body_id', nullable=False),
        number('applicant_id', nullable=False),
        sa.Column('text', sa.Text, nullable=False),
        words('answer'),
        words('appeal'),
        sa.Column('filed_on', sa.Date, nullable=False),
        sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
        *steps(),
        sa.PrimaryKeyConstraint('id', name=f'pk_{table}'),
        key('grade_id', 'subject_grade', table),
        key('body_id', 'subject', table),
        key('applicant_id', 'subject', table),
    )
    index(table, 'state', 'grade_id', 'body_id', 'applicant_id', 'step_due_on')
    unique(table, 'open', ['grade_id'], "state IN ('filed', 'rejected', 'appealed')")


def downgrade():
    for table in ('grade_objection', 'subject_grade', 'supervised', 'evaluation', 'grading_scheme'):
        op.drop_table(table)
