"""Where a body publishes its list of powers and duties (权力和责任清单): the office or it says."""

from dataclasses import replace
from functools import partial

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework.acts import Act, perform
from integrity.doors.site.blueprint import bp
from integrity.pages.forms import PostForm
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind


class DutiesForm(PostForm):
    url = StringField(
        _l("清单网址"),
        description=_l("以 https:// 或者 http:// 开头；清空则不再显示。"),
        validators=[Length(max=500)],
        render_kw={"inputmode": "url"},
    )


DUTIES = Act(_l("登记权力和责任清单"), subjects.publish_duties, DutiesForm)


@bp.route("/bodies/<slug>/duties", methods=["GET", "POST"])
@requires(Permission.DUTIES_LINK)
def duties(slug: str) -> ResponseReturnValue:
    """Say where a body publishes its list, or that it does no longer."""
    body = _body(slug)
    demand(Permission.DUTIES_LINK, body)

    act = replace(DUTIES, form=partial(DutiesForm, url=body.duties_url))
    back = url_for("site.body", slug=slug)
    return perform(act, body, back=back, intro=_("单位：%(name)s", name=body.name))


def _body(slug: str) -> Subject:
    found = db.session.scalars(
        sa.select(Subject).where(Subject.slug == slug, Subject.kind == SubjectKind.BODY)
    ).first()
    if found is None or not found.public or found.merged_into_id:
        raise NotFound
    return found
