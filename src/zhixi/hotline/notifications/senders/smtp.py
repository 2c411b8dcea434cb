"""A mail (SMTP). address: smtp://host:25, or smtps://host:465 for TLS from the start.

options: {"from": "hotline@…"} (the account by default), {"subject": "12345热线通知"}, {"starttls": true}.
"""

import email.message
import email.utils
import smtplib
import ssl
import urllib.parse

from zhixi.hotline.notifications.senders.letter import Answer, Door, Letter, doubtful, later, refused, sent


def send(door: Door, letter: Letter) -> Answer:
    parts = urllib.parse.urlsplit(door.address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        return refused("地址须为 smtp:// 或 smtps:// 开头")
    try:
        server = _connected(parts, door)
    except smtplib.SMTPAuthenticationError:
        return refused("邮件账号或密码不对")
    except (OSError, smtplib.SMTPException) as error:
        return later(f"连接失败：{type(error).__name__}")
    try:
        return _handed_over(server, _mail(door, letter))
    finally:
        server.close()


def _connected(parts, door: Door) -> smtplib.SMTP:
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            parts.hostname, parts.port or 465, timeout=door.timeout, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 25, timeout=door.timeout)
    try:
        if door.options.get("starttls"):
            server.starttls(context=ssl.create_default_context())
        if door.account and door.secret:
            server.login(door.account, door.secret)
    except BaseException:
        server.close()
        raise
    return server


def _mail(door: Door, letter: Letter) -> email.message.EmailMessage:
    mail = email.message.EmailMessage()
    mail["From"] = door.options.get("from") or door.account
    mail["To"] = letter.to
    mail["Subject"] = door.options.get("subject", "12345热线通知")
    mail["Date"] = email.utils.localtime()
    mail["Message-ID"] = f"<{letter.id}@{mail['From'].rpartition('@')[2] or 'hotline'}>"
    mail.set_content(letter.text)
    return mail


def _handed_over(server: smtplib.SMTP, mail) -> Answer:
    try:
        server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return _by_code(max(codes))
    except smtplib.SMTPResponseException as error:  # the server has said no: nothing was sent
        return _by_code(error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        return doubtful(f"已发出，未得到回应：{type(error).__name__}")
    return sent()


def _by_code(code: int) -> Answer:
    return later(f"SMTP {code}") if code < 500 else refused(f"SMTP {code}")
