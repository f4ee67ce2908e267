"""What has changed of the interface, newest first; docs/api-changes.md says the same in English."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Version:
    """A version: the second number grows when something is added, the first when calls break."""

    number: str
    on: date
    changes: tuple[Any, ...]


VERSIONS = (
    Version(
        "1.4.0",
        date(2026, 11, 27),
        (
            _l("代码文件的答复给出大约已办理的百分比：percent。"),
            _l("可以读取本单位的代码文件及其进度：GET /check-files。"),
            _l("测试令牌可以打开核查窗口，在其中核查测试代码。"),
            _l("代码文件中核查人工核对后登记的旧代码，不再答复 error。"),
            _l("读取主体时，代码中的全角、空格和不可见字符不计；旧代码转到现行的代码。"),
        ),
    ),
    Version(
        "1.3.0",
        date(2026, 11, 27),
        (
            _l("一次核查至多一百万个代码，以文件送来，以文件答复：POST /check-files。"),
            _l("代码文件中须反馈使用情况的各行，答复中写明其核查回执编号：check_id。"),
            _l("以文件反馈许多核查结果的使用情况，逐行回报：POST /outcome-files。"),
            _l("按名称核查时识别经确认的单位简称：候选主体的 match 新增 alias。"),
            _l(
                "逐条报送、更正和撤回行政许可、行政处罚公示信息：POST /postings、"
                "/postings/{number}/annulment、/postings/{number}/withdrawal。"
            ),
        ),
    ),
    Version(
        "1.2.0",
        date(2026, 11, 27),
        (
            _l(
                "核查结果的使用情况按措施反馈，附原因、日期和文书："
                "POST /checks/{check_id}/outcomes 的 measures。"
            ),
            _l(
                "再次反馈不同的使用情况视为更正，不再以 409 outcome-conflict 拒绝；"
                "答复列明尚缺的措施。"
            ),
            _l(
                "测试令牌：以专用代码得到各种结论，不改变任何真实数据；"
                "其他调用以 403 test-token 拒绝。"
            ),
            _l("GET /inspections 和 GET /courts/reconciliation 也分页：after、limit、next。"),
            _l("GET /checks/{check_id} 另给出所查主体的分级监管等级：grades。"),
            _l("可以报送行业信用评价和综合评价：POST /credit-evaluations。"),
            _l("不合编码规则、经人工核对后登记的代码可以核查；答复以 code_kind 标明是哪一种。"),
        ),
    ),
    Version(
        "1.1.0",
        date(2026, 11, 27),
        (
            _l("问题文档有固定的 code 和说明地址 type；errors 给出字段、code 和 JSON 指针。"),
            _l("按 Accept-Language 以中文或者英文答复。"),
            _l("没有的或者写法不对的查询参数不再忽略，以 400 wrong-filter 拒绝。"),
            _l("各清单统一分页：after、limit、next 和响应头 Link；page、size、total 不再使用。"),
            _l("pushes 和 courts/cases 的 next 改为文字；以前给出的数字仍可作为 after。"),
            _l("公开数据有 ETag 和 304，可以由其他网站的页面读取（CORS）。"),
            _l("不公开的事项类别不再答复空清单，而是 404。"),
            _l("空的 Idempotency-Key 以 422 拒绝。"),
            _l("响应头 RateLimit-Limit、RateLimit-Remaining、RateLimit-Reset 给出限额。"),
            _l("可以读取本单位的核查登记：GET /checks 和 GET /checks/{check_id}。"),
            _l("可以报送办件，统计逢审必查：POST /approvals。"),
            _l("可以打开核查窗口，嵌入业务系统的页面：POST /windows。"),
            _l("公开信息的每一次变动按序号读取，没有缺号：GET /changes。"),
            _l("推送的变动给出变动告知书的编号和核对地址；变动种类增加 left-out。"),
        ),
    ),
    Version("1.0.0", date(2026, 11, 25), (_l("第一版。"),)),
)
VERSION = VERSIONS[0].number
