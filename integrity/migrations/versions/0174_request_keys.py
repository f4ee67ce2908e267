"""keys of writes in a narrow table of their own, apart from what was answered"""

import hashlib
import re

import sqlalchemy as sa
from alembic import op

revision = '0174'
down_revision = '0173'
branch_labels = None
depends_on = None

OLD, KEYS, ANSWERS = 'first_answer', 'request_key', 'request_answer'
AT = sa.DateTime(timezone=True)
AT_ONCE = 100


def upgrade():
    keys = op.create_table(
        KEYS,
        sa.Column('token_id', sa.Integer, nullable=False),
        sa.Column('mark', sa.LargeBinary(32), nullable=False),
        sa.Column('digest', sa.LargeBinary(32), nullable=False),
        sa.Column('at', AT, nullable=False),
        sa.Column('status', sa.SmallInteger),
        sa.Column('receipt', sa.String(36)),
        sa.ForeignKeyConstraint(['token_id'], ['token.id'], name=f'fk_{KEYS}_token_id'),
        sa.PrimaryKeyConstraint('token_id', 'mark', name=f'pk_{KEYS}'),
    )
    op.create_index(f'ix_{KEYS}_at', KEYS, ['at'])
    answers = op.create_table(
        ANSWERS,
        sa.Column('token_id', sa.Integer, nullable=False),
        sa.Column('mark', sa.LargeBinary(32), nullable=False),
        sa.Column('answer', sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ['token_id', 'mark'], [f'{KEYS}.token_id', f'{KEYS}.mark'],
            name=f'fk_{ANSWERS}_token_id_mark',
        ),
        sa.PrimaryKeyConstraint('token_id', 'mark', name=f'pk_{ANSWERS}'),
    )  # fmt: skip
    move(keys, answers)
    op.drop_table(OLD)


def move(keys, answers):
    """What was answered before is answered again: who did not hear of it asks after the change."""
    names = ('id', 'token_id', 'key', 'digest', 'status', 'answer')
    old = sa.table(OLD, *(sa.column(name) for name in names), sa.column('at', AT))
    connection, last = op.get_bind(), 0
    while True:
        wanted = sa.select(old).where(old.c.id > last).order_by(old.c.id).limit(AT_ONCE)
        rows = connection.execute(wanted).all()
        if not rows:
            return
        last = rows[-1].id
        marked = [(hashlib.sha256(row.key.encode()).digest(), row) for row in rows]
        connection.execute(
            sa.insert(keys),
            [
                {
                    'token_id': row.token_id, 'mark': mark, 'digest': packed(row.digest),
                    'at': row.at, 'status': row.status,
                }
                for mark, row in marked
            ],
        )  # fmt: skip
        connection.execute(
            sa.insert(answers),
            [
                {'token_id': row.token_id, 'mark': mark, 'answer': row.answer or ''}
                for mark, row in marked
            ],
        )


def packed(digest):
    """Half as long; what is no digest is that of no request."""
    if re.fullmatch('[0-9a-f]{64}', digest):
        return bytes.fromhex(digest)
    return hashlib.sha256(digest.encode()).digest()


def downgrade():
    op.drop_table(ANSWERS)
    op.drop_index(f'ix_{KEYS}_at', KEYS)
    op.drop_table(KEYS)
    op.create_table(
        OLD,
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('token_id', sa.Integer, nullable=False),
        sa.Column('key', sa.String(200), nullable=False),
        sa.Column('digest', sa.String(64), nullable=False),
        sa.Column('at', AT, nullable=False),
        sa.Column('status', sa.Integer),
        sa.Column('answer', sa.Text),
        sa.ForeignKeyConstraint(['token_id'], ['token.id'], name=f'fk_{OLD}_token_id'),
        sa.PrimaryKeyConstraint('id', name=f'pk_{OLD}'),
        sa.UniqueConstraint('token_id', 'key', name=f'uq_{OLD}_token_id_key'),
    )
    op.create_index(f'ix_{OLD}_at', OLD, ['at'])
