"""Entering what a body decided about a natural person, who is named by number and name together.

Nobody is looked up or suggested: who is meant is sealed at once, and the decision opens for people
of its body alone.
"""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.errors import Forbidden
from integrity.base.stamps import requires
from integrity.credit.persons import service as persons
from integrity.pages.form_pages import answers, form_page
from integrity.streams.decisions import service
from integrity.streams.decisions.forms import PersonDecisionForm
from integrity.streams.decisions.permissions import DecisionsPermission as P
from integrity.streams.decisions.views import bp, stream


@bp.route("/persons/new", methods=["GET", "POST"])
@requires(P.ENTER)
def new_of_person() -> ResponseReturnValue:
    """A person of the body that decided enters it; a second one confirms."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有所属单位。"))
    form = PersonDecisionForm()

    def enter() -> str:
        said, at = answers(form), clock.now()
        document = said.pop("document")
        who = said.pop("name"), said.pop("identifier")
        subject = persons.register(*who, said["number"], by=current_user, at=at)
        made = service.enter(
            current_user.body, subject, said, by=current_user, at=at, document=document
        )
        flash(_("已登记，编号 %(ref)s。请本单位另一人核对文书后确认。", ref=made.ref), "success")
        return stream().url(made)

    return form_page(
        form,
        enter,
        heading=_("登记对自然人的决定"),
        submit=_("登记"),
        intro=_(
            "登记%(body)s依法对公务员等自然人作出的决定。不公开、不列名单；只有本单位和经授权、"
            "经同意的查询可以看到。确认以后先告知本人，异议期满没有异议的才生效。",
            body=current_user.body.name,
        ),
        back=url_for("decisions.index"),
    )
