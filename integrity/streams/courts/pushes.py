"""What a court says of a case."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from integrity.people.subjects.models import Subject
from integrity.streams.courts.models import CreditorKind, DutyKind
from integrity.streams.courts.numbers import key


@dataclass(frozen=True)
class CaseData:
    """What a court says about a case; amounts in yuan. No field names a natural person.

    first_case_no: the case whose enforcement is taken up again in this one (恢复执行).
    """

    case_no: str
    body: Subject
    cause: str
    owed: Decimal
    received_on: date
    creditor_kind: CreditorKind
    performed: Decimal = Decimal(0)
    note: str = ""
    duty: DutyKind = DutyKind.MONEY
    conduct: str = ""
    first_case_no: str = ""

    def columns(self) -> dict[str, Any]:
        """The same as columns of CourtCase."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["subject_id"] = values.pop("body").id
        for name in ("owed", "performed"):
            values[name] = values[name].quantize(Decimal("0.01"))
        first = values.pop("first_case_no")
        more = {"key": key(self.case_no), "first_key": key(first) if first.strip() else None}
        return values | more | {"digest": self.digest()}

    def digest(self) -> str:
        """The same content has the same digest, however its amounts were written."""
        content = {
            **{name: getattr(self, name) for name in self.__dataclass_fields__},
            "body": self.body.id,
            "owed": f"{self.owed:.2f}",
            "performed": f"{self.performed:.2f}",
        }
        if self.duty == DutyKind.MONEY:  # as it was before there were others
            del content["duty"], content["conduct"]
        if not self.first_case_no:  # as it was before one could be named
            del content["first_case_no"]
        text = json.dumps(content, default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
