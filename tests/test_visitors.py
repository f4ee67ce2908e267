"""Who asks is counted, and not kept: no address and no page is in what counts."""

import pytest
import structlog

from integrity.base import visitors
from tests.complaints.test_limits import throttled  # noqa: F401  a system whose limits are on
from tests.complaints.test_views import WRONG

ADDRESS = "203.0.113.99"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.9", True),
        ("203.0.113.9", "203.0.113.10", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.9", "203.0.113.9", True),
        ("", "", True),
    ],
)
def test_people_of_one_connection_are_one_network(one, other, same):
    assert (visitors.network(one) == visitors.network(other)) is same


def test_what_counts_names_no_address_and_no_page(throttled):  # noqa: F811
    """A key was LIMITER/127.0.0.1/complaints.new/600/1/minute: who complained and when."""
    client = throttled.test_client()
    client.environ_base["REMOTE_ADDR"] = ADDRESS
    for address in ("/", "/commitments/", "/complaints/new", "/complaints/track", "/login"):
        client.get(address)
    client.post("/complaints/track", data={"ref": "T2026-000001", "secret": WRONG})

    kept = str(visitors.limiter.storage.storage)

    assert "LIMITER/" in kept
    assert ADDRESS not in kept
    assert not [word for word in ("complaint", "track", "receipt", "site.") if word in kept]


def test_the_digest_of_a_network_is_another_one_every_day_and_for_every_purpose(app, monkeypatch):
    from integrity.base import clock
    from tests.factories import NOW

    def seen(days: int, purpose: str = "") -> str:
        monkeypatch.setattr(clock, "now", lambda: NOW.replace(day=NOW.day + days))
        with app.test_request_context(environ_base={"REMOTE_ADDR": ADDRESS}):
            return visitors.visitor(purpose)

    assert seen(0) == seen(0)
    assert len({seen(0), seen(0, "receipts"), seen(1), seen(0)}) == 4  # the salt of a day is gone


def test_the_salt_is_shared_by_all_processes_and_ends_by_itself(app, redis_url, monkeypatch):
    import redis

    monkeypatch.setitem(app.config, "REDIS_URL", redis_url)
    monkeypatch.setattr(app, "extensions", app.extensions | {"redis": redis.from_url(redis_url)})
    salts = []
    for _process in range(2):
        app.extensions.pop("salts", None)
        with app.test_request_context(environ_base={"REMOTE_ADDR": ADDRESS}):
            salts.append(visitors.visitor())
    store = redis.from_url(redis_url)
    (key,) = store.keys("integrity:salt:*")

    assert salts[0] == salts[1]
    assert 0 < store.ttl(key) <= visitors.TWO_DAYS


def test_a_proxy_that_nobody_told_of_is_warned_of_once(app, client, monkeypatch):
    """Behind the proxy that README asks for, the whole city shared ten complaints an hour."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://example.gov.cn")
    app.extensions.pop("proxies", None)
    with structlog.testing.capture_logs() as lines:
        for _ in range(2):
            client.get("/healthz", headers={"X-Forwarded-For": ADDRESS})

    warned = [line for line in lines if "PROXIES" in line["event"]]
    assert len(warned) == 1
    assert ADDRESS not in str(warned)
