"""The columns of the four national templates, by their codes, with the words that may stand there.

They are those of 发改办财金〔2018〕424号's data standard as public systems use it; the codes in
front are the national ones in lower case. Where 行政处罚法（2021年修订）第九条 names kinds of
penalties, they go before the older list.
"""

import enum
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from integrity.credit.publicity.models import Layout
from integrity.files.columns import Head, Measure


class Kind(enum.StrEnum):
    """How a cell is read."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    CODE = "code"
    WORD = "word"
    WORDS = "words"


class Cell(NamedTuple):
    """One column: of at most `most` characters, or one of `words` (several: parted by ；)."""

    key: str
    label: Any
    kind: Kind = Kind.TEXT
    required: bool = False
    most: int = 200
    words: Sequence[str] = ()
    also: Sequence[str] = ()
    personal: bool = False

    @property
    def head(self) -> Head:
        """The same as a column of a file."""
        measure = Measure.MONEY if self.kind is Kind.MONEY else None
        return Head(self.key, self.label, self._help, "", self.required, self.also, measure)

    @property
    def _help(self) -> Any:
        if self.words:
            said = "、".join(self.words)
            several = _l("从下列词语中选择，多个以分号隔开：%(words)s。", words=said)
            one = _l("下列词语之一：%(words)s。", words=said)
            return several if self.kind is Kind.WORDS else one
        return {
            Kind.DAY: _l("日期，例如：2026-11-21。"),
            Kind.MONEY: _l("列名写明（万元）的按万元填写，没有写明的按元填写。"),
            Kind.CODE: _l("18 位统一社会信用代码。"),
        }.get(self.kind, _l("与文书一致，最多 %(most)d 个字。", most=self.most))


FIRM, HOUSEHOLD = "法人及非法人组织", "个体工商户"
PARTIES = (FIRM, HOUSEHOLD)
FINE = "罚款"
PENALTIES = (
    "警告", "通报批评", FINE, "没收违法所得", "没收非法财物", "暂扣许可证件", "降低资质等级",
    "吊销许可证件", "限制开展生产经营活动", "责令停产停业", "责令关闭", "限制从业", "行政拘留",
    "其他",
)  # fmt: skip
CONFISCATING = ("没收违法所得", "没收非法财物")
TAKING = ("暂扣许可证件", "吊销许可证件")
LICENCES = ("普通", "特许", "认可", "核准", "登记", "其他")
"""In the order of their numbers in the standard, from 01."""
STANDINGS = ("有效", "无效")
PAPERS = (
    "身份证", "护照号", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "外国人永久居留身份证",
)  # fmt: skip
RESIDENT = PAPERS[0]
NUMBERS = ("shxym", "gszc", "zzjg", "swdj", "sydw", "shzz")
"""行政相对人代码_1 to _6: one of them must be there."""


def _firm(of: str) -> list[Cell]:
    p = f"{of}_xdr_"
    code = _l("行政相对人代码_1（统一社会信用代码）")
    return [
        Cell(f"{p}mc", _l("行政相对人名称"), required=True),
        Cell(f"{p}lb", _l("行政相对人类别"), Kind.WORD, True, words=PARTIES),
        Cell(f"{p}shxym", code, Kind.CODE, also=("统一社会信用代码", "行政相对人代码_1")),
        Cell(f"{p}gszc", _l("行政相对人代码_2（工商注册号）"), most=50, also=("工商注册号",)),
        Cell(f"{p}zzjg", _l("行政相对人代码_3（组织机构代码）"), most=10, also=("组织机构代码",)),
        Cell(f"{p}swdj", _l("行政相对人代码_4（税务登记号）"), most=20, also=("税务登记号",)),
        Cell(
            f"{p}sydw", _l("行政相对人代码_5（事业单位证书号）"), most=50, also=("事业单位证书号",)
        ),
        Cell(
            f"{p}shzz",
            _l("行政相对人代码_6（社会组织登记证号）"),
            most=50,
            also=("社会组织登记证号",),
        ),
        Cell(f"{of}_frdb", _l("法定代表人"), most=50, personal=True),
        Cell(
            f"{of}_fr_zjlx", _l("法定代表人证件类型"), Kind.WORD, words=PAPERS, personal=True
        ),
        Cell(
            f"{of}_fr_sfzh", _l("法定代表人证件号码"), most=64, personal=True,
            also=("法定代表人身份证号", "法定代表人身份证号码"),
        ),
    ]  # fmt: skip


def _person(of: str) -> list[Cell]:
    p = f"{of}_xdr_"
    return [
        Cell(f"{p}mc", _l("行政相对人名称"), required=True, most=200, personal=True),
        Cell(f"{p}zjlx", _l("证件类型"), Kind.WORD, True, words=PAPERS, personal=True),
        Cell(f"{p}zjhm", _l("证件号码"), required=True, most=64, personal=True),
    ]


def _who(of: str, organ: str, label: Any, code: Any) -> list[Cell]:
    source = ("cf_sjly", "cf_sjlydm") if of == "cf" else ("xk_lydw", "xk_lydwdm")
    return [
        Cell(organ, label, required=True),
        Cell(f"{organ}dm", code, Kind.CODE, True),
        *([Cell("xk_zt", _l("当前状态"), Kind.WORD, True, words=STANDINGS)] if of == "xk" else []),
        Cell(source[0], _l("数据来源单位"), required=True),
        Cell(source[1], _l("数据来源单位统一社会信用代码"), Kind.CODE, True),
        Cell("bz", _l("备注"), most=2000),
    ]


PENALTY = [
    Cell("cf_wsh", _l("行政处罚决定书文号"), required=True, most=128),
    Cell("cf_wfxw", _l("违法行为类型"), required=True, most=2000),
    Cell("cf_sy", _l("违法事实"), required=True, most=5000),
    Cell("cf_yj", _l("处罚依据"), required=True, most=2000),
    Cell("cf_cflb", _l("处罚类别"), Kind.WORDS, True, words=PENALTIES),
    Cell("cf_nr", _l("处罚内容"), required=True, most=4000),
    Cell("cf_nr_fk", _l("罚款金额"), Kind.MONEY),
    Cell("cf_nr_wfff", _l("没收违法所得、没收非法财物的金额"), Kind.MONEY),
    Cell("cf_nr_zkdx", _l("暂扣或吊销证照名称及编号")),
    Cell("cf_jdrq", _l("处罚决定日期"), Kind.DAY, True),
    Cell("cf_yxq", _l("处罚有效期"), Kind.DAY, True),
    Cell("cf_gsjzq", _l("公示截止期"), Kind.DAY, also=("公示截止日期",)),
    *_who("cf", "cf_cfjg", _l("处罚机关"), _l("处罚机关统一社会信用代码")),
]
LICENCE = [
    Cell("xk_xkws", _l("行政许可决定文书名称"), required=True, most=64),
    Cell("xk_wsh", _l("行政许可决定文书号"), required=True, most=64),
    Cell("xk_xklb", _l("许可类别"), Kind.WORD, True, words=LICENCES),
    Cell("xk_xkzs", _l("许可证书名称"), most=64),
    Cell("xk_xkbh", _l("许可编号"), most=64),
    Cell("xk_nr", _l("许可内容"), required=True, most=4000),
    Cell("xk_jdrq", _l("许可决定日期"), Kind.DAY, True),
    Cell("xk_yxqz", _l("有效期自"), Kind.DAY, True),
    Cell("xk_yxqzi", _l("有效期至"), Kind.DAY, True),
    *_who("xk", "xk_xkjg", _l("许可机关"), _l("许可机关统一社会信用代码")),
]
CELLS: dict[Layout, list[Cell]] = {
    Layout.PENALTY_FIRM: [*_firm("cf"), *PENALTY],
    Layout.PENALTY_PERSON: [*_person("cf"), *PENALTY],
    Layout.LICENCE_FIRM: [*_firm("xk"), *LICENCE],
    Layout.LICENCE_PERSON: [*_person("xk"), *LICENCE],
}
