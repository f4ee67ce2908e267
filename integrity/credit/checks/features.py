"""Why a subject could be meant by a name, feature by feature, and how likely that is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from rapidfuzz import fuzz

from integrity.credit.checks.queries import Asked
from integrity.people.subjects.models import KIND_NAMES, Subject
from integrity.people.subjects.name_parts import Parts, parts
from integrity.people.subjects.names import bare, key

FEATURE_NAMES = {
    "name": _l("名称"),
    "former": _l("曾用名"),
    "alias": _l("简称"),
    "region": _l("地域"),
    "number": _l("序号"),
    "form": _l("组织形式"),
    "branch": _l("分支机构"),
    "kind": _l("主体类别"),
    "decided": _l("人工核对"),
}
FORM_NAMES = {
    "shares": _l("股份有限公司"),
    "limited": _l("有限责任公司"),
    "partnership": _l("合伙企业"),
}
COSTS = {"former": 5, "region": 20, "number": 30, "form": 10, "branch": 20, "kind": 15}
"""What a feature that differs takes off a score of 100: a number more than a legal form."""


@dataclass(frozen=True)
class Feature:
    """One thing in which a candidate agrees with what was asked, or differs, in words."""

    name: str
    agrees: bool
    said: str

    def as_json(self) -> dict[str, Any]:
        return {"feature": self.name, "agrees": self.agrees, "said": self.said}


def compared(query: Asked, subject: Subject, known: str) -> tuple[int, tuple[Feature, ...]]:
    """From 1 to 100 how likely a subject is meant, and why; `known`: the key that was alike.

    What neither name says is no feature: silence agrees with everything.
    """
    likeness = round(fuzz.ratio(query.name_key, known))
    found = tuple(_features(query, subject, known, likeness))
    if any(feature.name == "branch" and not feature.agrees for feature in found):
        likeness = 100  # the name of the firm is in that of its branch
    cost = sum(COSTS.get(feature.name, 0) for feature in found if not feature.agrees)
    return max(likeness - cost, 1), found


def _features(query: Asked, subject: Subject, known: str, likeness: int) -> Iterator[Feature]:
    asked, own = parts(query.name), parts(subject.name)
    former = known not in (key(subject.name), query.firm_key)
    if bare(query.name) == bare(subject.name):
        yield Feature("name", True, _("名称一致。"))
    elif known == query.name_key and not former:
        yield Feature("name", True, _("去掉组织形式后名称一致。"))
    elif not former:
        yield Feature("name", False, _("名称相近，相似度 %(share)d%%。", share=likeness))
    elif known == query.name_key:
        said = _("现名为“%(name)s”，所填名称与其曾用名一致。", name=subject.name)
        yield Feature("former", False, said)
    else:
        said = _("现名为“%(name)s”，所填名称与其曾用名相近。", name=subject.name)
        yield Feature("former", False, said)
    yield from _held_against(asked, own, former)
    if query.kind:
        same = query.kind is subject.kind
        kinds = {"asked": KIND_NAMES[query.kind], "known": KIND_NAMES[subject.kind]}
        yield Feature("kind", same, _("所填为%(asked)s，登记为%(known)s。", **kinds))


def _held_against(asked: Parts, own: Parts, former: bool) -> Iterator[Feature]:
    """The parts of two names; those of a former name are not those of today's."""
    if asked.branch != own.branch:
        said = _("所填名称像是它的分支机构。") if asked.branch else _("它像是所填单位的分支机构。")
        yield Feature("branch", False, said)
    if former:
        return
    if asked.region and own.region:
        same = asked.region.endswith(own.region) or own.region.endswith(asked.region)
        places = {"asked": asked.region, "known": own.region}
        yield Feature("region", same, _("所填为%(asked)s，登记为%(known)s。", **places))
    if asked.numbers != own.numbers and asked.branch == own.branch:
        yield Feature("number", False, _("名称中的序号或者数字不一致。"))
    if asked.form and own.form:
        forms = {"asked": FORM_NAMES[asked.form], "known": FORM_NAMES[own.form]}
        same = asked.form == own.form
        yield Feature("form", same, _("所填为%(asked)s，登记为%(known)s。", **forms))
