"""The nightly jobs: each is a few statements over sets, and running it twice changes nothing."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from integrity.base import repeats, runs
from integrity.base.runs import Counts, Job
from integrity.casework import recounts, streams
from integrity.casework.documents import deliveries, unread
from integrity.casework.urging import service as urging
from integrity.casework.warnings import service as warnings
from integrity.credit import retention
from integrity.credit.checks import duties as check_duties
from integrity.credit.checks import trials, windows
from integrity.credit.coverage import gaps
from integrity.credit.coverage import service as coverage
from integrity.credit.coverage.gap_models import CoverageGap, GapState
from integrity.credit.coverage.tells import ASKED, GAPS
from integrity.credit.gatherings import feeding
from integrity.credit.gatherings import service as gatherings
from integrity.credit.gatherings.models import Gathering
from integrity.credit.gatherings.tells import GATHERINGS, OPENED
from integrity.credit.grading import computing as grading
from integrity.credit.measures import ledger
from integrity.credit.measures import service as measures
from integrity.credit.offers import service as offers
from integrity.credit.papers import changes
from integrity.credit.papers import records as notices
from integrity.credit.records import confirmations
from integrity.credit.records import service as records
from integrity.credit.records.models import CreditRecord
from integrity.credit.relations import spotting
from integrity.credit.rulesets import service as rulesets
from integrity.credit.sanctions import detachments, linting, measure_ends, nominations
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.stars import service as stars
from integrity.credit.tells import PROPOSED, RECORDS
from integrity.doors.importing import retention as imported
from integrity.people.messages import service as messages
from jobs.days import DAYS


def recount_deadlines(on: date, at: datetime) -> Counts:
    """Count every open due day and every open step again by the calendar as it is now."""
    counts = {model.__tablename__: recounts.recount(model, at=at) for model in recounts.models()}
    days = [day for stream in streams.registered().values() for day in stream.work.days]
    for day in (*DAYS, *days):
        name = day.column.class_.__tablename__
        counts[name] = counts.get(name, 0) + recounts.recount_day(day, at=at)
    return counts | {"steps": recounts.recount_steps()}


def post_breaches(on: date, at: datetime) -> Counts:
    """Propose a record for everything that became overdue by this day; dated by the fact."""
    counts = dict.fromkeys(streams.registered(), 0)
    known = [stream.work.missed_takeovers for stream in streams.registered().values()]
    takeovers = [missed for missed in known if missed]

    def post(name: str) -> int:
        stream = streams.named(name)
        found = stream.breaches(on)
        lasting = stream.overdue(on).with_only_columns(stream.model.id)
        counts[name] = records.post(found, on=on, at=at)
        counts[name] += records.post_again(found, lasting, on=on, at=at)
        for told in takeovers:
            counts[name] += records.post(told(name, on), on=on, at=at)
        return counts[name]

    runs.each("stream", list(counts), post)
    made = CreditRecord.posted_at == at
    messages.tell_found(RECORDS, PROPOSED, made, mark=CreditRecord.posted_at, at=at)
    return counts


def draft_notices(on: date, at: datetime) -> Counts:
    """Draft the notice of every record of which its body has not been told, and of every change of
    an entry that no decision told of; people sign them."""
    return {"drafted": notices.draft_notices(at=at), "changes": changes.draft_notices(at=at)}


def prepare_confirmations(on: date, at: datetime) -> Counts:
    """Start the clock of who must confirm what nobody objected to in time."""
    return {"prepared": confirmations.prepare(on=on)}


def nominate(on: date, at: datetime) -> Counts:
    """Nominate for a list what a confirmed record of a grave kind stands for; people decide."""
    return {"nominated": nominations.nominate_all(records.nominable(on), at=at)}


def apply_rule_sets(on: date, at: datetime) -> Counts:
    """Let a lighter rule set that begins today hold for what was decided before it."""
    return {"regraded": rulesets.apply_lenient(on=on, at=at)}


def expire(on: date, at: datetime) -> Counts:
    """End records and list entries whose period is over; every receiver is told to drop them."""
    return {
        "records": records.expire(on=on, at=at),
        "entries": sanctions.expire(on=on, at=at),
        "measures": measure_ends.tell_ended(on=on, at=at),
        "offers": offers.expire(on=on, at=at),
        "honours": stars.fall(on=on, at=at),
    }


def deliver_pushes(on: date, at: datetime) -> Counts:
    """Hand what was decided to the bodies that must apply or drop it."""
    return {"delivered": pushes.deliver(at=at)}


def urge_overdue(on: date, at: datetime) -> Counts:
    """Send 催办 for what is overdue by so many days as the rule says."""
    return {"urged": urging.remind_overdue(on=on, at=at)}


def warn(on: date, at: datetime) -> Counts:
    """Raise, keep and end the early warnings of every rule."""
    return warnings.work(on=on, at=at)


def check_measures(on: date, at: datetime) -> Counts:
    """Count what lost its legal basis, and enter it in the ledger; `flask rules check` names it."""
    entered, faults = ledger.review_all(on=on, at=at), linting.faults(on)
    counts = {"measures": len(measures.lint(on)), "attached": sum(f.number for f in faults)}
    proposed = detachments.propose_all(faults, on=on)
    return counts | {"ledger": entered, "proposed": proposed}


def reach_related(on: date, at: datetime) -> Counts:
    """Find whom entries reach through their relations, and release whom they do not any more."""
    return spotting.spot_all(on=on, at=at)


def open_gatherings(on: date, at: datetime) -> Counts:
    """Open what each body owes by the catalogue for the periods that are over, and tell it, unless
    it came by another way.
    """
    opened = gatherings.open_all(on=on, at=at)
    arrived = feeding.feed(at=at)
    owed = Gathering.state == gatherings.S.OWED
    messages.tell_found(GATHERINGS, OPENED, owed, mark=Gathering.first, at=at)
    return {"opened": opened, "arrived": arrived}


def grade_subjects(on: date, at: datetime) -> Counts:
    """Grade everybody who is supervised by the rules of the day."""
    return {"graded": grading.grade_all(on=on, at=at)}


def deem_served(on: date, at: datetime) -> Counts:
    """Take papers for served where a rule says so; the terms that service begins count from it."""
    counts = {"reminded": unread.remind(on=on, at=at), "unread": unread.give_up(on=on, at=at)}
    return counts | {"deemed": deliveries.deem(on=on, at=at)}


def match_approvals(on: date, at: datetime) -> Counts:
    """Find the checks of approvals that were reported before their check was seen."""
    return {"matched": coverage.match()}


def owe_outcomes(on: date, at: datetime) -> Counts:
    """Enter what bodies must say of the answers that they got until yesterday."""
    return {"owed": check_duties.fill(on=on)}


def ask_for_missing_checks(on: date, at: datetime) -> Counts:
    """Ask each body why approvals of months before had no check, and remind it by message."""
    asked = gaps.ask(on=on, at=at)
    owed = CoverageGap.state == GapState.ASKED
    messages.tell_found(GAPS, ASKED, owed, mark=CoverageGap.month, at=at)
    return {"asked": asked}


def sweep_forms(on: date, at: datetime) -> Counts:
    """Forget forms that were sent and that nobody sends again, and windows that are closed."""
    return {"forms": repeats.sweep(on=on), "windows": windows.sweep(at=at)} | {
        "trials": trials.sweep(on=on)
    }


def sweep_imports(on: date, at: datetime) -> Counts:
    """Erase the files of imports whose period of retention is over."""
    return imported.sweep(on=on, at=at)


def erase_words(on: date, at: datetime) -> Counts:
    """Erase the words of objections and answers whose period of retention is over."""
    return retention.erase(on=on, at=at)


JOBS = (
    Job("recount_deadlines", _l("重新计算期限"), "50 0 * * *", recount_deadlines),
    Job("post_breaches", _l("提出失信记录"), "10 1 * * *", post_breaches),
    Job("draft_notices", _l("拟制告知书"), "15 1 * * *", draft_notices),
    Job("prepare_confirmations", _l("准备待确认的记录"), "20 1 * * *", prepare_confirmations),
    Job("nominate", _l("提出列入建议"), "30 1 * * *", nominate),
    Job("apply_rule_sets", _l("适用较轻的认定标准"), "35 1 * * *", apply_rule_sets),
    Job("expire", _l("到期移出"), "40 1 * * *", expire),
    Job("reach_related", _l("核对关联人适用的措施"), "45 1 * * *", reach_related),
    Job("deliver_pushes", _l("送达推送"), "*/10 * * * *", deliver_pushes, "default"),
    Job("urge_overdue", _l("自动催办"), "50 1 * * *", urge_overdue),
    Job("warn", _l("发出和消除预警"), "55 1 * * *", warn),
    Job("owe_outcomes", _l("登记须反馈使用情况的核查结果"), "57 1 * * *", owe_outcomes),
    Job("ask_for_missing_checks", _l("提醒没有核查的办件"), "58 1 * * *", ask_for_missing_checks),
    Job("check_measures", _l("核对措施依据"), "0 2 * * *", check_measures),
    Job("open_gatherings", _l("开启信息归集的报送期"), "5 1 * * *", open_gatherings),
    Job("grade_subjects", _l("分级监管定级"), "48 1 * * *", grade_subjects),
    Job("deem_served", _l("按规则视为送达"), "55 0 * * *", deem_served),
    Job("match_approvals", _l("核对办件是否核查"), "58 1 * * *", match_approvals),
    Job("sweep_forms", _l("清理已提交表单的凭据"), "12 2 * * *", sweep_forms),
    Job("sweep_imports", _l("清理导入文件"), "15 2 * * *", sweep_imports),
    Job("erase_words", _l("删除保存期满的异议内容"), "18 2 * * *", erase_words),
)
"""The jobs of the core; every stream brings its own."""
