"""Rows of a file become licences and penalties, a set at a time.

Each set is read, put into a table that only this transaction sees, compared there with what is
known, and entered from it. What is known and says the same stays; what says something else is a
correction: a new row takes its place, and the old one stays as it was.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.bulk import fill, staged
from integrity.base.clock import local_day
from integrity.base.db import changed, db, in_batches, one_at_a_time
from integrity.casework.rules import service as rules
from integrity.credit.publicity.flow import FLOW
from integrity.credit.publicity.models import (
    IN_FORCE,
    PENALTIES,
    PERSONS,
    Layout,
    Posting,
    PostingFile,
    PostingState,
    RefusedRow,
)
from integrity.credit.publicity.reading import Facts, Reader
from integrity.files.rows import BadValue, Loaded, Row, may
from integrity.people.subjects import service as subjects
from integrity.people.subjects.kept_codes import KeptCode
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.names import spelled

S = PostingState
STAGED = (
    "line", "party_name", "party_key", "number", "item", "decided_on", "due_on", "on", "until",
    "body_id", "source_id", "said", "sealed", "digest", "corrects_id",
)  # fmt: skip
COPIED = tuple(name for name in STAGED if name != "said")
KEY = ("body_id", "number", "item", "party_key")
Place = tuple[int, str, str, str]


class Entering:
    """One file of one template, by somebody, at a moment."""

    def __init__(self, layout: Layout, by: Any, at: datetime) -> None:
        self.layout, self.by, self.at, self.on = layout, by, at, local_day(at)
        self.reader = Reader(layout, self.on)
        self.bodies: dict[str, Subject | None] = {}
        self.named: dict[tuple[str, str], bool] = {}
        self.days: dict[date, tuple[date | None, date | None]] = {}
        self.submission: PostingFile | None = None

    def load(self, rows: Sequence[Row]) -> Sequence[Loaded | BadValue]:
        """Enter a set of rows; what became of each."""
        submission = self._begun()
        done: dict[int, Loaded | BadValue] = {}
        facts = self._read(rows, done)
        table = self._staged(facts)
        known = self._known(table, submission)
        lines = {row.line: row for row in rows}
        changed_ids = []
        for line, number, digest, state, theirs, place in known:
            fact = facts[line][0]
            if theirs == submission.id:
                done[line] = BadValue("", _("与第 %(line)s 行重复。", line=place))
            elif digest == fact.digest:
                done[line] = Loaded.UNCHANGED
            elif state is not S.STANDING:
                done[line] = BadValue("", _("已有待核实的撤销或者变更，不能用文件更正。"))
            else:
                changed_ids.append((line, number))
                done[line] = Loaded.UPDATED
        self._note_differences(lines, facts, changed_ids)
        self._correct(table, changed_ids)
        self._enter(table, submission, [n for n in done if done[n] is not Loaded.UPDATED])
        return [done.get(row.line, Loaded.ADDED) for row in rows]

    def finish(self, report: Any) -> None:
        """Keep what became of the rows, by count, and why some were refused."""
        found = self._begun()
        found.rows, found.added, found.updated = report.rows, report.added, report.updated
        found.unchanged, found.refused = report.unchanged, len(report.rejected)
        mine = (Posting.file_id == found.id, Posting.on > Posting.due_on)
        fresh = Posting.corrects_id.is_(None)
        counted = sa.select(sa.func.count()).select_from(Posting).where(*mine, fresh)
        found.late = db.session.scalar(counted) or 0
        refused = ((found.id, r.line, r.sentence) for r in report.rejected)
        names: Any = RefusedRow.__table__
        db.session.flush()
        fill(names, ("file_id", "line", "why"), refused)
        audit.write(found, "submit", by=self.by, at=self.at, **report.counts())

    def _begun(self) -> PostingFile:
        """The file's own row; two files of a template enter one after the other."""
        if self.submission is None:
            one_at_a_time(f"postings {self.layout}")
            self.submission = PostingFile(
                layout=self.layout,
                body_id=getattr(self.by, "body_id", None),
                by_id=self.by.id,
                by_name=self.by.name,
                at=self.at,
                on=self.on,
            )
            db.session.add(self.submission)
            db.session.flush()
        return self.submission

    def _read(
        self, rows: Sequence[Row], done: dict[int, Loaded | BadValue]
    ) -> dict[int, tuple[Facts, int, int]]:
        """What each row says that nothing is wrong with, with its two bodies; the rest is done."""
        read: dict[int, Facts] = {}
        self.reader.meet(rows)
        for row in rows:
            try:
                read[row.line] = self.reader.read(row)
            except BadValue as fault:
                done[row.line] = fault
        self._meet(code for facts in read.values() for code in (facts.body_code, facts.source_code))
        found: dict[int, tuple[Facts, int, int]] = {}
        first: dict[Place, int] = {}
        for line, facts in read.items():
            try:
                body = self._body(*self.reader.organ, facts.body_code, facts.body_name)
                source = self._body(*self.reader.source, facts.source_code, facts.source_name)
                self._demand_right(body, source)
            except BadValue as fault:
                done[line] = fault
                continue
            place = (body.id, facts.number, facts.item, facts.party_key)
            if place in first:
                done[line] = BadValue("", _("与第 %(line)s 行重复。", line=first[place]))
                continue
            first[place] = line
            found[line] = (facts, body.id, source.id)
        return found

    def _meet(self, codes: Iterable[str]) -> None:
        """Look up the bodies that were not seen yet."""
        fresh = {code for code in codes if code not in self.bodies}
        known = subjects.by_codes(fresh) if fresh else {}
        self.bodies.update({code: known.get(code) for code in fresh})

    def _body(self, key: str, code_key: str, code: str, name: str) -> Subject:
        """The body with a code, if it is called so; raises BadValue."""
        found = self.bodies[code]
        if found is None or found.kind is not SubjectKind.BODY:
            raise BadValue(code_key, _("没有登记使用这个代码的机关或者单位。"))
        if (code, name) not in self.named:
            same = spelled(found.name) == spelled(name)
            self.named[code, name] = same or subjects.by_words([name]).get(name) == found
        if not self.named[code, name]:
            raise BadValue(key, _("名称与代码不符，这个代码登记的是“%(name)s”。", name=found.name))
        return found

    def _demand_right(self, body: Subject, source: Subject) -> None:
        """A body sends what it decided, or gathered; the office and the command line for all."""
        if not may(self.by, self.reader.permission, Sent({body.id, source.id})):
            raise BadValue(self.reader.organ[1], _("只能报送本单位作出或者归集的决定。"))

    def _staged(self, facts: dict[int, tuple[Facts, int, int]]) -> sa.Table:
        columns = [
            sa.Column(name, sa.Date if name in DAYS else sa.Integer if name in NUMBERS else sa.Text)
            for name in STAGED
        ]
        table = staged("staged_posting", *columns)
        fill(
            table,
            STAGED,
            (
                (
                    line, f.party_name, f.party_key, f.number, f.item, f.decided_on,
                    self._days(f)[0], self.on, f.until or self._days(f)[1],
                    body, source, f.said, f.sealed, f.digest, None,
                )
                for line, (f, body, source) in facts.items()
            ),
        )  # fmt: skip
        return table

    def _days(self, facts: Facts) -> tuple[date | None, date | None]:
        """By when it had to be disclosed, and until when it is shown at most."""
        on = facts.decided_on
        if on not in self.days:
            self.days[on] = due(on), last_day(self.layout, on)
        return self.days[on]

    def _known(self, table: sa.Table, submission: PostingFile) -> list[Any]:
        """The rows of this set that are known: their lines, and what is known of them."""
        same = [getattr(Posting, name) == table.c[name] for name in KEY]
        wanted = sa.select(
            table.c.line, Posting.id, Posting.digest, Posting.state,
            Posting.file_id, Posting.line,
        )  # fmt: skip
        same += [Posting.layout == self.layout, Posting.state.in_(IN_FORCE)]
        return list(db.session.execute(wanted.join(Posting, sa.and_(*same))))

    def _note_differences(
        self, lines: dict[int, Row], facts: dict[int, Any], ids: Sequence[tuple[int, int]]
    ) -> None:
        """Cell by cell what a correction changes; what is about a person is not told."""
        for some in in_batches(ids):
            wanted = sa.select(Posting.id, Posting.said)
            found = wanted.where(Posting.id.in_([number for _line, number in some]))
            old: dict[int, Any] = dict(db.session.execute(found).all())
            for line, number in some:
                lines[line].differences(*self.reader.compared(old[number], facts[line][0]))

    def _correct(self, table: sa.Table, ids: Sequence[tuple[int, int]]) -> None:
        """End the rows that are succeeded; their successors keep the day of the first one."""
        for some in in_batches(ids):
            numbers = [number for _line, number in some]
            these = Posting.id.in_(numbers)
            FLOW.go_all(Posting, "correct", these, by=self.by, at=self.at)
            days = sa.select(Posting.id, Posting.on).where(these)
            known = dict(db.session.execute(days).all())
            for line, number in some:
                said = {"corrects_id": number, "on": known[number]}
                db.session.execute(sa.update(table).where(table.c.line == line).values(said))

    def _enter(self, table: sa.Table, submission: PostingFile, left: Sequence[int]) -> None:
        """Everything that is staged but these lines becomes a row, and an event of the log."""
        for some in in_batches(left):
            db.session.execute(sa.delete(table).where(table.c.line.in_(some)))
        called = sa.select(Subject.id).where(Subject.uscc == table.c.party_key)
        formerly = sa.select(KeptCode.subject_id).where(KeptCode.code == table.c.party_key)
        party = sa.func.coalesce(called.scalar_subquery(), formerly.scalar_subquery())
        person = self.layout in PERSONS
        made: dict[str, Any] = {
            "layout": sa.literal(self.layout, Posting.layout.type),
            "state": sa.literal(S.STANDING, Posting.state.type),
            "public": sa.literal(not person),
            "party_id": sa.null() if person else party,
            "file_id": sa.literal(submission.id),
            "said": _as_json(table.c.said),
            **{name: table.c[name] for name in COPIED},
        }
        rows = sa.select(*(value.label(name) for name, value in made.items()))
        table_of: Any = Posting.__table__
        changed(sa.insert(table_of).from_select(list(made), rows, include_defaults=True))
        mine = sa.select(Posting.id).where(
            Posting.file_id == submission.id,
            Posting.line.in_(sa.select(table.c.line)),
        )
        audit.write_all(
            mine, Posting.__tablename__, "import",
            source="", target=S.STANDING, by=self.by, at=self.at,
        )  # fmt: skip


DAYS = ("decided_on", "due_on", "on", "until")
NUMBERS = ("line", "body_id", "source_id", "corrects_id")


class Sent:
    """Whose a row of a file is."""

    def __init__(self, parties: set[int]) -> None:
        self.parties = parties


def due(decided_on: date) -> date | None:
    """The last of the seven working days; None before there was a rule."""
    try:
        return rules.due("DOUBLE-PUB", decided_on).due_on
    except rules.NoRuleInForce:
        return None


def last_day(layout: Layout, decided_on: date) -> date | None:
    """Until when a penalty is shown where its body does not say: as long as any rule allows."""
    for family in ("REP-SEVERE-MAX", "REP-MAX") if layout in PENALTIES else ():
        try:
            return rules.period_end(family, decided_on)
        except rules.NoRuleInForce:
            continue
    return None


def _as_json(column: sa.Column[Any]) -> Any:
    """What stands in a column of text, as the database keeps JSON."""
    if db.engine.dialect.name == "postgresql":
        return sa.cast(column, sa.JSON)
    return sa.type_coerce(column, sa.JSON)
