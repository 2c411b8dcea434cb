"""The walk itself: try a verb, ask the book what must come of it, and hold the order against the book's memory."""

import collections
import dataclasses
import datetime as dt
import random

from django.conf import settings

from zhixi.errors import BadInput, Conflict, IllegalStep, NotAllowed, NotFound, ZhixiError
from zhixi.hotline.audit.models import ChainHead
from zhixi.hotline.deadlines.tasks import sweep
from zhixi.hotline.orders import actions, replay
from zhixi.hotline.orders.models import Order
from zhixi.hotline.orders.walking import arguments, book
from zhixi.hotline.orders.walking.book import Memo, Person
from zhixi.hotline.orders.walking.conditions import Numbers, outcome
from zhixi.hotline.orders.walking.effects import apply, moved
from zhixi.hotline.orders.walking.world import World

START = dt.datetime(2026, 1, 5, 1, 0, tzinfo=dt.UTC)
LONGEST = 240  # minutes between two steps
AIMED, MOVING, SWEEPS, TRANSFERS, STALE = 0.65, 0.7, 0.01, 0.003, 0.02
ENDINGS = frozenset({"withdraw", "rule_unreasonable", "merge", "answer", "archive", "suspend", "convene"})
ONWARD = frozenset(
    [
        "accept",
        "review",
        "dispatch",
        "sign",
        "handle",
        "send_back",
        "reply",
        "uphold_return",
        "refuse_return",
        "bind",
        "pass_reply",
        "reject_reply",
        "start_callback",
        "record_callback",
        "conclude",
        "reopen",
        "archive",
        "merge",
        "delegate",
        "take_up",
        "change_lead",
        "resume",
    ]
)
KINDS = ("help", "help", "complaint", "enquiry")
CALLER = {
    "description": "市民反映路面有积水，请尽快处理。",
    "caller_phone": "13900001234",
    "caller_name": "陈小明",
}
# what of an order is held against the book: its name there → the column
SEEN = {
    "state": "state",
    "unit": "unit__code",
    "answering": "responsible_unit__code",
    "bound": "bound",
    "important": "important",
    "held": "held",
    "reopened": "reopened",
    "returned": "returned",
    "master": "master__number",
    "replied": "replied_at",
}
MAY_TRANSFER = frozenset({"dispatcher", "system_admin"})


class Astray(AssertionError):
    """The office and the book disagree."""


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
        self.city = numbers(world)
        self.now = START
        self.memos: list[Memo] = []
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
            self._compare(memo)
            if told := replay.differences(Order.objects.get(number=memo.number)):
                raise Astray(f"{memo.number}: the row is not what its events say: {told}")
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
        verb, who = self._choose(memo)
        given = arguments.given(verb, memo, self.memos, self.chance)
        order = _seen(memo)
        version = order.version
        expected = outcome(verb, who, memo, given, self.now, self.city)
        if self.chance.random() < STALE:
            order.version += 1
            by_table = book.right(
                verb, who, memo
            )  # who sees an old version is told so before anything else is asked
            expected = book.REFUSED if by_table == book.OK else by_table
        before, came, after = _head(), book.OK, None
        try:
            after = getattr(actions, verb)(
                actor=self.world.people[who], order=order, now=self.now, **self._rows(given)
            )
        except (BadInput, Conflict, NotAllowed, NotFound) as refusal:
            came = _kind(refusal)
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
            self._compare(one)
        if _head() != before + events:
            raise Astray(f"{verb} on {memo.number} left {_head() - before} events, not {events}")
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
            came = _kind(refusal)
        if came != expected:
            raise Astray(f"{who} transfer {old} → {new}: {came}, the book says {expected}")
        if came == book.OK:
            for memo in self.memos:
                moved(memo, old, new)
                self._compare(memo)
            self.tally.taken["transfer"] += 1
        else:
            self.tally.refused[came] += 1

    def _choose(self, memo: Memo) -> tuple[str, Person]:
        """Mostly what may pass, so that the walk gets somewhere; else anything by anybody."""
        if self.chance.random() < AIMED:
            fitting = [verb for verb, states in book.STATES.items() if memo.state in states]
            dice = self.chance.random()
            onward = [verb for verb in fitting if verb in ONWARD and (dice < 0.1 or verb not in ENDINGS)]
            verb = self.chance.choice(
                onward if onward and self.chance.random() < MOVING else fitting or ["hold"]
            )
            if verb in ENDINGS and self.chance.random() < 0.5 and fitting:
                verb = self.chance.choice(fitting)
            right = [person for person in self.people if book.right(verb, person, memo) == book.OK]
            if right:
                return verb, self.chance.choice(right)
            return verb, self.chance.choice(self.people)
        verb = self.chance.choice(list(book.TABLE))
        roles = book.ROLES[verb] if self.chance.random() < 0.7 else frozenset(who.role for who in self.people)
        return verb, self.chance.choice([who for who in self.people if who.role in roles])

    def _rows(self, given: dict) -> dict:
        """Codes and memos as the rows that the actions take."""
        rows = dict(given)
        if "unit" in rows:
            rows["unit"] = self.world.units.get(rows["unit"])
        if "master" in rows:
            rows["master"] = _seen(rows["master"])
        return rows

    def _nothing_happened(self, memo: Memo, before: int, version: int) -> None:
        if _head() != before or _seen(memo).version != version:
            raise Astray(f"a refused step on {memo.number} left something behind")

    def _compare(self, memo: Memo) -> None:
        there = Order.objects.values(*SEEN.values()).get(number=memo.number)
        there = {name: there[column] for name, column in SEEN.items()}
        there |= {name: there[name] or "" for name in ("unit", "answering", "master")}
        there["replied"] = there["replied"] is not None
        told = {name: getattr(memo, name) for name in SEEN.keys() - {"returned", "master"}}
        told |= {"returned": len(memo.returns), "master": memo.master.number if memo.master else ""}
        if wrong := {name: (there[name], told[name]) for name in there if there[name] != told[name]}:
            raise Astray(f"{memo.number}: (office, book) {wrong}")


def numbers(world: World) -> Numbers:
    return Numbers(
        returns_a_unit=settings.ORDER_RETURNS_A_UNIT,
        return_limit=settings.ORDER_RETURN_LIMIT,
        return_days=max(settings.ORDER_RETURN_DAYS, 1),
        extension_days=settings.ORDER_EXTENSION_DAYS,
        extension_total=settings.ORDER_EXTENSION_TOTAL,
        extension_grants=settings.ORDER_EXTENSION_GRANTS,
        supplement_asks=settings.ORDER_SUPPLEMENT_ASKS,
        attempts=settings.ORDER_CALLBACK_ATTEMPTS,
        reopens=settings.ORDER_REOPEN_LIMIT,
        parts=settings.ORDER_SPLIT_MOST,
        works=world.works,
    )


def _seen(memo: Memo) -> Order:
    """The order as somebody at a screen has it: which one, and its version."""
    return Order.objects.only("number", "version").get(number=memo.number)


def _head() -> int:
    return ChainHead.objects.values_list("n", flat=True).get(pk=1)


def _kind(refusal: ZhixiError) -> str:
    if isinstance(refusal, NotFound):
        return book.ABSENT
    if isinstance(refusal, NotAllowed):
        return book.FORBIDDEN
    return book.ILLEGAL if isinstance(refusal, IllegalStep) else book.REFUSED
