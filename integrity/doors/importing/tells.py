"""Who is told what of files that were sent to be imported: whoever sent them."""

from flask_babel import lazy_gettext as _l

from integrity.doors.importing.models import Upload
from integrity.people.messages.tells import Source, Whom, at_once, daily, untold

SENDER = Whom(None, Upload.by_id)
BY_HAND = untold("who sent it does it")
UPLOADS = Source(
    Upload,
    {
        "check": daily(_l("导入文件 %(ref)s 已检查，待您确认。"), SENDER),
        "ask": daily(_l("导入文件 %(ref)s 有多张工作表，请选择。"), SENDER),
        "ask_columns": daily(_l("导入文件 %(ref)s 有的列不能辨认，请指定各列的含义。"), SENDER),
        "recheck": at_once(_l("导入文件 %(ref)s 检查以后情况有变，请重新确认。"), SENDER),
        "lapse": daily(_l("导入文件 %(ref)s 没有按期确认，已作废。"), SENDER),
        "confirm": BY_HAND,
        "choose": BY_HAND,
        "map": BY_HAND,
        "abandon": BY_HAND,
        "finish": daily(_l("导入文件 %(ref)s 已导入，请登录查看结果。"), SENDER),
        "refuse": at_once(_l("导入文件 %(ref)s 不能导入，请登录查看原因。"), SENDER),
        "fail": at_once(_l("导入文件 %(ref)s 处理失败，没有导入任何内容。"), SENDER),
    },
    "importing.item",
    "number",
    Upload.id,
)
