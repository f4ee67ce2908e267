"""Ten thousand complaints, and one of them tracked as if it were the only one."""

from time import perf_counter

import pytest
import sqlalchemy as sa

from integrity import clock
from integrity.complaints import receipts
from integrity.complaints.models import Complaint
from integrity.db import db
from tests.complaints.makers import TEXT, make_receipt
from tests.factories import NOW, make_body
from tests.statements import statements

pytestmark = pytest.mark.slow

MANY = 10_000


def tracked(client, receipt) -> tuple[int, float]:
    """Statements and the best of five times in seconds."""
    data = {"ref": receipt.complaint.ref, "secret": receipt.secret}
    client.post("/complaints/track", data=data)
    times = []
    for _ in range(5):
        with statements() as seen:
            started = perf_counter()
            assert client.post("/complaints/track", data=data).status_code == 200
            times.append(perf_counter() - started)
    return len(seen), min(times)


def test_one_of_ten_thousand_is_tracked_in_the_same_time(client):
    body = make_body()
    receipt = make_receipt(body)
    alone, seconds_alone = tracked(client, receipt)
    common = {
        "kind": "complaint", "state": "accepted", "subject_id": body.id, "text": TEXT,
        "secret_hash": receipts.HASHER.hash("示例"), "received_at": NOW,
        "accepted_on": clock.local_day(NOW),
    }  # fmt: skip
    rows = [
        common | {"ref": f"T2020-{n:06d}", "title": f"投诉 T2020-{n:06d}", "once": f"many-{n}"}
        for n in range(MANY)
    ]
    db.session.execute(sa.insert(Complaint), rows)

    among, seconds_among = tracked(client, receipt)

    print(f"tracked: {alone} statements {seconds_alone * 1000:.1f} ms alone, "
          f"{among} statements {seconds_among * 1000:.1f} ms among {MANY}")  # fmt: skip
    assert among == alone
    assert seconds_among < 3 * seconds_alone + 0.02
