"""Home, the language, and what machines ask: alive, ready, robots."""

import hmac

from flask import (
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from integrity.base import clock
from integrity.base.errors import NotFound
from integrity.base.i18n import COOKIE, LOCALES
from integrity.base.security import limiter, safe_next
from integrity.base.stamps import public
from integrity.casework import figures
from integrity.doors.site import (  # noqa: F401  they add pages
    body_views,
    change_views,
    column_views,
    compare_views,
    data_views,
    deadline_views,
    delay_views,
    embed_views,
    front,
    help_views,
    keeping_views,
    key_field_views,
    log_views,
    metrics,
    overdue_views,
    powers_list_views,
    readiness,
    repair_rule_views,
    rule_views,
    setup_views,
    snapshot_views,
)
from integrity.doors.site.blueprint import bp

NEWEST = 5
YEAR = 365 * 86400
ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /login
Disallow: /search/
Disallow: /account
Disallow: /complaints/track
Disallow: /tips/track
Disallow: /api/
"""


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    now, today = clock.now(), clock.today()
    links = {
        "overdue": url_for("site.overdue"),
        "in_time": url_for("site.definitions"),
        "bodies": url_for("site.body_list", overdue="y"),
        "soon": url_for("site.definitions"),
    }
    return render_template(
        "site/home.html",
        headlines=figures.headlines(today, links),
        years=front.year(today, now),
        meaning=front.meaning(),
        due_next=front.due_next(today, NEWEST),
        kept=front.kept_lately(NEWEST),
        late=front.late_lately(today, NEWEST),
        streets=front.streets(),
        fields=front.fields(),
        as_of=now,
        year=today.year,
    )


@bp.get("/language")
@public
def language() -> ResponseReturnValue:
    """Keep the chosen language for a year and go back to the page; it is a link."""
    chosen = request.args.get("locale", "")
    if chosen not in LOCALES:
        raise NotFound
    response = make_response(
        redirect(safe_next(request.args.get("next"), url_for("site.home")), 303)
    )
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


@bp.get("/healthz")
@public
@limiter.exempt
def healthz() -> ResponseReturnValue:
    """Alive: asks neither the database nor the queue."""
    return jsonify(alive=True)


@bp.get("/readyz")
@public
@limiter.exempt
def readyz() -> ResponseReturnValue:
    """Whether the database answers in the right schema, the keys are there, the queue takes."""
    answers = readiness.answers()
    return jsonify(answers), 200 if False not in answers.values() else 503


@bp.get("/metrics")
@public
@limiter.exempt
def metric_page() -> ResponseReturnValue:
    """What a monitor reads that shows METRICS_TOKEN; without that setting there is no such page."""
    wanted = current_app.config["METRICS_TOKEN"]
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not wanted or not hmac.compare_digest(shown.encode(), wanted.encode()):
        raise NotFound
    return Response(metrics.exposition(), mimetype=CONTENT_TYPE_PLAIN_0_0_4)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    return Response(ROBOTS, mimetype="text/plain")
