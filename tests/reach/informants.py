"""What somebody unknown reported to one side, and of its firm."""

import io
from typing import Any

from werkzeug.datastructures import FileStorage

from integrity.base.permissions import Role
from integrity.casework.informants import evidence
from integrity.streams.complaints.contacts import CONTACTS
from integrity.streams.tips.contacts import CONTACTS as TIP_CONTACTS
from tests.complaints.makers import make_accepted, make_complaint
from tests.complaints.test_evidence import with_file
from tests.factories import NOW, make_user
from tests.tips.makers import invited, make_tip

WHY = "示例：回执无人查看，需要核对现场情况。"
INFORMANT_NUMBERED = {
    "contact_requests": ("complaints.contact_request",),
    "tip_requests": ("tips.contact_request",),
}


def make_complaints(side: Any) -> None:
    filed, evidence = with_file(side.body)
    accepted = make_accepted(side.body)
    filed.text = accepted.text = side.secret
    asked = CONTACTS.ask(make_complaint(side.body), WHY, by=make_user(Role.OFFICE), at=NOW)
    side.things |= {"complaints": [filed, accepted], "contact_requests": [asked]}
    side.things["complaint_files"] = [(filed, evidence)]
    side.things["files"].append(evidence)


def make_tips(side: Any) -> None:
    kept = evidence.keep(FileStorage(io.BytesIO(side.secret.encode()), "示例.txt"))
    tip, others = make_tip(side.body, files=[kept]), invited(make_tip(firm=side.firm))
    others.text = tip.text = side.secret
    asked = TIP_CONTACTS.ask(make_tip(side.body), WHY, by=make_user(Role.OFFICE), at=NOW)
    side.things |= {"tips": [tip, others], "tip_requests": [asked]}
    side.things["tip_files"] = [(tip, evidence.of(tip, ())[0])]
