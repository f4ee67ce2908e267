"""Terms and their bases as papers write them, always in Chinese."""

import re
from datetime import date

from integrity.casework.rules import service as rules
from integrity.casework.workdays import Unit

OWN = re.compile(r"（[^（）]*本地设定[^（）]*）")
"""What a basis says of the part that is this installation's own."""
UNITS = {Unit.WORKING_DAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.YEAR: "年"}


def lasting(family: str, on: date) -> str:
    """How long a term is that begins on a day: “10个工作日”; nothing while no rule says."""
    try:
        found = rules.time_limit(family, on)
    except rules.NoRuleInForce:
        return ""
    return f"{found.amount}{UNITS[found.unit]}" if found.amount and found.unit in UNITS else ""


def basis(family: str, on: date) -> str:
    """What a term in force on a day rests on; nothing where it is this installation's own."""
    try:
        said = rules.time_limit(family, on).legal_basis
    except rules.NoRuleInForce:
        return ""
    return "" if said.startswith("本地设定") else OWN.sub("", said)
