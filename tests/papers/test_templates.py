"""Templates: read, checked and filled; and every text that is shipped."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrity.casework.documents import templates
from integrity.casework.documents.paper import Table
from integrity.casework.documents.templates import BadTemplate

TEXT = """标题：关于{事项}的通知书
主送：{单位名称}
依据：《示例条例》第一条；{本地依据}
版式：红头

根据{依据}，现通知如下：
一、事实
{事实}
二、其他
{说明}
三、期限
请于{日期}前办理。
"""
ALL = {"事项": "按时付款", "单位名称": "示例局", "本地依据": "示例办法第二条"} | {
    "事实": "没有付款。",
    "说明": "另有说明。",
    "日期": date(2026, 12, 1),
}


def filled(text: str = TEXT, **values: object) -> templates.Filled:
    return templates.fill(templates.parse(text), ALL | values)  # type: ignore[dict-item]


def test_a_template_says_what_the_matter_says() -> None:
    made = filled()

    assert (made.title, made.addressee) == ("关于按时付款的通知书", "示例局")
    assert made.basis == "《示例条例》第一条、示例办法第二条"
    assert made.body[0] == "根据《示例条例》第一条、示例办法第二条，现通知如下："
    assert made.body[-1] == "请于2026年12月1日前办理。"
    assert made.red_head


def test_a_paragraph_with_nothing_to_say_is_left_out_with_its_heading() -> None:
    made = filled(说明="", 本地依据="")

    assert made.basis == "《示例条例》第一条"
    assert made.body[1:] == ("一、事实", "没有付款。", "二、期限", "请于2026年12月1日前办理。")


def test_a_sentence_with_nothing_to_say_is_left_out_of_its_paragraph() -> None:
    """A guide to repair said “最早可以申请修复的日期：。” of what cannot be repaired early."""
    text = TEXT.replace("请于{日期}前办理。", "请办理。日期：{日期}。事实：{事实}。")

    assert filled(text, 日期="").body[-1] == "请办理。事实：没有付款。。"


def test_what_is_numbered_within_a_line_is_counted_too() -> None:
    text = TEXT.replace("一、事实\n{事实}", "一、事实：{事实}")

    assert filled(text, 事实="").body[1] == "一、其他"
    assert filled(text, 事实="没有付款").body[1:3] == ("一、事实：没有付款", "二、其他")


def test_what_somebody_typed_is_no_heading() -> None:
    assert filled(说明="", 事实="三、没有付款").body[1:3] == ("一、事实", "三、没有付款")


def test_a_sentence_that_cites_no_basis_begins_without_one() -> None:
    """A letter of urging by a rule of one's own said “根据，现予督办”."""
    text = TEXT.replace("《示例条例》第一条；", "")

    made = filled(text, 本地依据="")

    assert made.body[0] == "现通知如下："


def test_what_somebody_typed_over_several_lines_is_several_paragraphs() -> None:
    assert filled(事实="第一项。\n\n第二项。").body[2:4] == ("第一项。", "第二项。")


def test_a_table_takes_the_place_of_its_field() -> None:
    table = Table(("单位", "天数"), (("示例局", "3"),))

    assert filled(事实=table).body[2] == table


def test_a_table_among_words_stands_between_them() -> None:
    table = Table(("单位",), ())

    assert filled(日期=table).body[-3:] == ("请于", table, "前办理。")


def test_a_table_in_a_head_line_is_an_error_of_the_program() -> None:
    with pytest.raises(TypeError):
        filled(事项=Table(("单位",), ()))


@given(st.text(max_size=80).filter(lambda said: said.strip() and "\n" not in said))
def test_no_value_is_read_as_a_field(said: str) -> None:
    """Braces that a citizen wrote stay what they are."""
    body = filled(事实="{事项}" + said + "{{单位名称}}").body

    assert str(body[2]).startswith("{事项}")
    assert "{{单位名称}}" in "".join(str(part) for part in body)


def test_a_field_that_the_kind_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(BadTemplate, match=r"{单位名字}.*{单位名称}"):
        templates.check(TEXT.replace("{单位名称}", "{单位名字}"), ALL)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (TEXT.replace("标题：关于{事项}的通知书", ""), "标题"),
        (TEXT.replace("标题：关于{事项}的通知书", "标题："), "标题"),
        (TEXT.replace("主送：{单位名称}", ""), "主送"),
        (TEXT.replace("主送：", "主送：甲\n主送："), "两次"),
        (TEXT.replace("{日期}", "{日期"), "花括号"),
        (TEXT.replace("{日期}", "{}"), "花括号"),
        (TEXT.split("\n\n")[0], "正文"),
        (TEXT.replace("根据{依据}，", ""), "依据"),
    ],
)
def test_a_text_that_is_not_whole_is_refused_with_the_place(broken: str, said: str) -> None:
    with pytest.raises(BadTemplate, match=said):
        templates.parse(broken)


@pytest.mark.parametrize("kind", templates.kinds())
def test_every_shipped_text_is_whole_and_leaves_no_field_unfilled(kind: str) -> None:
    template = templates.parse(templates.shipped(kind))

    made = templates.fill(template, dict.fromkeys(template.fields, "示例"))

    said = "".join((made.title, made.addressee, made.basis, *map(str, made.body)))
    assert "{" not in said and "}" not in said
    assert made.basis in "".join(map(str, made.body))


@pytest.mark.parametrize("kind", templates.kinds())
def test_no_shipped_text_breaks_where_nothing_is_known(kind: str) -> None:
    """Fields may be empty: what they belong to is left out and no heading stands alone."""
    template = templates.parse(templates.shipped(kind))

    made = templates.fill(template, dict.fromkeys(template.fields, ""))

    assert all(isinstance(part, str) and part for part in made.body)
    assert not any("：。" in part or "““”" in part for part in made.body if isinstance(part, str))
