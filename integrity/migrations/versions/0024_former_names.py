"""former names of subjects, the sheet and the changes of an upload, tickets however they are typed"""

import re
import unicodedata
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_former_name_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
        sa.UniqueConstraint("subject_id", "name", name=op.f("uq_former_name_subject_id_name")),
    )
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_name_key"), ["key"], unique=False)
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sheet", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sheets", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("changes", sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_upload_changes"), ["changes"])
    _compare_tickets_anew()


def downgrade():
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_upload_changes"), type_="unique")
        batch_op.drop_column("changes")
        batch_op.drop_column("sheets")
        batch_op.drop_column("sheet")
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_name_key"))
    op.drop_table("former_name")


def _compare_tickets_anew():
    complaint = sa.table(
        "complaint", sa.column("id"), sa.column("once"), sa.column("source"),
        sa.column("external_id"),
    )
    connection = op.get_bind()
    taken = set(connection.scalars(sa.select(complaint.c.once)))
    wanted = sa.select(complaint).where(complaint.c.source != "").order_by(complaint.c.id)
    for ticket in connection.execute(wanted).all():
        words = (unicodedata.normalize("NFKC", w) for w in (ticket.source, ticket.external_id))
        text = "\n".join(re.sub(r"\s", "", word) for word in words)
        once = sha256(text.encode()).hexdigest()[:40]
        if once not in taken:
            taken.add(once)
            connection.execute(
                complaint.update().where(complaint.c.id == ticket.id).values(once=once)
            )
