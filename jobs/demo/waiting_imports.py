"""Two lists that wait for somebody to confirm them, each with a row that is refused."""

import io
from datetime import date

from werkzeug.datastructures import FileStorage

from commitments import draft_imports
from commitments import imports as commitments
from integrity.base import clock
from integrity.base.db import db
from integrity.doors.importing import service
from integrity.files.exports import as_csv
from jobs.demo.participants import Participants

PROMISE = {
    "target": "12 处（示例）",
    "category": "service",
    "due_on": "2027-06-30",
    "body_text": "我单位承诺按期完成，接受监督（示例）。",
    "issuer": "示例市人民政府",
    "source_title": "示例文件",
}


def leave_waiting(players: Participants, today: date) -> None:
    """The office has sent a list of commitments, the first body one of drafts; both are checked."""
    body = players.bodies[0]
    for kind, columns, person in (
        ("commitments", commitments.IMPORTERS["commitments"].columns, players.people["office1"]),
        ("commitment-drafts", draft_imports.IMPORTER.columns, players.officer(body.id)),
    ):
        rows = [
            PROMISE | {"ref": f"SL-{number}", "body": body.name, "title": title}
            for number, title in enumerate(("改造背街小巷（示例）", "更新充电桩（示例）"))
        ]
        rows[1]["due_on"] = "明年年底"
        content = as_csv(list(columns), iter([[row.get(c, "") for c in columns] for row in rows]))
        file = FileStorage(io.BytesIO(content), "年度承诺清单（示例）.csv")
        at = clock.at(today, 9)
        upload = service.receive(kind, file, by=person, at=at)
        db.session.flush()
        service.work(upload.id, at=at)
