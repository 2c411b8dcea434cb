"""What a route must be before it is written, in words that say what to change."""

import re
import urllib.parse

from zhixi.errors import BadInput, Conflict
from zhixi.hotline.notifications.choices import ROBOTS, Way
from zhixi.hotline.notifications.models import Route
from zhixi.hotline.notifications.rules import mobile_of

KEPT = "******"  # what a hidden value is shown as; sent back, it leaves the value as it was
SCHEMES = {Way.EMAIL: ("smtp", "smtps"), Way.SMS: ("http", "https")}
WEB = ("http", "https")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
TEXTS = {Way.SMS: ("to", "text", "id"), Way.EMAIL: ("from", "subject")}
GROUPS = ("headers", "more", "ok")  # of a text gateway: names and values
HIDDEN = ("headers", "more")  # they may hold keys


def address_of(way: str, address: str) -> str:
    """The address, checked by the way; "" and what cannot be one is refused."""
    schemes = SCHEMES.get(way, WEB)
    spoken = " 或 ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urllib.parse.urlsplit(address.strip())
        sound = parts.scheme in schemes and parts.hostname and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound or re.search(r"\s", address.strip()):
        raise BadInput(f"{Way(way).label}的地址须以 {spoken} 开头", cure="请核对地址", field="address")
    if parts.username or parts.password:
        raise BadInput("地址里不能带账号和密码", cure="请填在“账号”“密钥”中", field="address")
    if way == Way.EMAIL and (parts.path.strip("/") or parts.query):
        raise BadInput("邮件服务器的地址只有主机和端口", cure="如 smtp://mail.example.cn:25", field="address")
    return address.strip()


def unit_of(way: str, unit):
    """A robot speaks to one unit's group; a gateway and a mail server serve everybody."""
    if way in ROBOTS and unit is None:
        raise BadInput("群机器人须选所属单位", cure="请选择收消息的是哪个单位的群", field="unit")
    if way not in ROBOTS and unit is not None:
        raise BadInput(f"{Way(way).label}通道供全市使用，不分单位", cure="请不选单位", field="unit")
    return unit


def options_of(way: str, given: dict, before: dict) -> dict:
    """The options of the way, hidden values put back as they were, empty ones left out."""
    texts, groups = TEXTS.get(way, ()), GROUPS if way == Way.SMS else ()
    known = {*texts, *groups, *(("starttls",) if way == Way.EMAIL else ())}
    if unknown := sorted(set(given) - known):
        raise BadInput(f"{Way(way).label}没有“{unknown[0]}”这一选项", cure="请删去", field="options")
    found: dict = {name: _text(name, given[name]) for name in texts if given.get(name)}
    for name in groups:
        if given.get(name):
            found[name] = _group(name, given[name], before.get(name, {}))
    if given.get("starttls"):
        found["starttls"] = True
    return found


def _text(name: str, value) -> str:
    if not isinstance(value, str) or len(value) > 120 or not value.isprintable():
        raise BadInput(f"选项“{name}”须为120字以内的一行文字", cure="请改正", field="options")
    return value.strip()


def _group(name: str, given, before: dict) -> dict:
    sound = isinstance(given, dict) and len(given) <= 20
    if not sound or not all(isinstance(v, str | int | bool) for v in given.values()):
        raise BadInput(f"选项“{name}”须为名称和值，最多20对", cure="请改正", field="options")
    if name == "headers" and not all(
        f"{k}{v}".isascii() and f"{k}{v}".isprintable() for k, v in given.items()
    ):
        raise BadInput("请求头只能用英文字母、数字和符号", cure="请改正", field="options")
    kept = {key: before.get(key, "") if value == KEPT else value for key, value in given.items()}
    return {str(key)[:60]: value for key, value in kept.items() if str(key).strip()}


def has_sender(way: str, account: str, options: dict) -> None:
    sender = options.get("from") or account
    if way == Way.EMAIL and not MAIL.fullmatch(sender):
        raise BadInput("没有发件人地址", cure="请在“账号”或“发件人”中填写邮箱地址", field="account")


def only_one(route: Route) -> None:
    """Text messages and mails leave by one route; a second one would stand idle."""
    if route.way in ROBOTS or not route.active:
        return
    other = Route.objects.filter(way=route.way, active=True).exclude(pk=route.pk).first()
    if other is not None:
        raise Conflict(
            f"已启用{route.get_way_display()}通道“{other.name}”，同时只能用一个",
            cure="请先停用那一个",
            field="active",
        )


def receiver_of(way: str, to: str) -> str:
    """Whom a test goes to: a mobile number, a mail address, or nobody in particular for a robot's group."""
    if way in ROBOTS:
        return ""
    if way == Way.SMS:
        found = mobile_of(to)
        if not found:
            raise BadInput("不是手机号", cure="请填写收测试短信的手机号", field="to")
        return found
    if not MAIL.fullmatch(to.strip()) or not to.strip().isascii():
        raise BadInput("不是邮箱地址", cure="请填写收测试邮件的邮箱", field="to")
    return to.strip()
