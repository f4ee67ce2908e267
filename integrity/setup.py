"""`flask setup`: an empty installation is made ready, step by step; what is there already stays."""

from collections.abc import Sequence

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_migrate import upgrade
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from integrity.base import clock, queue, site_texts
from integrity.base.config import ROOT
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import ROLE_NAMES
from integrity.commands import COMMAND_LINE, load_shipped
from integrity.people.accounts import beginning
from integrity.people.accounts.models import User

USERNAMES = ("admin", "security", "auditor")


@click.command("setup")
@click.option("--site-name", help="What the site is called.")
@click.option("--office", help="Who runs it; papers are issued under this name.")
@click.option("--contact", help="How to reach them: an office, no person.")
@click.option("--icp", help="The number of the ICP filing (备案号).")
@click.option("--web", is_flag=True, help="Leave the rest to a page; show its address and code.")
@click.option("--new-passwords", is_flag=True, help="They were lost, and nobody has logged in yet.")
@with_appcontext
def setup(
    site_name: str | None,
    office: str | None,
    contact: str | None,
    icp: str | None,
    web: bool,
    new_passwords: bool,
) -> None:
    """Make an empty installation ready: secret, database, queue, rules, name, first accounts."""
    if current_app.config["DEMO"]:
        raise click.ClickException(_("这是演示系统。请先从 .env 中删除 DEMO=1 等演示的设置。"))
    _tell_keys()
    _make_tables()
    _try_queue()
    said = {"SITE_NAME": site_name, "OFFICE_NAME": office}
    said |= {"OFFICE_CONTACT": contact, "ICP_NUMBER": icp}
    _say({name: words for name, words in said.items() if words})
    if web and beginning.is_empty():
        click.echo(_("启动后（flask serve）打开 %(url)s/setup", url=current_app.config["BASE_URL"]))
        click.echo(_("启用码：%(code)s（建立第一批账号后失效）", code=beginning.code()))
    else:
        _open_accounts(new_passwords)
        click.echo(_("启动系统：flask serve。登录后“启用清单”列出其余要做的事。"))


def _tell_keys() -> None:
    where = {"env": ROOT / ".env", "keys": current_app.config["INSTANCE"] / "keys"}
    click.echo(_("密钥：%(env)s 或者环境变量中的 SECRET_KEY，以及 %(keys)s", **where))
    click.echo(_("丢失后封存的信息无法读取，请与数据分开备份：flask backup create --help"))


def _make_tables() -> None:
    """The database answers, has the newest tables, and the rules the program ships with."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"]).render_as_string()
    try:
        upgrade()
    except SQLAlchemyError as failed:
        words = _("数据库 %(url)s 不可用：%(why)s", url=url, why=str(failed).splitlines()[0])
        raise click.ClickException(words) from None
    counts = load_shipped()
    new = sum(count for count in counts.values() if isinstance(count, int))
    click.echo(_("数据库：%(url)s，可用；新载入规则、措施和标准 %(new)s 条", url=url, new=new))


def _try_queue() -> None:
    if not current_app.config["REDIS_URL"]:
        click.echo(_("队列：flask serve 自带"))
    elif queue.ping():
        click.echo(_("队列：%(url)s，可用", url=_without_password(current_app.config["REDIS_URL"])))
    else:
        raise click.ClickException(_("队列没有应答，请检查 REDIS_URL。"))


def _without_password(url: str) -> str:
    return make_url(url).render_as_string()


def _say(words: dict[str, str]) -> None:
    fresh = {name: text for name, text in words.items() if site_texts.said(name) != text}
    if fresh:
        site_texts.say(fresh, by=COMMAND_LINE, at=clock.now())
        db.session.commit()


def _open_accounts(new_passwords: bool) -> None:
    """The three powers, or new passwords for them; nothing where there are accounts."""
    named = {
        role: (username, str(ROLE_NAMES[role]))
        for role, username in zip(beginning.FIRST, USERNAMES, strict=True)
    }
    at = clock.now()
    try:
        if new_passwords:
            _show(beginning.begin_again(by=COMMAND_LINE, at=at))
        elif beginning.is_empty():
            _show(beginning.begin(named, by=COMMAND_LINE, at=at))
        else:
            click.echo(_("账号：已有，没有改动"))
    except Refused as refused:
        raise click.ClickException(refused.detail or str(refused.title)) from None
    db.session.commit()


def _show(made: Sequence[tuple[User, str]]) -> None:
    click.echo(_("账号：初始密码只显示这一次，首次登录时必须修改"))
    for user, password in made:
        click.echo(f"  {user.username}  {password}  {ROLE_NAMES[user.role]}")
