"""the steps of a paper belong to the body that issues it, and so do scans that are compared"""

import sqlalchemy as sa
from alembic import op


revision = '0062'
down_revision = '0061'
branch_labels = None
depends_on = None

ISSUERS = {
    'document': '{thing_id}',
    'delivery': '(SELECT document_id FROM delivery WHERE delivery.id = {thing_id})',
}
"""The paper that a thing is, or of which it is the service."""
OF_BODY = (
    'EXISTS (SELECT 1 FROM document WHERE document.body_id IS NOT NULL AND document.id = {paper})'
)


def upgrade():
    with op.batch_alter_table('stamped_scan') as batch:
        batch.add_column(sa.Column('issuer_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('signer', sa.Text(), server_default='', nullable=False))
        batch.add_column(
            sa.Column('sha256', sa.String(length=64), server_default='', nullable=False)
        )
        batch.create_foreign_key(
            batch.f('fk_stamped_scan_issuer_id'), 'subject', ['issuer_id'], ['id']
        )
        batch.create_index(batch.f('ix_stamped_scan_issuer_id'), ['issuer_id'], unique=False)
    for thing, paper in ISSUERS.items():
        whose = paper.format(thing_id='stamped_scan.thing_id')
        op.execute(
            'UPDATE stamped_scan SET issuer_id = (SELECT body_id FROM document'
            f" WHERE document.id = {whose}) WHERE thing = '{thing}'"
        )
        past = OF_BODY.format(paper=paper.format(thing_id='late_step.thing_id'))
        op.execute(f"UPDATE late_step SET who = 'issuer' WHERE thing = '{thing}' AND {past}")
    op.execute(
        "UPDATE late_step SET who = 'issuer' WHERE thing = 'stamped_scan' AND thing_id IN"
        ' (SELECT id FROM stamped_scan WHERE issuer_id IS NOT NULL)'
    )


def downgrade():
    op.execute("UPDATE late_step SET who = 'office' WHERE who = 'issuer'")
    with op.batch_alter_table('stamped_scan') as batch:
        batch.drop_index(batch.f('ix_stamped_scan_issuer_id'))
        batch.drop_constraint(batch.f('fk_stamped_scan_issuer_id'), type_='foreignkey')
        batch.drop_column('sha256')
        batch.drop_column('signer')
        batch.drop_column('issuer_id')
