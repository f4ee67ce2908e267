"""Nomination by hand: first whom and for which list, then on which ground, basis and facts."""

from collections.abc import Sequence

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.measures.lists import LIST_NAMES, Ground, ListKind
from integrity.credit.sanctions import bases, nominations
from integrity.credit.sanctions.bases import NoListingBasis
from integrity.credit.sanctions.blueprint import bp
from integrity.credit.sanctions.forms import BatchForm, NominateForm, SeveralForm, WhomForm
from integrity.credit.sanctions.models import ListEntry
from integrity.pages.form_pages import form_page
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject

MOST = 50
"""Subjects of one batch: who hears the defence of more at once hears none."""


@bp.route("/sanctions/new", methods=["GET", "POST"])
@requires(Permission.SANCTIONS_NOMINATE)
def new() -> ResponseReturnValue:
    """Whom, and for which list; the nightly run nominates what confirmed records stand for."""
    form = WhomForm(subject=subjects.by_code(request.args.get("code", "")))

    def go_on() -> str:
        subject, kind = form.subject.data, ListKind(form.kind.data)
        _demand_coded(subject)
        _demand_open(subject, kind)
        return url_for("sanctions.nominate", code=subject.uscc, kind=kind)

    heading, back = _("提出列入建议"), url_for("sanctions.index")
    return form_page(form, go_on, heading=heading, submit=_("下一步"), back=back)


@bp.route("/sanctions/new/<code>/<kind>", methods=["GET", "POST"])
@requires(Permission.SANCTIONS_NOMINATE)
def nominate(code: str, kind: str) -> ResponseReturnValue:
    """The ground and the basis that fit this subject and this list, and on what it stands."""
    subject = subjects.by_code(code)
    back = url_for("sanctions.new", code=code)
    if subject is None or kind not in set(ListKind):
        return redirect(back)
    wanted = ListKind(kind)
    form = NominateForm(subject, wanted, current_user)

    def propose() -> str:
        made = _nominate(form, subject, wanted)
        db.session.flush()
        return url_for("sanctions.entry", number=made.id)

    return form_page(
        form,
        propose,
        heading=_("提出列入建议"),
        intro=_("%(name)s · %(list)s", name=subject.name, list=LIST_NAMES[wanted]),
        warning=bases.closed_to(wanted, subject.kind, clock.today()),
        submit=_("提出列入建议"),
        back=back,
        done=_("已提出列入建议。"),
    )


@bp.route("/sanctions/batch", methods=["GET", "POST"])
@requires(Permission.SANCTIONS_NOMINATE)
def batch() -> ResponseReturnValue:
    """Several subjects for one list: which ones."""
    form = SeveralForm()

    def go_on() -> str:
        kind, found = ListKind(form.kind.data), _several(form.codes.data.split())
        _demand_open(found[0], kind)
        return url_for("sanctions.nominate_several", kind=kind, code=[s.uscc for s in found])

    heading, back = _("批量提出列入建议"), url_for("sanctions.index")
    return form_page(form, go_on, heading=heading, submit=_("下一步"), back=back)


@bp.route("/sanctions/batch/<kind>", methods=["GET", "POST"])
@requires(Permission.SANCTIONS_NOMINATE)
def nominate_several(kind: str) -> ResponseReturnValue:
    """The ground, the basis and the paper that all of them have in common."""
    back, codes = url_for("sanctions.batch"), request.args.getlist("code")
    if kind not in set(ListKind) or not codes:
        return redirect(back)
    try:
        found = _several(codes)
    except Refused:
        return redirect(back)
    form, wanted = BatchForm(found[0], ListKind(kind), current_user), ListKind(kind)

    def propose() -> str:
        nominations.nominate_each(
            found,
            wanted,
            Ground(form.ground.data),
            form.reasons.data,
            basis=bases.by_code(form.basis.data),
            document=form.paper,
            codes=form.codes,
            by=current_user,
            at=clock.now(),
        )
        return url_for("sanctions.index")

    return form_page(
        form,
        propose,
        heading=_("批量提出列入建议"),
        intro=_("、").join(subject.name for subject in found),
        warning=bases.closed_to(wanted, found[0].kind, clock.today()),
        submit=_("提出列入建议"),
        back=back,
        done=_("已提出列入建议。"),
    )


def _several(codes: Sequence[str]) -> list[Subject]:
    """The subjects with these codes, in their order; raises WrongCode, Refused."""
    known = subjects.by_words(codes)
    if unknown := [code for code in codes if code not in known]:
        missing = _("、").join(unknown[:5])
        raise subjects.WrongCode(_("没有登记这些代码的主体：%(codes)s", codes=missing))
    found = list(dict.fromkeys(known[code] for code in codes))
    if len(found) > MOST:
        raise Refused(_("一次最多提出 %(most)d 个主体。", most=MOST))
    if len({subject.kind for subject in found}) > 1:
        raise Refused(_("批量提出的主体须为同一类，请分别提出。"))
    for subject in found:
        _demand_coded(subject)
    return found


def _demand_coded(subject: Subject) -> None:
    """Raise WrongCode where a list could not say by a code whom it means."""
    if not subject.uscc:
        raise subjects.WrongCode(_("该主体没有登记统一社会信用代码，不能列入名单。"))


def _demand_open(subject: Subject, kind: ListKind) -> None:
    """Raise NoListingBasis where nothing in force puts such a subject on this list."""
    if reason := bases.closed_to(kind, subject.kind, clock.today()):
        raise NoListingBasis(_("不能列入%(name)s：", name=LIST_NAMES[kind]) + reason)


def _nominate(form: NominateForm, subject: Subject, kind: ListKind) -> ListEntry:
    return nominations.nominate(
        int(form.record.data) if form.record.data else None,
        subject,
        kind,
        Ground(form.ground.data),
        form.reasons.data,
        basis=bases.by_code(form.basis.data),
        document=form.paper,
        codes=form.codes,
        by=current_user,
        at=clock.now(),
    )
