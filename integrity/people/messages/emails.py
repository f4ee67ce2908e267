"""E-mail by SMTP, with a number of its own that stays; or into a folder, for a demonstration."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from pathlib import Path

from flask import current_app

from integrity.people.messages.letters import Away, Carry, Letter, Refused, Undeliverable

NOBODY = range(550, 555)
"""Answers of a server to a recipient that it will never take."""
END = "List-Unsubscribe"


class Whole(EmailPolicy):
    """The address in this header stays whole, however long: no mail program puts it together."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name == END else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        if name == END:
            return self.fold(name, value).encode("ascii")
        return super().fold_binary(name, value)


class Emails:
    """On once MAIL_FROM is set, with a server or a folder."""

    personal = True
    shared = False

    def is_on(self) -> bool:
        config = current_app.config
        return bool(config["MAIL_FROM"] and (config["MAIL_SERVER"] or config["MAIL_FOLDER"]))

    @contextmanager
    def open(self) -> Iterator[Carry]:
        if not current_app.config["MAIL_SERVER"]:
            yield _into_folder
            return
        try:
            server = _connected()
        except (OSError, smtplib.SMTPException) as error:
            raise Away(type(error).__name__) from error
        try:
            yield lambda letter: _over(server, letter)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()


def mail(letter: Letter) -> EmailMessage:
    """The letter as a mail, marked as sent by a machine so that no machine answers it."""
    sender = current_app.config["MAIL_FROM"]
    made = EmailMessage(policy=Whole())
    made["From"], made["To"], made["Subject"] = sender, letter.to, letter.subject
    made["Date"] = format_datetime(letter.at)
    made["Message-ID"] = f"<{letter.number}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    if letter.end:  # RFC 8058: a mail program shows a button for it
        made[END] = f"<{letter.end}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(letter.text)
    return made


def _connected() -> smtplib.SMTP:
    config = current_app.config
    host, port, seconds = config["MAIL_SERVER"], config["MAIL_PORT"], config["MESSAGE_SECONDS"]
    known = ssl.create_default_context()
    server: smtplib.SMTP
    if config["MAIL_SECURITY"] == "tls":
        server = smtplib.SMTP_SSL(host, port, timeout=seconds, context=known)
    else:
        server = smtplib.SMTP(host, port, timeout=seconds)
    try:
        if config["MAIL_SECURITY"] == "starttls":
            server.starttls(context=known)
        if config["MAIL_USER"]:
            server.login(config["MAIL_USER"], config["MAIL_PASSWORD"])
    except BaseException:
        server.close()
        raise
    return server


def _over(server: smtplib.SMTP, letter: Letter) -> None:
    """Hand over one mail; an answer names no recipient, for what is noted is read by others."""
    try:
        server.send_message(mail(letter))
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        raise (Undeliverable if code in NOBODY else Refused)(f"SMTP {code}") from None
    except smtplib.SMTPResponseException as error:
        raise (Away if error.smtp_code == 421 else Refused)(f"SMTP {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise Away(type(error).__name__, in_doubt=True) from None


def _into_folder(letter: Letter) -> None:
    """One file a mail, named by its number: sent again it is the same file."""
    folder = Path(current_app.config["MAIL_FOLDER"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{letter.number}.eml").write_bytes(bytes(mail(letter)))
    except OSError as error:
        raise Away(type(error).__name__) from error
