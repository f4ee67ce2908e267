"""What every fixed word of the interface means, by the name of its type in the OpenAPI document."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from integrity.base.publications.models import EVENT_NAMES
from integrity.credit.checks import candidates, outcome_models
from integrity.credit.checks import models as checks
from integrity.credit.checks.file_checks import models as file_checks
from integrity.credit.grading import models as grading
from integrity.credit.measures import lists
from integrity.credit.measures import models as measures
from integrity.credit.publicity import models as publicity
from integrity.credit.records import models as records
from integrity.credit.sanctions import annotations, tax_models, treatments
from integrity.credit.sanctions import models as sanctions
from integrity.credit.sanctions.pushes import changes
from integrity.credit.sanctions.pushes import models as pushes
from integrity.people.subjects import models as subjects
from integrity.people.subjects.kept_codes import CODE_NAMES
from integrity.streams.courts import models as courts
from integrity.streams.courts import receipts
from integrity.streams.decisions import models as decisions
from integrity.streams.lawsuits import models as lawsuits

Words = Mapping[str, Any]

VERDICTS: Words = {
    "clear": _l("已识别，没有发现名单或者记录，按正常程序办理"),
    "encourage": _l("守信激励对象，可以适用所列激励措施"),
    "caution": _l("有失信记录，谨慎办理；不适用激励措施"),
    "restrict": _l("在严重失信名单上，所列惩戒措施有法律依据，应当适用"),
    "review": _l("仅凭名称有近似主体，或者情况不全，须由人核对以后办理"),
    "unidentified": _l("没有识别出是谁，不等于没有问题，请核对代码"),
    "error": _l("这一个查询有误，没有结论"),
}
EVENTS: Words = {
    "confirm": _l("法院确认已履行或者已和解"),
    "send_back": _l("法院不认可单位自报的履行"),
    "progress": _l("报告累计已履行的金额"),
    "conduct_done": _l("应履行的行为已经完成"),
    "end_round": _l("终结本次执行程序，义务仍在"),
    "revive": _l("恢复执行"),
    "terminate": _l("义务依法消灭，终结执行"),
    "withdraw": _l("推送有误，撤回"),
    "agree": _l("达成执行和解协议"),
    "keep_part": _l("协议的下一期已经履行"),
    "deny_part": _l("协议的下一期没有履行"),
    "break_off": _l("协议不再履行，恢复执行原判决"),
    "propose_listing": _l("拟列入失信被执行人名单"),
    "drop_listing": _l("不再拟列入"),
    "list": _l("已列入失信被执行人名单"),
    "remove_listing": _l("已移出失信被执行人名单"),
}
RESULTS: Words = {
    "received": _l("新收"),
    "updated": _l("更新"),
    "unchanged": _l("与先前相同，没有变化"),
    "reported": _l("进展已受理"),
    "refused": _l("未受理，见 code 和 errors"),
}
SUIT_EVENTS: Words = {
    "lose": _l("单位败诉，裁判生效"),
    "urge": _l("督促履行"),
    "enforce": _l("执行立案"),
    "end": _l("诉讼结束"),
}
GRADES: Words = {
    "A": _l("A 级"),
    "B": _l("B 级"),
    "M": _l("M 级"),
    "C": _l("C 级"),
    "D": _l("D 级"),
}
LOADED: Words = {
    "added": _l("新收"),
    "updated": _l("更新"),
    "unchanged": _l("与先前相同，没有变化"),
}
TYPES: Mapping[str, Any] = {
    "Authorisation": checks.AUTHORISATION_NAMES,
    "CaseState": courts.STATE_NAMES,
    "Change": changes.CHANGE_NAMES,
    "Cleared": pushes.CLEARED_NAMES,
    "CreditorKind": courts.CREDITOR_NAMES,
    "DecisionKind": decisions.KIND_NAMES,
    "DecisionState": decisions.STATE_NAMES,
    "DutyKind": courts.DUTY_NAMES,
    "Ending": courts.ENDING_NAMES,
    "FactEvent": EVENT_NAMES,
    "FileState": file_checks.FILE_STATE_NAMES,
    "EntryOutcome": sanctions.OUTCOME_NAMES,
    "Inspected": measures.INSPECTED_NAMES,
    "Kind": receipts.KIND_NAMES,
    "ListKind": lists.LIST_NAMES,
    "Match": candidates.MATCH_NAMES,
    "Outcome": outcome_models.OUTCOME_NAMES,
    "OutcomeReason": outcome_models.OUTCOME_REASON_NAMES,
    "Part": pushes.PART_NAMES,
    "Pending": annotations.PENDING_NAMES,
    "PushKind": pushes.PUSH_KIND_NAMES,
    "PushOutcome": pushes.PUSH_OUTCOME_NAMES,
    "PushState": pushes.PUSH_STATE_NAMES,
    "Reason": pushes.REASON_NAMES,
    "RecordState": records.STATE_NAMES,
    "Severity": decisions.SEVERITY_NAMES,
    "Stage": lawsuits.STATE_NAMES,
    "SubjectKind": subjects.KIND_NAMES,
    "CodeKind": CODE_NAMES,
    "Layout": publicity.LAYOUT_NAMES,
    "PostingState": publicity.STATE_NAMES,
    "Annulment": publicity.ANNULMENT_NAMES,
    "EvaluationKind": grading.EVALUATION_NAMES,
    "SupervisedField": grading.FIELD_NAMES,
    "Loaded": LOADED,
    "SuitOutcome": lawsuits.OUTCOME_NAMES,
    "TaxGrade": GRADES,
    "TaxListState": tax_models.TAX_LIST_NAMES,
    "Treatment": treatments.TREATMENT_NAMES,
    "Verdict": VERDICTS,
}
"""Types that are fixed words."""
FIELDS: Mapping[str, Words] = {
    "CaseEvent.event": EVENTS,
    "CaseEvent.outcome": {str(key): name for key, name in courts.OUTCOME_NAMES.items()},
    "NumberedEvent.event": EVENTS,
    "NumberedEvent.outcome": {str(key): name for key, name in courts.OUTCOME_NAMES.items()},
    "RowAnswer.result": RESULTS,
    "SuitEvent.event": SUIT_EVENTS,
    "SuitEvent.outcome": {str(key): name for key, name in lawsuits.OUTCOME_NAMES.items()},
}
"""Fields that take some of them."""


def explain(name: str, schema: dict[str, Any]) -> None:
    """Write into the schema of a type or of its fields what each word means."""
    if "enum" in schema and name in TYPES:
        _write(schema, TYPES[name])
    for field, about in schema.get("properties", {}).items():
        known = FIELDS.get(f"{name}.{field}")
        for place in (about, *about.get("anyOf", ())) if known else ():
            if "enum" in place:
                _write(place, known)


def _write(schema: dict[str, Any], known: Any) -> None:
    said = {word: str(known[word]) for word in schema["enum"]}
    schema["x-enum-descriptions"] = said
    lines = "\n".join(f"- `{word}`: {text}" for word, text in said.items())
    schema["description"] = "\n\n".join(filter(None, (schema.get("description"), lines)))
