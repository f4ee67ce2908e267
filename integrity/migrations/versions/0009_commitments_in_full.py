"""commitments in full"""

import sqlalchemy as sa
from alembic import op



revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

PAIRS = """
CREATE OR REPLACE FUNCTION
commitment_pairs(title text, target text, body text, ref text, source text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
SELECT array_agg(DISTINCT substr(line, place, size))
FROM generate_series(1, 2) AS size, (SELECT lower(
title || chr(10) || target || chr(10) || body || chr(10) || ref || chr(10) || source
) AS line) AS whole,
generate_series(1, length(line) - size + 1) AS place $$
"""
INDEX = """
CREATE INDEX ix_commitment_pairs ON commitment
USING gin (commitment_pairs(title, target, body_text, ref, source_title))
"""
DROP = 'DROP INDEX ix_commitment_pairs', 'DROP FUNCTION commitment_pairs(text, text, text, text, text)'


def upgrade():
    op.create_table('office_term',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_office_term_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_office_term'))
    )
    with op.batch_alter_table('office_term', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_office_term_body_id'), ['body_id'], unique=False)

    op.create_table('acceptance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('term_id', sa.Integer(), nullable=False),
    sa.Column('body_id', sa.Integer(), nullable=False),
    sa.Column('stream', sa.String(length=40), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('done_by', sa.Text(), nullable=False),
    sa.Column('flagged_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['body_id'], ['subject.id'], name=op.f('fk_acceptance_body_id')),
    sa.ForeignKeyConstraint(['term_id'], ['office_term.id'], name=op.f('fk_acceptance_term_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acceptance')),
    sa.UniqueConstraint('term_id', 'stream', 'item_id', name=op.f('uq_acceptance_term_id_stream_item_id'))
    )
    with op.batch_alter_table('acceptance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_acceptance_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_acceptance_due_on'), ['due_on'], unique=False)
        batch_op.create_index('ix_acceptance_item', ['stream', 'item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_acceptance_term_id'), ['term_id'], unique=False)

    op.create_table('change_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('ground', sa.String(40), nullable=False),
    sa.Column('authority', sa.Text(), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('old_title', sa.Text(), nullable=False),
    sa.Column('old_target', sa.Text(), nullable=False),
    sa.Column('old_body_text', sa.Text(), nullable=False),
    sa.Column('old_due_on', sa.Date(), nullable=True),
    sa.Column('new_title', sa.Text(), nullable=False),
    sa.Column('new_target', sa.Text(), nullable=False),
    sa.Column('new_body_text', sa.Text(), nullable=False),
    sa.Column('new_due_on', sa.Date(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('requested_by', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_change_request_commitment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_request'))
    )
    with op.batch_alter_table('change_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_change_request_commitment_id'), ['commitment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_change_request_state'), ['state'], unique=False)

    op.create_table('commitment_support',
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_commitment_support_commitment_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_commitment_support_subject_id')),
    sa.PrimaryKeyConstraint('commitment_id', 'subject_id', name=op.f('pk_commitment_support'))
    )
    with op.batch_alter_table('commitment_support', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_support_subject_id'), ['subject_id'], unique=False)

    op.create_table('milestone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(40), nullable=False),
    sa.Column('met_on', sa.Date(), nullable=True),
    sa.Column('said', sa.Text(), nullable=False),
    sa.CheckConstraint('weight BETWEEN 1 AND 100', name=op.f('ck_milestone_weight_of_100')),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_milestone_commitment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_milestone'))
    )
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_milestone_commitment_id'), ['commitment_id'], unique=False)

    op.create_table('passkey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('credential_id', sa.String(length=1400), nullable=False),
    sa.Column('public_key', sa.Text(), nullable=False),
    sa.Column('sign_count', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_passkey_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_user_id'), ['user_id'], unique=False)

    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(40), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_publication_commitment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication'))
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_commitment_id'), ['commitment_id'], unique=False)

    op.create_table('review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(40), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=False),
    sa.Column('reviewer', sa.Text(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_review_commitment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review'))
    )
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_review_commitment_id'), ['commitment_id'], unique=False)

    op.create_table('signature',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('commitment_id', sa.Integer(), nullable=False),
    sa.Column('ref', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('signer_id', sa.Integer(), nullable=True),
    sa.Column('signer', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('key_id', sa.Text(), nullable=False),
    sa.Column('public_key', sa.Text(), nullable=False),
    sa.Column('client_data', sa.Text(), nullable=False),
    sa.Column('authenticator_data', sa.Text(), nullable=False),
    sa.Column('signature', sa.Text(), nullable=False),
    sa.Column('server_key', sa.Text(), nullable=False),
    sa.Column('server_signature', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['commitment_id'], ['commitment.id'], name=op.f('fk_signature_commitment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signature'))
    )
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signature_commitment_id'), ['commitment_id'], unique=False)

    op.create_table('compensation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('change_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('harmed', sa.Text(), nullable=False),
    sa.Column('loss', sa.Text(), nullable=False),
    sa.Column('amount', sa.Numeric(precision=18, scale=2), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('said', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['change_id'], ['change_request.id'], name=op.f('fk_compensation_change_id')),
    sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], name=op.f('fk_compensation_subject_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_compensation'))
    )
    with op.batch_alter_table('compensation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_compensation_change_id'), ['change_id'], unique=False)

    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('theme', sa.String(40), nullable=True))
        batch_op.add_column(sa.Column('key_field', sa.String(40), nullable=True))
        batch_op.add_column(sa.Column('beneficiary_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('major', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('quantity', sa.Numeric(precision=18, scale=2), nullable=True))
        batch_op.add_column(sa.Column('unit', sa.String(length=40), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('measured_quantity', sa.Numeric(precision=18, scale=2), nullable=True))
        batch_op.add_column(sa.Column('source_page', sa.String(length=40), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_commitment_key_field'), ['key_field'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_commitment_beneficiary_id'), 'subject', ['beneficiary_id'], ['id'])

    if op.get_bind().dialect.name == 'postgresql':
        op.execute(PAIRS)
        op.execute(INDEX)


def downgrade():
    if op.get_bind().dialect.name == 'postgresql':
        for statement in DROP:
            op.execute(statement)
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_commitment_beneficiary_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_commitment_key_field'))
        batch_op.drop_column('source_page')
        batch_op.drop_column('measured_quantity')
        batch_op.drop_column('unit')
        batch_op.drop_column('quantity')
        batch_op.drop_column('major')
        batch_op.drop_column('beneficiary_id')
        batch_op.drop_column('key_field')
        batch_op.drop_column('theme')

    with op.batch_alter_table('compensation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_compensation_change_id'))

    op.drop_table('compensation')
    with op.batch_alter_table('signature', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signature_commitment_id'))

    op.drop_table('signature')
    with op.batch_alter_table('review', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_review_commitment_id'))

    op.drop_table('review')
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publication_commitment_id'))

    op.drop_table('publication')
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_user_id'))

    op.drop_table('passkey')
    with op.batch_alter_table('milestone', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_milestone_commitment_id'))

    op.drop_table('milestone')
    with op.batch_alter_table('commitment_support', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitment_support_subject_id'))

    op.drop_table('commitment_support')
    with op.batch_alter_table('change_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_change_request_state'))
        batch_op.drop_index(batch_op.f('ix_change_request_commitment_id'))

    op.drop_table('change_request')
    with op.batch_alter_table('acceptance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_acceptance_term_id'))
        batch_op.drop_index('ix_acceptance_item')
        batch_op.drop_index(batch_op.f('ix_acceptance_due_on'))
        batch_op.drop_index(batch_op.f('ix_acceptance_body_id'))

    op.drop_table('acceptance')
    with op.batch_alter_table('office_term', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_office_term_body_id'))

    op.drop_table('office_term')
