"""sessions, known devices, the security log, random calendar addresses"""

import sqlalchemy as sa
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

APPEND_ONLY = {
    'sqlite': (
        """CREATE TRIGGER security_event_no_update BEFORE UPDATE ON security_event
        BEGIN SELECT RAISE(ABORT, 'security_event is append-only'); END""",
        """CREATE TRIGGER security_event_no_delete BEFORE DELETE ON security_event
        BEGIN SELECT RAISE(ABORT, 'security_event is append-only'); END""",
        """CREATE TRIGGER security_event_no_replace BEFORE INSERT ON security_event
        WHEN EXISTS (SELECT 1 FROM security_event WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'security_event is append-only'); END""",
    ),
    'postgresql': (
        """CREATE OR REPLACE FUNCTION security_event_append_only() RETURNS trigger
        LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'security_event is append-only'; END $$""",
        """CREATE TRIGGER security_event_no_change
        BEFORE UPDATE OR DELETE OR TRUNCATE ON security_event
        FOR EACH STATEMENT EXECUTE FUNCTION security_event_append_only()""",
    ),
}


def upgrade():
    op.create_table('device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('words', sa.String(length=80), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_device_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device')),
    sa.UniqueConstraint('user_id', 'digest', name=op.f('uq_device_user_id_digest'))
    )
    op.create_table('login_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('device', sa.String(length=80), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_login_session_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_session')),
    sa.UniqueConstraint('digest', name=op.f('uq_login_session_digest'))
    )
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_session_user_id'), ['user_id'], unique=False)

    op.create_table('security_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('account', sa.String(length=60), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('known', sa.Boolean(), nullable=False),
    sa.Column('device', sa.String(length=80), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_security_event'))
    )
    with op.batch_alter_table('security_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_security_event_at'), ['at'], unique=False)
        batch_op.create_index('ix_security_event_account_at', ['account', 'at'], unique=False)

    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
    # Not in a batch: on SQLite that makes the table anew, which others refer to.
    op.drop_column('user', 'failures')
    op.drop_column('user', 'locked_until')
    op.add_column('user', sa.Column('calendar_digest', sa.String(length=64), nullable=True))
    op.create_index(op.f('ix_user_calendar_digest'), 'user', ['calendar_digest'], unique=True)


def downgrade():
    op.drop_index(op.f('ix_user_calendar_digest'), 'user')
    op.drop_column('user', 'calendar_digest')
    op.add_column('user', sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        'user', sa.Column('failures', sa.Integer(), nullable=False, server_default='0')
    )
    op.drop_table('security_event')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION security_event_append_only()')
    op.drop_table('login_session')
    op.drop_table('device')
