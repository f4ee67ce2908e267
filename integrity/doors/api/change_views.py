"""The feed of everything public that changed, by its index in the public log, never by time."""

from datetime import datetime

import sqlalchemy as sa
from pydantic import BaseModel, Field

from integrity.base import addresses
from integrity.base.i18n import N_
from integrity.base.publications.models import FactEvent, PublicFact
from integrity.base.stamps import public
from integrity.doors.api.admission import bp
from integrity.doors.api.asking import Paged
from integrity.doors.api.contract import contract
from integrity.doors.api.paging import Page, page


class PublicChange(BaseModel):
    """A row of the public log; of what is public no more only the hash is left."""

    index: int = Field(description=N_("公开日志的序号，从 0 起，没有缺号"))
    at: datetime
    kind: str = Field(description=N_("公开事项的类别，例如 commitments、records、entries"))
    event: FactEvent
    address: str
    url: str
    content: str | None = Field(description=N_("当时公开的内容，一段 JSON 文字；已撤下的为 null"))
    salt: str | None
    words: str = Field(description=N_("SHA-256(salt + content)；撤下的一行为空"))
    leaf: str = Field(description=N_("这一行的叶子哈希（RFC 6962）"))


class ChangePage(Page):
    items: list[PublicChange]


@bp.get("/v1/changes")
@public
@contract(N_("公开信息的变动，按序号"), answers=ChangePage, asks=Paged)
def change_list(asked: Paged) -> ChangePage:
    """Rows after an index: `after` is the last index that you have, or a cursor."""
    rows, following = page(sa.select(PublicFact), PublicFact.number, asked)
    return ChangePage(items=[_change(fact) for fact in rows], next=following)


def _change(fact: PublicFact) -> PublicChange:
    return PublicChange(
        index=fact.number,
        at=fact.at,
        kind=fact.kind,
        event=fact.event,
        address=fact.address,
        url=addresses.under(fact.address),
        content=fact.content,
        salt=fact.salt.hex() if fact.salt else None,
        words=fact.words.hex(),
        leaf=fact.leaf.hex(),
    )
