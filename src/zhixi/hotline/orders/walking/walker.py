"""The walk itself: try a verb, ask the book what must come of it, and hold the order against the book's memory."""

import collections
import dataclasses
import datetime as dt
import io
import random

from PIL import Image

from zhixi.errors import BadInput, Conflict, NotAllowed, NotFound
from zhixi.hotline.attachments.actions import receiving
from zhixi.hotline.attachments.models import Attachment
from zhixi.hotline.deadlines.tasks import sweep
from zhixi.hotline.orders import actions, replay
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.walking import arguments, book
from zhixi.hotline.orders.walking.book import Memo, Person
from zhixi.hotline.orders.walking.choosing import choose
from zhixi.hotline.orders.walking.comparing import Astray, compare, head, kind_of, seen
from zhixi.hotline.orders.walking.conditions import outcome
from zhixi.hotline.orders.walking.effects import apply, moved
from zhixi.hotline.orders.walking.files import left
from zhixi.hotline.orders.walking.numbers import of_the_city
from zhixi.hotline.orders.walking.world import World

START = dt.datetime(2026, 1, 5, 1, 0, tzinfo=dt.UTC)
LONGEST = 240  # minutes between two steps
SWEEPS, TRANSFERS, STALE = 0.01, 0.003, 0.02
KINDS = ("help", "help", "complaint", "enquiry")
CALLER = {
    "description": "市民反映路面有积水，请尽快处理。",
    "caller_phone": "13900001234",
    "caller_name": "陈小明",
}
MAY_TRANSFER = frozenset({"dispatcher", "system_admin"})


@dataclasses.dataclass
class Tally:
    steps: int = 0
    orders: int = 0
    rebuilt: int = 0
    taken: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    refused: collections.Counter = dataclasses.field(default_factory=collections.Counter)


