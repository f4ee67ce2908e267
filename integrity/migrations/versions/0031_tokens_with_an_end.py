"""courts as a kind of body; tokens with an end, a contact, a last use and a limit"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op


revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

COURTS = """
UPDATE subject SET court = true WHERE kind = 'body' AND (
    name LIKE '%法院' OR name LIKE '%法院（%）'
    OR id IN (SELECT court_id FROM court_case)
    OR id IN (SELECT body_id FROM "user" WHERE role = 'court')
)
"""


def upgrade():
    op.add_column(
        'subject', sa.Column('court', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute(COURTS)
    # What was issued without an end has a year from now.
    end = (datetime.now(UTC) + timedelta(days=366)).strftime('%Y-%m-%d %H:%M:%S')
    if op.get_bind().dialect.name == 'postgresql':
        end += '+00'
    op.add_column('token', sa.Column('contact', sa.Text(), nullable=False, server_default=''))
    op.add_column('token', sa.Column('addresses', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('token', sa.Column('per_minute', sa.Integer(), nullable=True))
    op.add_column(
        'token',
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False, server_default=end),
    )
    op.add_column('token', sa.Column('used_at', sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == 'postgresql':
        op.alter_column('token', 'ends_at', server_default=None)


def downgrade():
    for name in ('used_at', 'ends_at', 'per_minute', 'addresses', 'contact'):
        op.drop_column('token', name)
    op.drop_column('subject', 'court')
