"""Setting up a platform, and the work with each: send, fetch, compare; one at a time."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db, release
from integrity.base.errors import Refused
from integrity.base.outbox import LEASE, WAITS
from integrity.casework.rules import service as rules
from integrity.credit.catalogue import service as catalogue
from integrity.credit.catalogue.models import Sharing
from integrity.doors.exchange import comparing, incoming, outgoing
from integrity.doors.exchange.connectors import Manifest, connectors
from integrity.doors.exchange.lines import Line
from integrity.doors.exchange.models import Direction, ExchangedRow, Platform
from integrity.doors.exchange.models import RowState as S
from integrity.doors.exchange.sources import SHARED
from integrity.pages.forms import is_web_address
from integrity.people.messages.calls import new_secret
from integrity.people.messages.letters import Away, Undeliverable
from integrity.people.messages.letters import Refused as RefusedCall
from integrity.people.subjects import identifiers

FAULTS = (Away, RefusedCall, Undeliverable, KeyError, TypeError, ValueError, sa.exc.DataError)
"""What a platform may do wrong: not answer, refuse, or answer something else than agreed."""


class WrongPlatform(Refused):
    """No address that can be called, an item that is not shared, or nothing to pause or resume."""

    title = _l("平台设置有误")


def add(
    connector: str, name: str, url: str, items: str, *, by: audit.Actor, at: datetime
) -> tuple[Platform, str]:
    """Exchange with a platform from now on; gives its secret too, which is shown once.

    Raises WrongPlatform.
    """
    url, codes, text = _address(url, connector), _codes(items), new_secret()
    made = Platform(
        connector=connector, name=name.strip(), url=url, items=codes, sealed=identifiers.seal(text)
    )
    db.session.add(made)
    db.session.flush()
    audit.write(made, "add_platform", by=by, at=at, items="、".join(codes))
    return made, text


def edit(
    platform: Platform, name: str, url: str, items: str, *, by: audit.Actor, at: datetime
) -> None:
    """Call it otherwise, elsewhere, or exchange other items with it. Raises WrongPlatform.

    Of an item that is new all that is public already goes; of one that is none of theirs any more
    nothing goes but removals.
    """
    url, codes = _address(url, platform.connector), _codes(items)
    if set(codes) - set(platform.items):
        platform.read_until = -1
    platform.name, platform.url, platform.items = name.strip(), url, codes
    audit.write(platform, "edit_platform", by=by, at=at, items="、".join(codes))


def rotate(platform: Platform, *, by: audit.Actor, at: datetime) -> str:
    """Another secret, which is shown once; the old one signs too for as long as the rule says."""
    text, days = new_secret(), rules.number("LOCAL-PLATFORM-OVERLAP", local_day(at))
    platform.old_sealed, platform.old_until = platform.sealed, at + timedelta(days=days)
    platform.sealed = identifiers.seal(text)
    audit.write(platform, "rotate_platform", by=by, at=at)
    return text


def pause(platform: Platform, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Neither send nor fetch until it goes on. Raises WrongPlatform."""
    if platform.paused_at is not None:
        raise WrongPlatform(_("交换已经暂停。"))
    platform.paused_at = at
    audit.write(platform, "pause_platform", by=by, at=at, why=why)


