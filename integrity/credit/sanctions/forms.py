"""What the acts of due process ask."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from integrity.base import clock
from integrity.casework.publishing import ReleaseForm
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, Ground, ListKind
from integrity.credit.measures.models import BASIS_NAMES
from integrity.credit.offences import service as offences
from integrity.credit.offences.models import Codes
from integrity.credit.sanctions import bases, foundations, initiation, service, standards
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.documents import DOCUMENT_NAMES, Document, DocumentKind
from integrity.credit.sanctions.foundations import NoFoundation
from integrity.credit.sanctions.models import REMOVAL_NAMES, ListEntry
from integrity.pages.forms import ChosenField, DayField, PostForm
from integrity.people.accounts.models import User
from integrity.people.subjects.choosing import EVERYBODY, SubjectField
from integrity.people.subjects.models import Subject


def _reasons(label: Any, hint: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        description=hint,
        validators=[InputRequired(_l("请写明理由。")), Length(max=4000)],
    )


class WhomForm(PostForm):
    """First whom and on which list: the two decide which grounds and bases there are."""

    subject = SubjectField(_l("当事人（信用主体）"), EVERYBODY)
    kind = RadioField(
        _l("名单"),
        choices=lambda: list(LIST_NAMES.items()),
        validators=[InputRequired(_l("请选择名单。"))],
    )


class SeveralForm(PostForm):
    """First which subjects, all of one kind, and on which list."""

    kind = RadioField(
        _l("名单"),
        choices=lambda: list(LIST_NAMES.items()),
        validators=[InputRequired(_l("请选择名单。"))],
    )
    codes = TextAreaField(
        _l("当事人的统一社会信用代码"),
        description=_l("一行一个，最多五十个，须为同一类主体，依据同一份文书。"),
        validators=[InputRequired(_l("请填写代码。")), Length(max=2000)],
    )


class NominateForm(PostForm):
    """Offers only the bases in force for this subject and list, and the grounds they carry."""

    ground = ChosenField(_l("列入事由"), validators=[InputRequired(_l("请选择列入事由。"))])
    offence = SelectField(
        _l("失信行为代码"),
        default="",
        description=_l("选择属于该事由的具体行为；代码见“失信行为代码”页面。"),
    )
    scenario = SelectField(_l("工作场景"), default="")
    basis = RadioField(
        _l("列入依据"),
        description=_l("只列出现行有效、层级足够并且适用于该主体的依据。"),
        validators=[InputRequired(_l("请选择列入依据。"))],
    )
    record = SelectField(
        _l("据以列入的信用记录"),
        default="",
        description=_l("没有信用记录的，须在下面写明有法律效力的文书。"),
    )
    document_kind = SelectField(_l("文书种类"), default="")
    document_by = StringField(_l("作出文书的机关"), validators=[Length(max=200)])
    document = StringField(_l("文书名称"), validators=[Length(max=400)])
    document_number = StringField(_l("文号（案号）"), validators=[Length(max=120)])
    document_on = DayField(_l("文书日期"), description=_l("名单期限从文书日期起算。"))
    urged = StringField(
        _l("督促履行的文书"),
        description=_l("拒不履行法定义务的，写明督促履行通知的名称和文号。"),
        validators=[Length(max=400)],
    )
    urged_on = DayField(_l("督促履行日期"))
    reasons = _reasons(_l("事实和理由"))

    def __init__(self, subject: Subject, kind: ListKind, by: User, **more: Any) -> None:
        super().__init__(**more)
        self.department = by.body if initiation.department_of(by) else None
        if self.department:
            del self.document_by
        offered = bases.offered(kind, subject.kind, clock.today())
        carried = {ground for basis in offered for ground in basis.carries} - {Ground.TAX_A}
        grounds = [(ground, name) for ground, name in GROUND_NAMES.items() if ground in carried]
        self.ground.choices = grounds
        self.basis.choices = [(basis.code, _basis_words(basis)) for basis in offered]
        self._offer_codes(kind)
        if not standards.asks_for_urging(offered, clock.today()):
            del self.urged, self.urged_on
        if self.record:
            found = foundations.records_of(subject, initiation.department_of(by))
            self.record.choices = [("", _("没有")), *((str(r.id), r.summary) for r in found)]
        self.document_kind.choices = [("", _("没有")), *DOCUMENT_NAMES.items()]

    def _offer_codes(self, kind: ListKind) -> None:
        """The acts of the grounds that can be chosen, those of one group together."""
        today = clock.today()
        grounds = {ground for ground, _name in self.ground.choices}
        acts = [act for act in offences.acts(kind, today) if act.ground in grounds]
        works = offences.scenarios(kind, today)
        self.offence.choices = [("", _("不细分")), *((act.code, act.title) for act in acts)]
        self.scenario.choices = [("", _("没有")), *((work.code, work.title) for work in works)]

    @property
    def codes(self) -> Codes:
        """The act and the work that were chosen."""
        return Codes(offences.named(self.offence.data), offences.named(self.scenario.data))

    @property
    def paper(self) -> Document | None:
        """The document as typed, None without one; raises NoFoundation for half of one."""
        words = (self.document, self.document_number)
        name, number = ((field.data or "").strip() for field in words)
        made_by = self.department.name if self.department else (self.document_by.data or "").strip()
        typed = (self.document_kind.data, name, number, self.document_on.data)
        if not any(typed):
            return None
        if not all(typed) or not made_by:
            raise NoFoundation(_("请完整填写文书的种类、作出机关、名称、文号和日期。"))
        kind = DocumentKind(self.document_kind.data)
        urged = (self.urged.data or "", self.urged_on.data) if self.urged else ()
        return Document(kind, name, self.document_on.data, number, made_by, *urged)


class BatchForm(NominateForm):
    """The same for several subjects of one kind, on one paper; a record is of one alone."""

    record = None


def _basis_words(basis: ListingBasis) -> str:
    return _(
        "%(title)s：%(cited)s（%(level)s；适用于%(grounds)s）",
        title=basis.title,
        cited=basis.cited,
        level=BASIS_NAMES[basis.level],
        grounds=_("、").join(str(GROUND_NAMES[ground]) for ground in basis.carries),
    )


class StatementForm(PostForm):
    statement = _reasons(
        _l("陈述申辩"), _l("写明事实、理由和希望的处理结果；提交后不能修改，可以补充。")
    )
    said_all = BooleanField(
        _l("陈述申辩已经完毕"),
        description=_l("勾选后，可以在期限届满前终结陈述申辩程序；还要补充的，请不要勾选。"),
    )


class ReasonsForm(PostForm):
    reasons = _reasons(_l("认定理由"), _l("谁认定，谁负责；您的姓名公开，理由不公开。"))


class ConfirmForm(ReleaseForm):
    """The second decider answers for the listing, and for the text that goes public."""

    reasons = _reasons(_l("认定理由"), _l("谁认定，谁负责；您的姓名公开，理由不公开。"))


class DecideForm(ReasonsForm):
    """Offers only the measures that may be attached to this entry today."""

    measures = SelectMultipleField(
        _l("采取的措施"),
        description=_l("只列出依据现行有效，并且适用于该主体、该名单和该事由的措施。"),
    )

    def __init__(self, entry: ListEntry, **more: Any) -> None:
        super().__init__(**more)
        offered = service.offered(entry, clock.today())
        self.measures.choices = [
            (m.code, _("%(name)s（%(note)s）", name=f"{m.code} {m.name}", note=m.legal_basis))
            for m in offered
        ]
        if kept := measures.withheld(entry.case, clock.today()):
            self.measures.description = _(
                "%(offered)s下列措施与行为或者失信程度不相当，不能采用：%(others)s",
                offered=self.measures.description,
                others="".join(f"{found.name}：{found.reason}" for found in kept),
            )
        if others := measures.elsewhere(entry.case):
            names = [_("%(name)s（%(note)s）", name=m.name, note=m.organ) for m in others]
            self.measures.description = _(
                "%(offered)s下列措施由有关机关依法另行决定，不能在这里附加：%(others)s。",
                offered=self.measures.description,
                others=_("；").join(names),
            )


class RemovalForm(PostForm):
    ground = RadioField(
        _l("移出原因"),
        description=_l("信用修复、异议成立和期满各有程序，不在这里办理。"),
        choices=lambda: list(REMOVAL_NAMES.items()),
        validators=[InputRequired(_l("请选择移出原因。"))],
    )
    document = StringField(
        _l("文书名称和文号"),
        validators=[InputRequired(_l("请填写文书名称和文号。")), Length(max=400)],
    )
    why = _reasons(_l("理由"))