class Walker:
    """One seeded walk. alive: how many orders are under way at once."""

    def __init__(self, world: World, seed: int, alive: int = 12):
        self.world, self.alive = world, alive
        self.chance = random.Random(seed)
        self.people = sorted(world.people, key=lambda person: person.name)
        self.city = of_the_city(world.works)
        self.now = START
        self.memos: list[Memo] = []
        self.looked = receiving.look(_photo())
        self.tally = Tally()

    def go(self, steps: int) -> None:
        """So many steps more; each is one attempt, by somebody, of something."""
        for _ in range(steps):
            self.tally.steps += 1
            self.now += dt.timedelta(minutes=self.chance.randrange(1, LONGEST))
            dice = self.chance.random()
            if sum(memo.state not in ("archived", *book.CLOSED.split()) for memo in self.memos) < self.alive:
                self._call()
            elif dice < SWEEPS:
                sweep(self.now)
                self.tally.taken["tick"] += 1
            elif dice < SWEEPS + TRANSFERS:
                self._transfer()
            else:
                self._attempt()

    def check(self) -> None:
        """Every order of this stretch is what the book remembers, and what its events alone rebuild."""
        for memo in self.memos:
            compare(memo)
            if told := replay.differences(Order.objects.get(number=memo.number)):
                raise Astray(f"{memo.number}: the row is not what its events say: {told}")
            files = Attachment.objects.attached().counted().filter(order__number=memo.number).count()
            if files != left(memo):
                raise Astray(f"{memo.number}: {files} files, the book says {left(memo)}")
            self.tally.rebuilt += 1

    def forget(self) -> None:
        """Leave the orders of this stretch behind, so that memory does not grow with the walk."""
        self.memos.clear()

    def _call(self) -> None:
        who = self.chance.choice([person for person in self.people if person.role in book.ROLES["accept"]])
        kind = self.chance.choice(KINDS)
        fields = {**CALLER, "title": f"关于路面积水的反映{self.tally.orders}", "request_type": kind}
        order = actions.create_draft(
            actor=self.world.people[who], fields=fields | {"category": self.world.category}, now=self.now
        )
        self._remember(Memo(order.number, who.name, kind))
        self.tally.taken["create"] += 1

    def _remember(self, memo: Memo) -> None:
        self.memos.append(memo)
        self.tally.orders += 1

    def _attempt(self) -> None:
        going = [memo for memo in self.memos if memo.state != "archived" or self.chance.random() < 0.02]
        memo = self.chance.choice(going or self.memos)
        verb, who = choose(memo, self.people, self.chance)
        given = arguments.given(verb, memo, self.memos, self.chance)
        order = seen(memo)
        if "uploads" in given:
            given["uploads"] = [self._upload(order, who)]
        version = order.version
        expected = outcome(verb, who, memo, given, self.now, self.city)
        if self.chance.random() < STALE:
            order.version += 1
            by_table = book.right(
                verb, who, memo
            )  # who sees an old version is told so before anything else is asked
            expected = book.REFUSED if by_table == book.OK else by_table
        before, came, after = head(), book.OK, None
        try:
            after = getattr(actions, verb)(
                actor=self.world.people[who], order=order, now=self.now, **self._rows(given)
            )
        except (BadInput, Conflict, NotAllowed, NotFound) as refusal:
            came = kind_of(refusal)
        if came != expected:
            raise Astray(
                f"{who} {verb} {given} on {memo.number} ({memo.state}): {came}, the book says {expected}"
            )
        if came != book.OK:
            self._nothing_happened(memo, before, version)
            self.tally.refused[came] += 1
            return
        self._follow(verb, memo, given, who, before, after)

    def _follow(self, verb: str, memo: Memo, given: dict, who: Person, before: int, after: Order) -> None:
        others = apply(verb, memo, given, who, self.now)
        memo.due = after.due_at
        events = 1 + len(others)
        if verb == "split":
            events += len(given["parts"])
            self._parts(memo, after, len(given["parts"]))
        for one in (memo, *others):
            compare(one)
        if head() != before + events:
            raise Astray(f"{verb} on {memo.number} left {head() - before} events, not {events}")
        self.tally.taken[verb] += 1

    def _parts(self, memo: Memo, order: Order, count: int) -> None:
        root = memo.root or memo
        root.parts += count
        made = Order.objects.filter(split_from__number=root.number).order_by("-pk")[:count]
        for part in made:
            self._remember(
                Memo(
                    part.number, memo.author, memo.kind, state="accepted", root=root, important=memo.important
                )
            )

    def _transfer(self) -> None:
        """A unit's whole office goes to another, or nothing moves."""
        codes = sorted(self.world.units)
        old, new, who = self.chance.choice(codes), self.chance.choice(codes), self.chance.choice(self.people)
        expected = book.REFUSED if old == new or new in book.SHUT else book.OK
        expected = expected if who.role in MAY_TRANSFER else book.FORBIDDEN
        came = book.OK
        try:
            actions.transfer(
                actor=self.world.people[who],
                old=self.world.units[old],
                new=self.world.units[new],
                day=self.now.date(),
                kind="moved",
                reason="职责划转文件",
                now=self.now,
            )
        except (BadInput, Conflict, NotAllowed) as refusal:
            came = kind_of(refusal)
        if came != expected:
            raise Astray(f"{who} transfer {old} → {new}: {came}, the book says {expected}")
        if came == book.OK:
            for memo in self.memos:
                moved(memo, old, new)
                compare(memo)
            self.tally.taken["transfer"] += 1
        else:
            self.tally.refused[came] += 1

    def _upload(self, order: Order, who: Person) -> int:
        """A file that this person has sent for the order, whoever it is: the verb must be the one that refuses."""
        actor = self.world.people[who]
        return receiving.keep(actor=actor, order=order, looked=self.looked, name="现场.png", now=self.now).pk

    def _rows(self, given: dict) -> dict:
        """Codes and memos as the rows that the actions take."""
        rows = dict(given)
        if "unit" in rows:
            rows["unit"] = self.world.units.get(rows["unit"])
        if "paper" in rows:
            paper = rows.pop("paper")
            rows["attachment"] = paper.pk if paper else 1
        if "master" in rows:
            rows["master"] = seen(rows["master"])
        return rows

    def _nothing_happened(self, memo: Memo, before: int, version: int) -> None:
        if head() != before or seen(memo).version != version:
            raise Astray(f"a refused step on {memo.number} left something behind")


def _photo() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (16, 12), "white").save(file, "PNG")
    return file
