"""The blueprint whose pages the modules beside this one add, and the menu above every page."""

from operator import attrgetter

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from integrity.casework.streams import Place, registered

bp = Blueprint("site", __name__)
MENU = (
    Place("/overdue/", _l("逾期"), 30),
    Place("/bodies/", lazy_pgettext("nav", "单位"), 40),
    Place("/lists/serious/", lazy_pgettext("nav", "名单"), 50),
    Place("/measures/", lazy_pgettext("nav", "措施"), 70),
)
"""The pages of the core; every stream brings its own."""


@bp.app_template_global()
def menu() -> list[Place]:
    """The public pages in the menu, in their order."""
    own = (place for stream in registered().values() for place in stream.reach.menu)
    return sorted((*MENU, *own), key=attrgetter("order"))
