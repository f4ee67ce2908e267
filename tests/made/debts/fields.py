"""A debt, described once."""

from debts.models import STATE_NAMES, Debt
from integrity.casework import fields as usual
from integrity.pages.fields import DAY, FACTS, FILE, LIST, TEXT, Field
from integrity.people.subjects.fields import BODY

FIELDS = (
    Field("title", "债务", TEXT, FILE | LIST, required=FILE, sort=Debt.title),
    Field("ref", "编号", TEXT, FILE | LIST, required=FILE),
    Field("subject", "债务单位", BODY, FILE | LIST | FACTS, required=FILE),
    Field("lender", "债权人", TEXT, FILE | LIST | FACTS, required=FILE),
    Field("due_on", "偿还期限", DAY, FILE | LIST | FACTS, required=FILE, sort=Debt.due_on),
    usual.state(Debt, STATE_NAMES, {}),
    usual.lateness("debts", Debt),
    usual.key_field(Debt),
)
