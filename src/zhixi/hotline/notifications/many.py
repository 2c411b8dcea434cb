"""Telling people of many orders at once, as `actions.tell_people` does of one: for what the clock does by itself.

The rows are the same, and so are their keys: what was told by one way is not told again by the other.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator

from zhixi.hotline import bulk
from zhixi.hotline.accounts.choices import UNIT_SIDE
from zhixi.hotline.accounts.models import User
from zhixi.hotline.notifications import texts
from zhixi.hotline.notifications.actions import ROBOTS, key_of
from zhixi.hotline.notifications.choices import Delivery, Way
from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.privacy.masking import mask_text
from zhixi.hotline.privacy.sealing import seal

COLUMNS = (
    *("key", "way", "route_id", "kind", "order_id", "user_id", "to", "text"),
    *("state", "attempts", "next_try_at", "created_at", "sent_at"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one order. text: of the clock's own making, so no caller is in it. mark: see `tell_people.key`."""

    order: int
    number: str
    text: str
    mark: str
    users: tuple[User, ...] = ()
    unit: int | None = None


def tell_many(tellings: Iterable[Telling], *, kind: str, now: dt.datetime) -> int:
    """Write the messages that are new; how many. The orders are locked by the caller."""
    tellings = list(tellings)
    numbers = [telling.order for telling in tellings]
    told = set(Message.objects.filter(order__in=numbers, kind=kind).values_list("key", flat=True))
    rows = [row for row in _Rows(tellings, kind, now) if row[0] not in told]
    bulk.insert(Message, COLUMNS, rows)
    return len(rows)


class _Rows:
    """The rows of `COLUMNS`, with what many of them share read once."""

    def __init__(self, tellings: list[Telling], kind: str, now: dt.datetime):
        self.tellings, self.kind, self.now = tellings, kind, bulk.moment(now)
        self.mail = Route.objects.filter(way=Way.EMAIL, active=True, unit=None).first()
        units = {telling.unit for telling in tellings} - {None}
        self.staff, self.robots, self.sealed = {}, {}, {}
        for user in User.objects.filter(unit__in=units, is_active=True, role__in=UNIT_SIDE):
            self.staff.setdefault(user.unit_id, []).append(user)
        for robot in Route.objects.filter(way__in=ROBOTS, active=True, unit__in=units):
            self.robots.setdefault(robot.unit_id, []).append(robot)

    def __iter__(self) -> Iterator[tuple]:
        for telling in self.tellings:
            words = texts.people_text(self.kind, telling.number, mask_text(telling.text))
            body = seal(words)
            people = {user.pk: user for user in (*telling.users, *self.staff.get(telling.unit, ()))}
            for user in people.values():
                yield self._row(telling, body, Way.PAGE, str(user.pk), user=user)
                if self.mail and user.email:
                    yield self._row(telling, body, Way.EMAIL, user.email, self.mail, user, user.email)
            for robot in self.robots.get(telling.unit, ()):
                yield self._row(telling, body, robot.way, str(robot.pk), robot)

    def _row(
        self, telling: Telling, body: str, way: str, receiver: str, route=None, user=None, to=""
    ) -> tuple:
        key = key_of(telling.number, self.kind, telling.mark, way, receiver)
        if to and to not in self.sealed:
            self.sealed[to] = seal(to)
        at_once = way == Way.PAGE
        return (
            *(key, str(way), route and route.pk, self.kind, telling.order, user and user.pk),
            *(self.sealed.get(to, ""), body, str(Delivery.SENT if at_once else Delivery.WAITING), 0),
            *(None if at_once else self.now, self.now, self.now if at_once else None),
        )
