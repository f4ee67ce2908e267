"""Reading queries: each stands alone, and a broken one spoils only itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from integrity.base.errors import Refused
from integrity.base.i18n import N_
from integrity.files.spellings import has_identity_number, visible
from integrity.people.subjects import identifiers, service
from integrity.people.subjects.models import SubjectKind
from integrity.people.subjects.names import firm_of, key

LIMIT = 1000
KEY_LENGTH = 100


class WrongQuery(Refused):
    """One query cannot be answered."""


class WrongBatch(Refused):
    """The batch as a whole cannot be answered."""


class BatchTooLarge(WrongBatch):
    """More queries than one check may have."""

    status = 413


class Query(BaseModel):
    """Who is asked about: an exact code decides, a name alone gives candidates for review."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: str | None = Field(
        None,
        max_length=60,
        description=N_("统一社会信用代码；kind 为 person 时为居民身份证号码（不保存）"),
    )
    name: str | None = Field(
        None,
        max_length=200,
        description=N_("名称；仅有名称时结论至多为 review；自然人须同时提供姓名"),
    )
    kind: SubjectKind | None = Field(None, description=N_("主体类别"))


@dataclass(frozen=True)
class Asked:
    """A query that can be answered: by a code, by a digest of a person's identifier, or by name.

    A person is meant only by number and `name` together. `written` is a code that was kept though
    it breaks the rule, where it is not simply `uscc`.
    """

    uscc: str | None = None
    digest: str | None = None
    name: str = ""
    kind: SubjectKind | None = None
    written: str = ""

    @property
    def name_key(self) -> str:
        return key(self.name) if self.name and not self.digest else ""

    @property
    def firm_key(self) -> str:
        """The key of the firm whose branch the name seems to be, "" when it seems none."""
        return "" if self.digest else firm_of(self.name)

    def as_json(self) -> dict[str, str]:
        """What was asked, as the receipt repeats it; of a person only that it was one."""
        said = {
            "code": self.written or self.uscc,
            "name": "" if self.digest else self.name,
            "kind": self.kind,
        }
        return {name: str(value) for name, value in said.items() if value}

    @property
    def by_name_only(self) -> bool:
        return self.uscc is None and self.digest is None


def check_batch(queries: Mapping[str, Any]) -> None:
    """Raise WrongBatch, BatchTooLarge unless there are 1 to 1,000 queries with usable keys."""
    if not queries:
        raise WrongBatch(_("至少要有一个查询。"))
    if len(queries) > LIMIT:
        raise BatchTooLarge(_("一次最多查询 %(limit)d 个主体。", limit=LIMIT))
    if any(not name or len(name) > KEY_LENGTH for name in queries):
        raise WrongBatch(_("查询的键须为 1 至 %(length)d 个字符。", length=KEY_LENGTH))


def read(raw: Any) -> Asked:
    """One query; raises WrongQuery."""
    if _is_bare(raw):
        return Asked(uscc=raw["code"])
    try:
        query = Query.model_validate(raw)
    except ValidationError as wrong:
        places = _("、").join(
            sorted({str(e["loc"][0]) if e["loc"] else "—" for e in wrong.errors()})
        )
        raise WrongQuery(_("查询内容不正确：%(places)s", places=places)) from None
    name = visible(query.name or "")
    if not query.code and not name:
        raise WrongQuery(_("请提供代码或者名称。"))
    if has_identity_number(name):
        raise WrongQuery(_("名称中不要填写身份证号码。"))
    if not query.code:
        if query.kind is SubjectKind.PERSON:
            raise WrongQuery(_("自然人只能凭姓名和身份证号码核查。"))
        return Asked(name=name, kind=query.kind)
    code = identifiers.normalised(query.code)
    if query.kind is not SubjectKind.PERSON and identifiers.is_uscc(code):
        return Asked(uscc=code, name=name, kind=query.kind)
    if query.kind in (None, SubjectKind.PERSON) and identifiers.is_resident_identifier(code):
        if not name:
            raise WrongQuery(_("核查自然人须同时填写完整的姓名和身份证号码。"))
        return Asked(digest=identifiers.digest(code), name=name, kind=SubjectKind.PERSON)
    return _by_kept_code(code, name, query.kind)


def _by_kept_code(code: str, name: str, kind: SubjectKind | None) -> Asked:
    """A query by a code that somebody looked at and kept though it breaks the rule.

    Raises WrongQuery.
    """
    odd = kind is not SubjectKind.PERSON and identifiers.kind_of(code)
    kept = service.by_code(code) if odd else None
    if kept is None:
        raise WrongQuery(_("代码不正确，请核对。"))
    return Asked(uscc=kept.uscc, name=name, kind=kind or kept.kind, written=code)


def _is_bare(raw: Any) -> bool:
    """Whether it is nothing but a right code, as most of what comes, a thousand at a time."""
    if not isinstance(raw, dict) or len(raw) != 1:
        return False
    code = raw.get("code")
    return isinstance(code, str) and len(code) == 18 and identifiers.is_uscc(code)
