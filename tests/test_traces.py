"""Traces of persons in words: found with their place, and put out of what is published."""

from pathlib import Path

import pytest

from integrity.files.traces import TraceKind, masked, traces
from tests.checks.makers import make_identifier

NUMBER = make_identifier(815)
PLAIN = [
    "拒不履行还款义务，经催告仍未履行，欠款120000.50元。",
    "（2026）鲁01执123号执行裁定书认定，合同编号示例2026第17号。",
    "方案未按期完成，方便群众的承诺没有兑现；安全生产许可证被吊销。",
    "统一社会信用代码91370100MA3C5E1X0X，2026年11月21日至2027年3月1日。",
]


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("法定代表人张示例，", TraceKind.NAME, "张示例"),
        ("由王先生反映", TraceKind.NAME, "王"),
        ("电话13800138000", TraceKind.PHONE, "13800138000"),
        ("请拨0531-88888888。", TraceKind.PHONE, "0531-88888888"),
        ("账号6222 0212 0000 1234 567", TraceKind.ACCOUNT, "6222 0212 0000 1234 567"),
        ("在示例路12号3单元501室", TraceKind.ADDRESS, "在示例路12号3单元501室"),
        ("发至a.b@example.com", TraceKind.MAIL, "a.b@example.com"),
        (f"号码{NUMBER}", TraceKind.NUMBER, NUMBER),
    ],
)
def test_a_trace_is_found_with_its_place(words: str, kind: TraceKind, found: str):
    trace = traces(f"示例：{words}")[0]

    assert (trace.kind, trace.words) == (kind, found)
    assert f"示例：{words}"[trace.start : trace.end] == found
    assert found not in masked(words) or kind is TraceKind.NAME


@pytest.mark.parametrize("words", PLAIN)
def test_amounts_case_numbers_codes_and_days_are_no_traces(words: str):
    assert traces(words) == []
    assert masked(words) == words


def test_of_what_is_masked_nothing_is_found_again_but_that_somebody_was():
    words = f"经办人李示例（{NUMBER}，13800138000）住示例街8号。"

    assert masked(words) == "经办人李某（（略），（略））（略）。"
    assert [trace.kind for trace in traces(masked(words))] == []


PLACES = (
    "由{}提出，|经{}同意，|向{}支付补偿，|与{}签订合同|对{}作出答复|当事人{}系业主|{}因欠款起诉|{}、{}等人|"
    "责令{}改正"
)
NAMES = "王建国 李娜 欧阳明华 诸葛亮 张伟 曾凡 黎小梅 邓玉兰 翁国强 孔令辉 乔羽 尤勇"


def test_names_are_found_by_their_place_in_the_sentence():
    """Of rare surnames and of names without a mark around them nothing is claimed."""
    made = [
        (form.replace("{}", name), name) for form in PLACES.split("|") for name in NAMES.split()
    ]
    found = [name in [trace.words for trace in traces(text)] for text, name in made]

    assert sum(found) >= 0.9 * len(made), [m for m, f in zip(made, found, strict=True) if not f]
    assert masked("经欧阳明华申请，由王建国、李娜办理。") == "经欧阳某申请，由王某、李某办理。"


def test_of_ten_thousand_characters_of_documents_three_at_most_are_taken_for_names():
    root = Path(__file__).parent.parent
    files = [*root.glob("integrity/**/data/*.csv"), *root.glob("integrity/**/templates/*.txt")]
    text = "\n".join(f.read_text("utf-8-sig") for f in files if f.name != "bodies.csv")
    kinds = (TraceKind.NAME, TraceKind.LIKELY)
    found = [trace.words for trace in traces(text) if trace.kind in kinds]

    assert len(text) > 30_000
    assert len(found) <= 3 * len(text) / 10_000, found
