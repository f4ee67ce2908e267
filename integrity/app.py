"""create_app(streams): wires the settings, the tools and the features into one Flask app."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from click import Command
from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from integrity import commands as core_commands
from integrity.backups.commands import backup
from integrity.base import (
    addresses,
    caching,
    db,
    errors,
    i18n,
    logs,
    metrics,
    outages,
    queue,
    repeats,
    runs,
    security,
    site_texts,
    stamps,
)
from integrity.base.config import ROOT, Settings
from integrity.base.permissions import GRANTS, merged
from integrity.base.publications import kinds as public_kinds
from integrity.base.publications.commands import verify_log
from integrity.base.runs import Job
from integrity.base.sealing.commands import audit
from integrity.casework.classing.views import bp as classing
from integrity.casework.documents import kinds, on_paper
from integrity.casework.documents import tells as served
from integrity.casework.documents.dossier.commands import dossier
from integrity.casework.documents.own import PAPERS as OWN_PAPERS
from integrity.casework.documents.views import bp as documents
from integrity.casework.streams import Stream
from integrity.casework.urging import owed
from integrity.casework.urging.papers import PAPERS as URGING_PAPERS
from integrity.casework.urging.tells import URGINGS
from integrity.casework.urging.views import bp as urging
from integrity.casework.warnings.tells import WARNINGS
from integrity.casework.warnings.views import bp as warnings
from integrity.credit import tells as credit
from integrity.credit.accountability import tells as accountable
from integrity.credit.accountability.papers import PAPERS as ACCOUNTABILITY_PAPERS
from integrity.credit.accountability.views import bp as accountability
from integrity.credit.activities.permissions import GRANTS as REGISTERS
from integrity.credit.activities.tells import ACTIVITIES
from integrity.credit.activities.views import bp as activities
from integrity.credit.assessments import tells as assessed
from integrity.credit.assessments.papers import PAPERS as ASSESSMENT_PAPERS
from integrity.credit.assessments.views import bp as assessments
from integrity.credit.cases.papers import PAPERS as CASE_PAPERS
from integrity.credit.cases.publishing import CASES as PUBLIC_CASES
from integrity.credit.cases.tells import CASES, SENDERS
from integrity.credit.cases.views import bp as cases
from integrity.credit.catalogue import tells as catalogued
from integrity.credit.catalogue.views import bp as catalogue
from integrity.credit.checks.duty_views import bp as checks
from integrity.credit.checks.file_checks.views import bp as check_files
from integrity.credit.checks.papers import PAPERS as CHECK_PAPERS
from integrity.credit.checks.tells import OUTCOMES
from integrity.credit.checks.window_views import bp as windows
from integrity.credit.corrections.views import bp as corrections
from integrity.credit.coverage.gap_views import bp as coverage
from integrity.credit.coverage.tells import GAPS
from integrity.credit.dossiers.views import bp as dossiers
from integrity.credit.gatherings import tells as gathered
from integrity.credit.gatherings.views import bp as gatherings
from integrity.credit.grading import tells as graded
from integrity.credit.grading.views import bp as grading
from integrity.credit.inspections.views import bp as inspections
from integrity.credit.matters.tells import MATTERS
from integrity.credit.matters.views import bp as matters
from integrity.credit.measures import tells as measured
from integrity.credit.measures.views import bp as measures
from integrity.credit.objections.appeal_views import bp as appeals
from integrity.credit.objections.papers import PAPERS as OBJECTION_PAPERS
from integrity.credit.objections.views import bp as objections
from integrity.credit.offers import tells as offering
from integrity.credit.offers.views import bp as offers
from integrity.credit.papers import PAPERS as CREDIT_PAPERS
from integrity.credit.periodicals.papers import PAPERS as PERIODICAL_PAPERS
from integrity.credit.periodicals.tells import PERIODICALS
from integrity.credit.periodicals.views import bp as periodicals
from integrity.credit.persons import tells as asked_about
from integrity.credit.persons.views import bp as persons
from integrity.credit.petitions.desk_views import bp as petitions
from integrity.credit.petitions.papers import PAPERS as PETITION_PAPERS
from integrity.credit.petitions.tells import PETITIONS
from integrity.credit.policies.views import bp as library
from integrity.credit.proceedings.tells import PROCEEDINGS
from integrity.credit.proceedings.views import bp as proceedings
from integrity.credit.publications import publications
from integrity.credit.publicity import tells as published
from integrity.credit.publicity.papers import PAPERS as PUBLICITY_PAPERS
from integrity.credit.publicity.views import bp as publicity
from integrity.credit.readings.tells import READINGS
from integrity.credit.readings.views import bp as readings
from integrity.credit.records.announcement_views import bp as records
from integrity.credit.relations import tells as reaching
from integrity.credit.relations.order_views import bp as relations
from integrity.credit.relations.papers import PAPERS as RELATED_PAPERS
from integrity.credit.repairs.briefing_views import bp as repairs
from integrity.credit.reports.checks_views import bp as reports
from integrity.credit.reports.papers import PAPERS as REPORT_PAPERS
from integrity.credit.rulesets import tells as rule_sets
from integrity.credit.rulesets.views import bp as rulesets
from integrity.credit.sanctions.pushes.owed import PUSHES
from integrity.credit.sanctions.views import bp as sanctions
from integrity.credit.shieldings.tells import SHIELDINGS
from integrity.credit.shieldings.views import bp as shieldings
from integrity.credit.stars import tells as honoured
from integrity.credit.stars.objection_views import bp as stars
from integrity.credit.stars.papers import PAPERS as STAR_PAPERS
from integrity.credit.tallies.permissions import GRANTS as REPORTING
from integrity.doors.api.views import bp as api
from integrity.doors.desk import tells as machine
from integrity.doors.desk.views import bp as desk
from integrity.doors.exchange import tells as exchanged
from integrity.doors.exchange.file_views import bp as exchange
from integrity.doors.importing.column_views import bp as importing
from integrity.doors.importing.tells import UPLOADS
from integrity.doors.search.views import bp as search
from integrity.doors.site.views import bp as site
from integrity.keys import keys
from integrity.pages.attachment_views import bp as files
from integrity.pages.forms import is_web_address
from integrity.people.accounts import origins, sessions
from integrity.people.accounts.views import bp as accounts
from integrity.people.messages import following, tells
from integrity.people.messages.commands import message
from integrity.people.messages.follow_views import bp as follow
from integrity.people.messages.substitutes import SUBSTITUTES
from integrity.people.messages.views import bp as messages
from integrity.people.subjects.choosing_views import bp as subjects
from integrity.people.subjects.kept_codes import marked
from integrity.serve import serve
from integrity.setup import setup
from integrity.streams.campaigns import tells as campaigning
from integrity.streams.campaigns.papers import PAPERS as CAMPAIGN_PAPERS
from integrity.streams.campaigns.views import bp as campaigns

TOLD = (
    READINGS,
    OUTCOMES,
    GAPS,
    *credit.SOURCES, *served.SOURCES, URGINGS, WARNINGS, UPLOADS, SUBSTITUTES, *machine.SOURCES,
    *graded.SOURCES,
    *campaigning.SOURCES, *accountable.SOURCES, rule_sets.RULE_SETS, *measured.SOURCES,
    *honoured.SOURCES,
    *offering.SOURCES, CASES, SENDERS, PROCEEDINGS, SHIELDINGS, *asked_about.SOURCES,
    *reaching.SOURCES,
    *catalogued.SOURCES, *gathered.SOURCES,
    MATTERS, PETITIONS,
    *published.SOURCES,
    *exchanged.SOURCES,
    PERIODICALS,
    *assessed.SOURCES,
    ACTIVITIES,
)  # fmt: skip
"""What the core tells of; every stream brings its own."""
PAPERS = (
    *STAR_PAPERS,
    *CREDIT_PAPERS, *URGING_PAPERS, *CHECK_PAPERS, *OWN_PAPERS, *OBJECTION_PAPERS,
    *CAMPAIGN_PAPERS, *ACCOUNTABILITY_PAPERS, *REPORT_PAPERS, *CASE_PAPERS,
    *RELATED_PAPERS, *PUBLICITY_PAPERS, *PERIODICAL_PAPERS, *ASSESSMENT_PAPERS,
    *PETITION_PAPERS,
)  # fmt: skip
"""The kinds of papers of the core; every stream brings its own."""
FEATURES = (
    readings,
    accounts, site, desk, records, sanctions, measures, library, offers, checks, check_files,
    objections, petitions, stars,
    appeals, repairs, proceedings, files, api, importing, subjects, messages, urging, documents,
    grading,
    dossiers, search, follow, classing, campaigns, accountability, warnings, catalogue,
    rulesets, reports, cases, persons, relations, corrections,
    inspections, matters, coverage, shieldings, gatherings,
    windows,
    publicity,
    periodicals, assessments, activities,
    exchange,
)  # fmt: skip


def create_app(
    streams: Iterable[Stream],
    commands: Iterable[Command] = (),
    jobs: Iterable[Job] = (),
    **overrides: Any,
) -> Flask:
    """The whole system for these streams; `overrides` replace settings, for tests."""
    app = Flask(
        "integrity",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "integrity" / "static"),
        instance_path=str(ROOT / "instance"),
    )
    app.ensure_sync = lambda func: func  # type: ignore[method-assign, assignment]  # none is async
    app.config.from_mapping(overrides.pop("settings", None) or Settings().flask())
    app.config.update(overrides)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["streams"] = {stream.name: stream for stream in streams}
    found = app.extensions["streams"].values()
    grants = [GRANTS, REPORTING, REGISTERS, *(stream.reach.grants for stream in found)]
    app.extensions["grants"] = merged(grants)
    app.extensions["jobs"] = runs.merged([*jobs, *chain(*(stream.work.jobs for stream in found))])
    app.extensions["followed"] = following.merged(chain(*(s.work.followed for s in found)))
    app.extensions["tells"] = tells.merged([*TOLD, *chain(*(s.work.tells for s in found))])
    papers = (*PAPERS, *chain(*(stream.work.papers for stream in found)))
    app.extensions["papers"] = kinds.merged(papers)
    app.extensions["publications"] = public_kinds.merged([*publications(found), PUBLIC_CASES])
    app.extensions["owed"] = owed.merged([PUSHES])
    app.extensions["finds"] = {s.reach.finds: s.name for s in found if s.reach.finds}
    app.extensions["on_paper"] = on_paper.merged(chain(*(s.work.on_paper for s in found)))
    _init(app)
    for blueprint in (*FEATURES, *(stream.blueprint for stream in found)):
        app.register_blueprint(blueprint)
    core_commands.init(app)
    for command in (serve, setup, audit, verify_log, backup, keys, message, dossier, *commands):
        app.cli.add_command(command)
    return app


def _init(app: Flask) -> None:
    """What every page needs, in the order in which it must see a request."""
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init(app)  # first, so that its commit runs last, when nothing reads the session any more
    caching.init(app)
    logs.init(app)
    metrics.init(app)
    addresses.init(app)
    security.init(app, sessions.load)
    app.after_request(origins.give_cookie)
    stamps.init(app)
    repeats.init(app)
    Migrate(app, db.db, directory=str(ROOT / "integrity" / "migrations"), render_as_batch=True)
    errors.init(app)
    outages.init(app)
    i18n.init(app)
    site_texts.init(app)
    app.jinja_env.tests["web_address"] = is_web_address
    app.jinja_env.filters["marked_code"] = marked
    queue.init(app)
