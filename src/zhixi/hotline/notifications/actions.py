"""Telling: a message becomes a row in the caller's own transaction, and leaves with the next tick.

Called by whatever changed the order. What is rolled back was never told, and what is told has happened.
"""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from zhixi.errors import Conflict
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.notifications import rules, texts
from zhixi.hotline.notifications.choices import ROBOTS, Delivery, Way
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.privacy.masking import mask_text, without_caller
from zhixi.hotline.privacy.sealing import digest
from zhixi.hotline.units.models import CityAbout


def tell_citizen(*, order, kind: str, now, text: str = "", key: str = "") -> Message | None:
    """Write to whoever called, by text message; None where there is no mobile number to write to.

    kind: of `texts.CITIZEN`. text: what the template leaves open; no personal data of anybody else.
    key: what makes this message another one than the last; by default the order's version and the text, so that
    the same step tells the same once.
    An anonymous caller is left alone.
    """
    phone = rules.mobile_of(order.caller_phone)
    if not phone or order.anonymous:
        return None
    return _to_phone(phone, _mark(order, text, key), kind=kind, order=order, text=text, now=now)


def send_asked(*, phone: str, kind: str, text: str, key: str, now) -> Message | None:
    """Write to a caller what he asked for, by text message and at once, whatever the hour: he is awake and waits for it.

    phone: as `rules.mobile_of` gives it. key: of what is sent; None where this number was sent the same before. Raises
    Conflict where no way of text messages is set up.
    """
    if _sms() is None:
        raise Conflict("没有设置短信通道，不能发送", cure="请把答案念给市民，并请系统管理员设置短信通道")
    return _to_phone(phone, key, kind=kind, order=None, text=text, now=now, at_once=True)


def tell_people(
    *, kind: str, now, users: Iterable = (), unit=None, order=None, text: str = "", key: str = ""
) -> list[Message]:
    """Write to people of the hotline and its units: in the page, by e-mail where they have an address, and to the
    unit's group robots. Returns the messages that are new.

    unit: everybody who works on its orders, and its robots. kind: of `texts.PEOPLE`. The caller's name and numbers
    are taken out of the text for everybody, whoever reads it: a message is seen on locked screens and by robots.
    """
    whole = texts.people_text(kind, order.number if order else "", _without_caller(order, text))
    told = {user.pk: user for user in users}
    if unit is not None:
        staff = User.objects.filter(
            unit=unit, is_active=True, role__in=(Role.UNIT_CLERK, Role.UNIT_LEAD, Role.DISTRICT_ADMIN)
        )
        told |= {user.pk: user for user in staff}
    mark = _mark(order, text, key)
    more = {"kind": kind, "order": order, "text": whole, "now": now}
    fresh = [_to_page(user, mark, more) for user in told.values()]
    mail = Route.objects.filter(way=Way.EMAIL, active=True, unit=None).first()
    if mail is not None:
        fresh += [_to_mail(user, mail, mark, more) for user in told.values() if user.email]
    if unit is not None:
        robots = Route.objects.filter(way__in=ROBOTS, active=True, unit=unit)
        fresh += [_to_robot(robot, mark, more) for robot in robots]
    return [message for message in fresh if message is not None]


def mark_read(*, actor, now, ids: Iterable[int] | None = None) -> int:
    """Mark one's own messages read, all of them where `ids` is None; how many were unread."""
    mine = Message.objects.visible_to(actor).filter(read_at=None)
    if ids is not None:
        mine = mine.filter(pk__in=list(ids))
    return mine.update(read_at=now)


def _to_phone(phone: str, mark: str, *, kind, order, text: str, now, at_once: bool = False) -> Message | None:
    about = CityAbout.objects.first() or CityAbout()
    whole = texts.citizen_text(kind, order.number if order else "", text, about.short_name)
    return _write(
        key=_key(order, kind, mark, Way.SMS, phone),
        way=Way.SMS,
        route=_sms(),
        kind=kind,
        order=order,
        to=phone,
        text=whole,
        now=now,
        at_once=at_once,
    )


def _sms() -> Route | None:
    return Route.objects.filter(way=Way.SMS, active=True, unit=None).first()


def _to_page(user, mark: str, more: dict) -> Message | None:
    key = _key(more["order"], more["kind"], mark, Way.PAGE, str(user.pk))
    return _write(key=key, way=Way.PAGE, route=None, user=user, **more)


def _to_mail(user, route, mark: str, more: dict) -> Message | None:
    key = _key(more["order"], more["kind"], mark, Way.EMAIL, user.email)
    return _write(key=key, way=Way.EMAIL, route=route, user=user, to=user.email, **more)


def _to_robot(route, mark: str, more: dict) -> Message | None:
    key = _key(more["order"], more["kind"], mark, route.way, str(route.pk))
    return _write(key=key, way=route.way, route=route, **more)


def _write(
    *, key, way, route, kind, order, text, now, to: str = "", user=None, at_once: bool = False
) -> Message | None:
    """A new message; None when the same was told before, even by another process a moment ago."""
    start = now
    if way == Way.PAGE:
        state = Delivery.SENT
    elif route is None:
        state = Delivery.UNROUTED
    else:
        state = Delivery.WAITING
    if way == Way.SMS and not at_once:
        start = rules.out_of_quiet(timezone.localtime(now), *settings.NOTIFY_QUIET_HOURS)
    message, fresh = Message.objects.get_or_create(
        key=key,
        defaults={
            "way": way,
            "route": route,
            "kind": kind,
            "order": order,
            "user": user,
            "to": to,
            "text": text,
            "state": state,
            "created_at": now,
            "sent_at": now if state == Delivery.SENT else None,
            "next_try_at": start if state == Delivery.WAITING else None,
        },
    )
    return message if fresh else None


def _mark(order, text: str, key: str) -> str:
    """What makes a message another one than the last."""
    return key or f"{order.version if order is not None else ''}:{text}"


def _key(order, kind: str, mark: str, way: str, to: str) -> str:
    return key_of(order.number if order is not None else "", kind, mark, way, to)


def key_of(number: str, kind: str, mark: str, way: str, to: str) -> str:
    """What is told of which order to whom by which way, as a keyed digest: a number cannot be read out of it."""
    return digest("\n".join((number, kind, mark, way, to)))


def _without_caller(order, text: str) -> str:
    if order is None:
        return mask_text(text)
    return without_caller(text, order.caller_name, order.caller_phone, order.calling_number)