def resume(platform: Platform, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Go on where it stopped, at once. Raises WrongPlatform."""
    if platform.paused_at is None:
        raise WrongPlatform(_("交换没有暂停。"))
    platform.paused_at = platform.next_at = None
    audit.write(platform, "resume_platform", by=by, at=at, why=why)


def _address(url: str, connector: str) -> str:
    """Where it is called; one that takes files has no address. Raises WrongPlatform."""
    if not connectors()[connector].is_called:
        return ""
    if not is_web_address(url.strip()) or "@" in url:
        raise WrongPlatform(
            _("请填写 https:// 或者 http:// 开头的完整地址，不能含有用户名和密码。")
        )
    return url.strip()


def _codes(typed: str) -> list[str]:
    """The codes of catalogue items that may be shared. Raises WrongPlatform."""
    codes = list(dict.fromkeys(typed.replace("，", " ").replace(",", " ").split()))
    for code in codes:
        item = catalogue.newest(code)
        if item is None:
            raise WrongPlatform(_("目录中没有事项 %(code)s。", code=code))
        if item.sharing is Sharing.NONE:
            raise WrongPlatform(_("目录规定事项 %(code)s 不予共享。", code=code))
    if not codes:
        raise WrongPlatform(_("请填写目录事项的编号。"))
    return codes


def exchange(now: Callable[[], datetime]) -> Counter[str]:
    """Send to and fetch from every platform that is not paused and may be tried again."""
    done: Counter[str] = Counter()
    for number in _due(now()):
        done += _worked(number, now, _exchanged)
    return done


def compare(now: Callable[[], datetime]) -> Counter[str]:
    """Compare what each platform holds with what is exchanged with it; what it lacks goes again."""
    done: Counter[str] = Counter()
    for number in _due(now()):
        done += _worked(number, now, _compared)
    return done


def _due(at: datetime) -> Sequence[int]:
    wanted = sa.select(Platform.id).where(
        Platform.paused_at.is_(None), sa.or_(Platform.next_at.is_(None), Platform.next_at <= at)
    )
    return db.session.scalars(wanted.order_by(Platform.id)).all()


Work = Callable[[Platform, Manifest, Line, Callable[[], datetime]], Counter[str]]


def _worked(number: int, now: Callable[[], datetime], work: Work) -> Counter[str]:
    """Work with one platform if nobody else is at it; what it does wrong stops no other."""
    at = now()
    free = sa.or_(Platform.lease_until.is_(None), Platform.lease_until < at)
    taken = sa.update(Platform).where(Platform.id == number, free)
    if not changed(taken.values(lease_until=at + LEASE)):
        return Counter()
    release()
    db.session.expire_all()
    platform = db.session.get_one(Platform, number)
    line = Line(platform.url, platform.secrets(at))
    try:
        done = work(platform, connectors()[platform.connector], line, now)
        _end(number, failures=0, error="", next_at=None)
    except FAULTS as fault:
        db.session.rollback()
        failures = db.session.get_one(Platform, number).failures + 1
        wait = WAITS[min(failures, len(WAITS)) - 1]
        said = f"{type(fault).__name__}: {fault}"[:200]
        _end(number, failures=failures, error=said, next_at=now() + wait)
        done = Counter(failed=1)
    release()
    return done


def _end(number: int, *, failures: int, error: str, next_at: datetime | None) -> None:
    said = {"failures": failures, "error": error, "next_at": next_at, "lease_until": None}
    changed(sa.update(Platform).where(Platform.id == number).values(**said))


def _exchanged(
    platform: Platform, connector: Manifest, line: Line, now: Callable[[], datetime]
) -> Counter[str]:
    if connector.direction is Direction.IN:
        fetches = connector.pull is not None
        return Counter(fetched=incoming.pull(platform, connector, line, now) if fetches else 0)
    while outgoing.queue(platform, at=now()):
        release()
    for source in SHARED:
        outgoing.queue_shared(platform, source, at=now())
    if not connector.is_called:
        return Counter()
    return Counter(sent=outgoing.push(platform, connector, line, now))


def _compared(
    platform: Platform, connector: Manifest, line: Line, now: Callable[[], datetime]
) -> Counter[str]:
    if connector.held is None:
        return Counter()
    number, codes = platform.id, list(platform.items)
    found: dict[str, dict[str, Any]] = {}
    for code in codes:
        release()
        with comparing.kept(connector.held(line, code)) as held:
            found[code] = comparing.differences(number, code, held, connector.direction)
    here = db.session.get_one(Platform, number)
    here.differences, here.compared_at = found, now()
    return Counter(differences=sum(one["all"] for one in found.values()))


def at_fault(at: datetime) -> Sequence[Platform]:
    """Platforms of which somebody must know: the last try failed, or rows were refused."""
    refused = sa.exists().where(
        ExchangedRow.platform_id == Platform.id, ExchangedRow.standing == S.REFUSED
    )
    behind = sa.and_(Platform.failures > 0, Platform.next_at.is_not(None))
    wanted = sa.select(Platform).where(Platform.paused_at.is_(None), sa.or_(behind, refused))
    return db.session.scalars(wanted.order_by(Platform.id)).all()


def counts(platform: Platform) -> dict[S, int]:
    """How many rows stand how."""
    wanted = sa.select(ExchangedRow.standing, sa.func.count()).group_by(ExchangedRow.standing)
    found = db.session.execute(wanted.where(ExchangedRow.platform_id == platform.id))
    return dict(map(tuple, found))  # type: ignore[arg-type]
