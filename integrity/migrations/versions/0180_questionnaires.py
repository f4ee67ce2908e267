"""questionnaires, their questions, who is invited, what was answered and what it came to"""

import sqlalchemy as sa
from alembic import op


revision = '0180'
down_revision = '0179'
branch_labels = None
depends_on = None

WHOLE = "questionnaire"


def key(table, column, other):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def text(name, default=None):
    return sa.Column(name, sa.Text, server_default=default, nullable=False)


def count(name):
    return sa.Column(name, sa.Integer, server_default="0", nullable=False)


def upgrade():
    op.create_table(
        WHOLE,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        text("title"),
        text("purpose"),
        sa.Column("key_field", sa.String(40)),
        sa.Column("body_id", sa.Integer),
        sa.Column("about_stream", sa.String(40), nullable=False),
        sa.Column("about_ref", sa.String(120), nullable=False),
        text("frame"),
        text("method"),
        sa.Column("population", sa.Integer, nullable=False),
        sa.Column("planned", sa.Integer, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by_id", sa.Integer),
        sa.Column("answer_until", sa.Date),
        sa.Column("counted_on", sa.Date),
        sa.Column("counted_by_id", sa.Integer),
        *(count(name) for name in ("invited", "by_message", "by_hand", "by_paper")),
        sa.Column("step_since", sa.Date),
        sa.Column("step_due_on", sa.Date),
        count("moves"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{WHOLE}"),
        sa.UniqueConstraint("ref", name=f"uq_{WHOLE}_ref"),
        key(WHOLE, "body_id", "subject"),
        key(WHOLE, "drafted_by_id", "user"),
        key(WHOLE, "counted_by_id", "user"),
    )
    for name in ("key_field", "body_id", "state", "step_due_on"):
        op.create_index(f"ix_{WHOLE}_{name}", WHOLE, [name])
    op.create_table(
        "question",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("questionnaire_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        text("text"),
        text("options"),
        sa.Column("needed", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint(
            "questionnaire_id", "position", name="uq_question_questionnaire_id_position"
        ),
        key("question", "questionnaire_id", WHOLE),
    )
    _coming_in()
    _counted()


def _coming_in():
    table = "questionnaire_invitation"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("questionnaire_id", sa.Integer, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40)),
        sa.Column("sealed", sa.Text),
        sa.Column("digest", sa.String(64)),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undelivered", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("used", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "questionnaire_id", "digest", name=f"uq_{table}_questionnaire_id_digest"
        ),
        key(table, "questionnaire_id", WHOLE),
    )
    unsent = sa.text("sealed IS NOT NULL")
    op.create_index(
        f"ix_{table}_unsent", table, ["id"], sqlite_where=unsent, postgresql_where=unsent
    )
    table = "questionnaire_paper"
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("questionnaire_id", sa.Integer, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("answers", sa.JSON),
        sa.Column("entered_by_id", sa.Integer),
        text("entered_by_name"),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        text("checked_by_name", ""),
        text("refused_why", ""),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "questionnaire_id", "number", name=f"uq_{table}_questionnaire_id_number"
        ),
        key(table, "questionnaire_id", WHOLE),
        key(table, "entered_by_id", "user"),
    )


def _counted():
    table = "questionnaire_sheet"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("questionnaire_id", sa.Integer, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        key(table, "questionnaire_id", WHOLE),
    )
    op.create_index(f"ix_{table}_questionnaire_id", table, ["questionnaire_id"])
    answer = "questionnaire_answer"
    op.create_table(
        answer,
        sa.Column("question_id", sa.Integer, nullable=False),
        sa.Column("sheet_id", sa.BigInteger, nullable=False),
        sa.Column("choice", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("question_id", "sheet_id", "choice", name=f"pk_{answer}"),
        key(answer, "question_id", "question"),
        key(answer, "sheet_id", table),
    )
    remark = "questionnaire_remark"
    op.create_table(
        remark,
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("question_id", sa.Integer, nullable=False),
        text("text"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{remark}"),
        key(remark, "question_id", "question"),
    )
    op.create_index(f"ix_{remark}_question_id", remark, ["question_id"])
    tally = "questionnaire_tally"
    op.create_table(
        tally,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("question_id", sa.Integer, nullable=False),
        sa.Column("choice", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{tally}"),
        sa.UniqueConstraint("question_id", "choice", name=f"uq_{tally}_question_id_choice"),
        sa.CheckConstraint("count BETWEEN 0 AND answered", name=f"ck_{tally}_count_of_answered"),
        key(tally, "question_id", "question"),
    )
    op.create_index(f"ix_{tally}_question_id", tally, ["question_id"])


def downgrade():
    for name in ("tally", "remark", "answer", "sheet", "paper", "invitation"):
        op.drop_table(f"questionnaire_{name}")
    op.drop_table("question")
    op.drop_table(WHOLE)
